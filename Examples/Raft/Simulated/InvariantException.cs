namespace Coroutines.Examples.Raft.Simulated;

/// <summary>Something has happened that Raft rules out.</summary>
/// <param name="message">What it is.</param>
/// <param name="since">When it began, in seconds: what has happened from then on explains it.</param>
/// <param name="place">The place in the logs that it is about; 0 for none.</param>
internal sealed class InvariantException(string message, double since, long place = 0) : Exception(message)
{
    internal double Since { get; } = since;

    internal long Place { get; } = place;
}

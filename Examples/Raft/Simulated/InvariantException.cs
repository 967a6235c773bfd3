namespace Coroutines.Examples.Raft.Simulated;

/// <summary>Something has happened that Raft rules out.</summary>
/// <param name="message">What it is.</param>
/// <param name="since">When it began, in seconds: what has happened from then on explains it.</param>
internal sealed class InvariantException(string message, double since) : Exception(message)
{
    internal double Since { get; } = since;
}

namespace Coroutines.Examples.Raft.Linearizability;

/// <summary>Something that must not be.</summary>
/// <param name="Text">What, for whoever reads it.</param>
/// <param name="Since">When it began, in seconds.</param>
/// <param name="Until">When it was there for all to see.</param>
internal sealed record Anomaly(string Text, double Since, double Until);

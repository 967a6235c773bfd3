namespace Coroutines.Testing;

/// <summary>How much of a program an exploration has varied.</summary>
public sealed record ExplorationCoverage(int DistinctSchedules, int DecisionPoints, int Varied);

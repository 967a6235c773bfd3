namespace Coroutines.Examples.Raft;

/// <summary>What a node must not forget beside its log: the newest term that it knows of, and whom it has voted for in it.</summary>
internal readonly record struct Ballot(long Term, string? Vote);

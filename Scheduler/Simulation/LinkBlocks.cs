namespace Coroutines.Testing;

/// <summary>Why nothing comes through a link. What the script has done and what the seed has done are told apart, as each ends by itself.</summary>
[Flags]
internal enum LinkBlocks
{
    None = 0,
    PartitionedByScript = 1,
    PartitionedBySeed = 2,
    HeldByScript = 4,
    HeldBySeed = 8,
    Partitioned = PartitionedByScript | PartitionedBySeed,
    Held = HeldByScript | HeldBySeed,
}

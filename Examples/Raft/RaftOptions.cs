namespace Coroutines.Examples.Raft;

/// <summary>Where a node is to be found.</summary>
internal sealed record NodeAddress(string Name, string Host, int Port);

/// <summary>How a node is set up. Times are in seconds.</summary>
/// <param name="Name">Its own name, one of the members'.</param>
/// <param name="Members">All nodes of the cluster, this one too.</param>
internal sealed record RaftOptions(string Name, IReadOnlyList<NodeAddress> Members)
{
    /// <summary>How often the leader says that it is there.</summary>
    internal double Heartbeat { get; init; } = 0.05;

    /// <summary>How long a follower hears nothing before it stands for election: at least this, and up to twice as long, by chance, so that seldom two stand at once.</summary>
    internal double ElectionTimeout { get; init; } = 0.25;

    /// <summary>How many entries go in one message at most.</summary>
    internal int MaxBatch { get; init; } = 100;

    /// <summary>For the election timeouts.</summary>
    internal Random Random { get; init; } = Random.Shared;

    internal Mistake Mistake { get; init; }

    internal NodeAddress Self => Members.First(member => member.Name == Name);

    internal IEnumerable<NodeAddress> Peers => Members.Where(member => member.Name != Name);

    internal int Majority => (Members.Count / 2) + 1;

    /// <summary>When a follower that has just heard of a leader, or voted, loses its patience.</summary>
    internal double PatienceFrom(double now) => now + (ElectionTimeout * (1 + Random.NextDouble()));
}

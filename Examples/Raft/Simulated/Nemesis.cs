using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft.Simulated;

/// <summary>
/// Brings one misfortune after the other over the nodes of a cluster, several at a time, and ends each. How dense they come, and of which kinds they
/// are, is drawn anew for each world: a bug that needs two quick crashes is not found among slow partitions, nor the other way round.
/// </summary>
internal sealed class Nemesis
{
    // In seconds; all that lies between two limits is of any magnitude.
    private const double ShortestPause = 0.1;
    private const double LongestPause = 3;
    private const double ShortestFault = 0.05;
    private const double LongestFault = 6;
    private const double ShortestAmbush = 0.001;
    private const double LongestAmbush = 0.5;
    private const double SlowDisk = 0.3;
    private const double SlowLink = 0.3;

    private readonly Simulation _world;
    private readonly SimulationOptions _usual;
    private readonly IReadOnlyList<string> _nodes;
    private readonly IReadOnlyList<string> _clients;
    private readonly Invariants _invariants;
    private readonly Random _random;
    private readonly Story _story;
    private readonly List<Func<IEnumerator<Awaitable>>> _faults;
    private readonly double _pause;
    private readonly double _shortest;
    private readonly double _longest;
    private readonly bool _liesInAmbush;

    /// <param name="world">The world.</param>
    /// <param name="usual">How it is when all is well.</param>
    /// <param name="nodes">Whom it is after.</param>
    /// <param name="clients">Whom it cuts off from them.</param>
    /// <param name="invariants">Knows the leader.</param>
    /// <param name="random">For all that it does.</param>
    /// <param name="story">Where it tells of it.</param>
    internal Nemesis(
        Simulation world,
        SimulationOptions usual,
        IReadOnlyList<string> nodes,
        IReadOnlyList<string> clients,
        Invariants invariants,
        Random random,
        Story story)
    {
        (_world, _usual, _nodes, _clients, _invariants, _random, _story) = (world, usual, nodes, clients, invariants, random, story);
        _pause = random.NextLogUniform(ShortestPause, LongestPause);
        _shortest = random.NextLogUniform(ShortestFault, LongestFault);
        _longest = random.NextLogUniform(_shortest, LongestFault);
        _liesInAmbush = random.Next(3) > 0;
        Func<IEnumerator<Awaitable>>[] harsh = [Isolate, Cut, Crash];
        Func<IEnumerator<Awaitable>>[] mild = [CutFromClient, Pause, SlowDown, Delay, Reset];
        _faults = [harsh[random.Next(harsh.Length)], .. harsh.Where(_ => random.Next(2) == 0), .. mild.Where(_ => random.Next(4) == 0)];
    }

    /// <summary>Goes on until it is cancelled.</summary>
    internal IEnumerator<Awaitable> Run()
    {
        while (true)
        {
            if (_liesInAmbush)
            {
                // What a new leader does in its first moments is where most can go wrong.
                _invariants.HasNewLeader.Clear();
                yield return Settle(WaitFor(_invariants.HasNewLeader.Wait(), LongestPause), out _);
                yield return Sleep(_random.NextLogUniform(ShortestAmbush, LongestAmbush));
            }
            else
            {
                yield return Sleep(_pause * 2 * _random.NextDouble());
            }

            CreateTask(_faults[_random.Next(_faults.Count)]());
        }
    }

    /// <summary>Ends all that is wrong.</summary>
    internal void Mend()
    {
        foreach (SimulatedHost host in _nodes.Select(_world.Host))
        {
            if (host.IsUp)
            {
                host.Resume();
            }
            else
            {
                host.Restart();
            }
        }

        foreach (string node in _nodes)
        {
            foreach (string other in _nodes.Concat(_clients).Where(other => other != node))
            {
                _world.Repair(node, other);
            }
        }
    }

    /// <summary>A node is not heard by the other nodes, or does not hear them, or both.</summary>
    private IEnumerator<Awaitable> Isolate()
    {
        string victim = Victim();
        (bool isDeaf, bool isMute) = Directions();
        Tell(victim, isDeaf && isMute ? "is cut off from the other nodes" : isDeaf ? "does not hear the other nodes any more" : "is not heard by the other nodes any more");
        string[] others = [.. _nodes.Where(node => node != victim)];
        foreach (string other in others)
        {
            Partition(victim, other, isDeaf, isMute);
        }

        yield return SomeTime();
        foreach (string other in others)
        {
            _world.Repair(victim, other);
        }

        Tell(victim, "is connected to the other nodes again");
    }

    private IEnumerator<Awaitable> Cut() => CutFrom(_nodes);

    private IEnumerator<Awaitable> CutFromClient() => CutFrom(_clients);

    private IEnumerator<Awaitable> CutFrom(IReadOnlyList<string> others)
    {
        string victim = Victim();
        string other = Choose([.. others.Where(node => node != victim)]);
        (bool isDeaf, bool isMute) = Directions();
        Tell(victim, isDeaf && isMute ? "is cut off from {1}" : isDeaf ? "does not hear {1} any more" : "is not heard by {1} any more", other);
        Partition(victim, other, isDeaf, isMute);
        yield return SomeTime();
        _world.Repair(victim, other);
        Tell(victim, "is connected to {1} again", other);
    }

    private IEnumerator<Awaitable> Crash()
    {
        SimulatedHost victim = _world.Host(Victim());
        if (victim.IsUp)
        {
            Tell(victim.Name, "crashes");
            victim.Crash();
            yield return SomeTime();
            if (!victim.IsUp)
            {
                Tell(victim.Name, "is started again");
                victim.Restart();
            }
        }
    }

    private IEnumerator<Awaitable> Pause()
    {
        SimulatedHost victim = _world.Host(Victim());
        if (victim.IsUp)
        {
            Tell(victim.Name, "stands still");
            victim.Pause();
            yield return SomeTime();
            if (victim.IsUp)
            {
                Tell(victim.Name, "goes on");
                victim.Resume();
            }
        }
    }

    private IEnumerator<Awaitable> SlowDown()
    {
        SimulatedHost victim = _world.Host(Victim());
        Tell(victim.Name, "has a slow disk");
        victim.Disk.LatencyMax = SlowDisk;
        yield return SomeTime();
        victim.Disk.LatencyMax = _usual.DiskLatencyMax;
    }

    private IEnumerator<Awaitable> Delay()
    {
        string victim = Victim();
        string other = Choose([.. _nodes.Where(node => node != victim)]);
        Tell(victim, "is heard late by {1}", other);
        _world.Link(victim, other).LatencyMax = SlowLink;
        yield return SomeTime();
        _world.Link(victim, other).LatencyMax = _usual.LatencyMax;
    }

    private IEnumerator<Awaitable> Reset()
    {
        string victim = Victim();
        foreach (string other in _nodes.Where(node => node != victim))
        {
            _world.ResetConnections(victim, other);
        }

        Tell(victim, "has its connections to the other nodes broken");
        yield break;
    }

    // The leader is the one whom it hurts most.
    private string Victim() => (_liesInAmbush || _random.Next(2) == 0) && _invariants.Leader is { } leader ? leader : Choose(_nodes);

    private string Choose(IReadOnlyList<string> hosts) => hosts[_random.Next(hosts.Count)];

    private (bool IsDeaf, bool IsMute) Directions() => _random.Next(4) switch
    {
        0 => (true, false),
        1 => (false, true),
        _ => (true, true),
    };

    private void Partition(string victim, string other, bool isDeaf, bool isMute)
    {
        if (isDeaf)
        {
            _world.PartitionOneWay(other, victim);
        }

        if (isMute)
        {
            _world.PartitionOneWay(victim, other);
        }
    }

    private Awaitable SomeTime() => Sleep(_random.NextLogUniform(_shortest, _longest));

    private void Tell(string host, string sentence, string other = "") => _story.Tell(_world.Time, host, sentence, name: other);
}

using Coroutines.Examples.Raft.Linearizability;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft.Simulated;

/// <summary>
/// Three nodes and their clients in a simulated world, in which links, nodes and disks fail. All of it follows from the seed. While it runs, what holds
/// of Raft at any time is checked at each step; at the end, whether the clients can have seen one store, and whether the cluster has recovered.
/// </summary>
internal sealed class RaftWorld : IDisposable
{
    private const int Port = 7000;

    // Some times as slow as a real cluster would be, and so as many times as quick to simulate.
    private const double Heartbeat = 0.25;
    private const double ElectionTimeout = 0.75;

    // What differs from world to world, in seconds: the patience of each client, the pauses between its calls, and how long messages and disks take at most.
    private const double ShortestPatience = 0.4;
    private const double LongestPatience = 1.5;
    private const double ShortestPause = 0.1;
    private const double LongestPause = 2.5;
    private const double QuickLink = 0.003;
    private const double SlowLink = 0.15;
    private const double QuickDisk = 0.001;
    private const double SlowDisk = 0.05;

    // As long as it may take from the last fault to an answer for everybody, in seconds.
    private const double LongestRecovery = 120;

    private static readonly string[] _nodeNames = ["a", "b", "c"];
    private static readonly string[] _clientNames = ["client1", "client2", "client3"];

    private readonly int _seed;
    private readonly double _seconds;
    private readonly Mistake _mistake;
    private readonly Random _random;
    private readonly double _pause;
    private readonly int _maxBatch;
    private readonly Simulation _world;
    private readonly Story _story = new();
    private readonly History _history = new();
    private readonly Invariants _invariants;
    private readonly Nemesis _nemesis;
    private readonly List<Workload> _clients = [];
    private readonly NodeAddress[] _members = [.. _nodeNames.Select(static name => new NodeAddress(name, name, Port))];

    private RaftWorld(int seed, double seconds, Mistake mistake)
    {
        (_seed, _seconds, _mistake, _random) = (seed, seconds, mistake, new Random(seed));
        var usual = new SimulationOptions
        {
            LatencyMax = _random.NextLogUniform(QuickLink, SlowLink),
            DiskLatencyMax = _random.NextLogUniform(QuickDisk, SlowDisk),
            ClockDrift = 0.05,
            TraceLimit = 0,
        };
        _world = new Simulation(seed, usual);
        _invariants = new Invariants(_story, () => _world.Time);
        _pause = _random.NextLogUniform(ShortestPause, LongestPause);

        // Where it is small, what takes several messages happens often.
        _maxBatch = _random.Next(4) > 0 ? 1 : 100;
        foreach (string name in _nodeNames)
        {
            _world.AddHost(name, () => RunNode(name));
        }

        foreach (string name in _clientNames)
        {
            _world.AddHost(name, () => RunClient(name));
        }

        _nemesis = new Nemesis(_world, usual, _nodeNames, _clientNames, _invariants, new Random(_random.Next()), _story);
    }

    /// <summary>Runs a world, and sees whether all is well in it.</summary>
    /// <param name="seed">What everything follows from.</param>
    /// <param name="seconds">How long things go wrong in it, in virtual time.</param>
    /// <param name="mistake">A mistake to build in.</param>
    /// <returns>What came of it.</returns>
    internal static RaftReport Run(int seed, double seconds, Mistake mistake = Mistake.None)
    {
        using var world = new RaftWorld(seed, seconds, mistake);
        return world.Run();
    }

    public void Dispose() => _world.Dispose();

    private RaftReport Run()
    {
        try
        {
            _world.Run(Script());
        }
        catch (InvariantException broken)
        {
            return Report(broken.Message, _story.Between(broken.Since, _world.Time, broken.Place));
        }

        return _history.FindAnomaly() is { } anomaly
            ? Report(anomaly.Text, _story.Between(anomaly.Since, anomaly.Until, place: 0))
            : Report(null, null);
    }

    private RaftReport Report(string? fault, string? story) => new(
        _seed, _seconds, _mistake, _world.Time, _history.Calls.Count, _invariants.CommittedCount, _world.Trace.Fingerprint, fault, story);

    private IEnumerator<Awaitable> RunNode(string name)
    {
        var options = new RaftOptions(name, _members)
        {
            Heartbeat = Heartbeat,
            ElectionTimeout = ElectionTimeout,
            MaxBatch = _maxBatch,
            Random = new Random(_random.Next()),
            Mistake = _mistake,
        };
        return new RaftNode(options, new SimulatedStorage(_world.Host(name).Disk.Open("journal")), _invariants).Run();
    }

    private IEnumerator<Awaitable> RunClient(string name)
    {
        using var client = new RaftClient(_members, session: _clients.Count + 1, _random.NextLogUniform(ShortestPatience, LongestPatience));
        var workload = new Workload(name, client, _pause, new Random(_random.Next()), _history, () => _world.Time);
        _clients.Add(workload);
        yield return Await(workload.Run());
    }

    private IEnumerator<Awaitable> Script()
    {
        CoTask nemesis = CreateTask(_nemesis.Run());
        yield return Sleep(_seconds);
        nemesis.Cancel();
        _nemesis.Mend();
        _clients.ForEach(static client => client.Stop());
        foreach (Workload client in _clients)
        {
            yield return Settle(WaitFor(client.HasEnded.Wait(), LongestRecovery), out Outcome ended);
            if (ended.Exception is TimeoutException)
            {
                throw new InvariantException(
                    $"Recovery: {client.Name} still waits for an answer, {LongestRecovery} s after the last fault.", _seconds - LongestRecovery);
            }
        }
    }
}

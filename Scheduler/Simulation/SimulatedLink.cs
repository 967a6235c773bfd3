using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>One direction of the network between two hosts of a <see cref="Simulation"/>, and its manners.</summary>
/// <remarks>
/// Got by <see cref="Simulation.Link"/>; begins as <see cref="SimulationOptions"/> say. What is changed counts for what is sent after that. To be used
/// on the simulation's thread.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SimulatedLink
{
    private readonly List<Transit> _parked = [];
    private LinkBlocks _blocks;
    private double _busyUntil;

    internal SimulatedLink(SimulatedNetwork network, SimulatedNode from, SimulatedNode to)
    {
        Network = network;
        FromNode = from;
        ToNode = to;
        SimulationOptions options = network.Options;
        if (from != to)
        {
            Latency = options.Latency;
            LatencyMax = options.LatencyMax;
            Bandwidth = options.Bandwidth;
        }

        // Whoever watches from outside is no part of what may fail.
        if (from != to && from.IsHost && to.IsHost)
        {
            Loss = options.Loss;
            Duplication = options.Duplication;
        }
    }

    /// <summary>The host that sends.</summary>
    public string From => FromNode.Name;

    /// <summary>The host that receives.</summary>
    public string To => ToNode.Name;

    /// <summary>How long the way takes at least.</summary>
    public Duration Latency { get; set; }

    /// <summary>How long the way takes at most. Each message takes a time of its own in between, every one as probable as the other.</summary>
    public Duration LatencyMax { get; set; }

    /// <summary>How probable it is that a datagram is lost, from 0 to 1. Streams lose nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double Loss { get; set => field = SimulationOptions.Probability(value, nameof(Loss)); }

    /// <summary>How probable it is that a datagram comes twice, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double Duplication { get; set => field = SimulationOptions.Probability(value, nameof(Duplication)); }

    /// <summary>How many bytes a second go through; infinite for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public double Bandwidth { get; set => field = SimulationOptions.AboveZero(value, nameof(Bandwidth)); } = double.PositiveInfinity;

    /// <summary>Whether nothing comes through: what streams have sent comes when it is repaired, datagrams are lost.</summary>
    public bool IsPartitioned => (_blocks & LinkBlocks.Partitioned) != 0;

    /// <summary>Whether what is sent waits until it is released.</summary>
    public bool IsHeld => (_blocks & LinkBlocks.Held) != 0;

    internal SimulatedNetwork Network { get; }

    internal SimulatedNode FromNode { get; }

    internal SimulatedNode ToNode { get; }

    internal bool IsBlocked => _blocks != LinkBlocks.None;

    /// <summary>Name and state, for reports.</summary>
    /// <returns>For example <c>link a -> b (partitioned)</c>.</returns>
    public override string ToString() =>
        $"link {From} -> {To}{(IsPartitioned ? IsHeld ? " (partitioned, held)" : " (partitioned)" : IsHeld ? " (held)" : string.Empty)}";

    /// <summary>How long something takes that is sent now; drawn anew each time.</summary>
    internal double DrawLatency() =>
        Network.Random.Between(Latency.Seconds, LatencyMax.Seconds) + (FromNode == ToNode ? 0 : ToNode.Lag.Seconds);

    /// <summary>Sends some bytes behind those that are being sent.</summary>
    /// <returns>When the last of them is on its way.</returns>
    internal double Depart(int bytes)
    {
        double now = Network.Scheduler.Time;
        if (double.IsPositiveInfinity(Bandwidth))
        {
            return now;
        }

        _busyUntil = Math.Max(_busyUntil, now) + (bytes / Bandwidth);
        return _busyUntil;
    }

    internal bool IsBlockedFor(LinkBlocks why) => (_blocks & why) != 0;

    internal void Block(LinkBlocks why) => _blocks |= why;

    /// <summary>Takes a reason away; with the last one, what waits comes through, in its order.</summary>
    internal void Unblock(LinkBlocks why)
    {
        bool wasPartitioned = IsPartitioned;
        _blocks &= ~why;
        if (wasPartitioned && !IsPartitioned)
        {
            LoseWhatNobodySendsAgain();
        }

        if (!IsBlocked && _parked.Count > 0)
        {
            // All at the same moment: timers of one moment keep the order in which they were set.
            double arrival = Network.Scheduler.Time + DrawLatency();
            Transit[] waiting = [.. _parked];
            _parked.Clear();
            Array.ForEach(waiting, transit => transit.ArriveAt(arrival));
        }
    }

    internal void Park(Transit transit) => _parked.Add(transit);

    private void LoseWhatNobodySendsAgain()
    {
        Transit[] lost = [.. _parked.Where(static transit => !transit.SurvivesPartition)];
        _parked.RemoveAll(static transit => !transit.SurvivesPartition);
        Array.ForEach(lost, static transit => transit.Lose());
    }
}

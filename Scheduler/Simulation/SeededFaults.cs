using System.Diagnostics.CodeAnalysis;

namespace Coroutines.Testing;

/// <summary>The faults of a simulated world that come from the seed, as often as its options say; each ends by itself.</summary>
internal sealed class SeededFaults
{
    private const double Hour = 3600;

    private readonly Simulation _simulation;
    private readonly SeededRandom _random;

    // What mends those that last, in the order in which they came.
    private readonly List<Repair> _repairs = [];
    private readonly HashSet<SimulatedHost> _toRestart = [];
    private readonly List<TimerHandle> _next = [];
    private bool _hasBegun;
    private bool _hasEnded;

    internal SeededFaults(Simulation simulation, SeededRandom random)
    {
        _simulation = simulation;
        _random = random;
    }

    private SimulationOptions Options => _simulation.Options;

    /// <summary>A run begins: the first one sets them going.</summary>
    internal void Begin()
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        Repeat(Options.CrashesPerHour, Crash);
        Repeat(Options.PausesPerHour, Pause);
        Repeat(Options.PartitionsPerHour, Partition);
        Repeat(Options.StallsPerHour, Stall);
        Repeat(Options.ResetsPerHour, Reset);
    }

    /// <summary>There are no more, and those that last are mended.</summary>
    internal void End()
    {
        _hasEnded = true;
        _next.ForEach(static next => next.Cancel());
        _next.Clear();
        foreach (Repair repair in _repairs.ToArray())
        {
            repair.Run();
        }
    }

    /// <summary>Whether a host that is down is so for a while only.</summary>
    internal bool WillRestart(SimulatedHost host) => _toRestart.Contains(host);

    // Uniform in what lies between two: a distribution that every machine calculates in the same way.
    private void Repeat(double perHour, Action strike)
    {
        int hosts = _simulation.Hosts.Count;
        if (perHour <= 0 || hosts == 0 || _hasEnded)
        {
            return;
        }

        double seconds = _random.Between(0, 2 * Hour / (perHour * hosts));
        TimerHandle? handle = null;
        handle = _simulation.Scheduler.CallLater(seconds, () =>
        {
            _next.Remove(handle!);
            strike();
            Repeat(perHour, strike);
        });
        _next.Add(handle);
    }

    private void Crash()
    {
        if (TryChoose(static host => host.IsUp, out SimulatedHost? host))
        {
            _toRestart.Add(host);
            host.Crash();
            Later(() =>
            {
                _toRestart.Remove(host);
                if (!host.IsUp)
                {
                    host.Restart();
                }
            });
        }
    }

    private void Pause()
    {
        if (TryChoose(static host => host is { IsUp: true, IsPaused: false }, out SimulatedHost? host))
        {
            host.Pause();
            Later(() =>
            {
                if (host.IsUp)
                {
                    host.Resume();
                }
            });
        }
    }

    private void Partition()
    {
        if (!TryChoosePair(out SimulatedHost? host, out SimulatedHost? other))
        {
            return;
        }

        IEnumerable<SimulatedHost> others = _random.Next(2) == 0 ? [other] : _simulation.Hosts.Where(peer => peer != host);
        int ways = _random.Next(3);
        foreach (SimulatedHost peer in others.ToArray())
        {
            if (ways != 0)
            {
                BlockForAWhile(host, peer, LinkBlocks.PartitionedBySeed);
            }

            if (ways != 1)
            {
                BlockForAWhile(peer, host, LinkBlocks.PartitionedBySeed);
            }
        }
    }

    private void Stall()
    {
        if (TryChoosePair(out SimulatedHost? host, out SimulatedHost? other))
        {
            BlockForAWhile(host, other, LinkBlocks.HeldBySeed);
            BlockForAWhile(other, host, LinkBlocks.HeldBySeed);
        }
    }

    private void Reset()
    {
        if (TryChoosePair(out SimulatedHost? host, out SimulatedHost? other))
        {
            _simulation.ResetConnections(host.Name, other.Name);
        }
    }

    private void BlockForAWhile(SimulatedHost from, SimulatedHost to, LinkBlocks why)
    {
        SimulatedLink link = _simulation.Link(from.Name, to.Name);
        if (!link.IsBlockedFor(why))
        {
            _simulation.Block(link, why);
            Later(() => _simulation.Unblock(link, why));
        }
    }

    private void Later(Action mend)
    {
        var repair = new Repair(this, mend);
        _repairs.Add(repair);
        double seconds = _random.Between(Options.FaultDuration.Seconds, Options.FaultDurationMax.Seconds);
        repair.Timer = _simulation.Scheduler.CallLater(seconds, repair.Run);
    }

    private bool TryChoose(Func<SimulatedHost, bool> isFit, [NotNullWhen(true)] out SimulatedHost? host)
    {
        SimulatedHost[] fit = [.. _simulation.Hosts.Where(isFit)];
        host = fit.Length > 0 ? _random.OneOf(fit) : null;
        return host is not null;
    }

    private bool TryChoosePair(
        [NotNullWhen(true)] out SimulatedHost? host,
        [NotNullWhen(true)] out SimulatedHost? other)
    {
        other = null;
        if (!TryChoose(static _ => true, out host))
        {
            return false;
        }

        SimulatedHost chosen = host;
        return TryChoose(peer => peer != chosen, out other);
    }

    /// <summary>The end of a fault that lasts.</summary>
    private sealed class Repair(SeededFaults faults, Action mend)
    {
        internal TimerHandle? Timer { get; set; }

        internal void Run()
        {
            Timer!.Cancel();
            faults._repairs.Remove(this);
            mend();
        }
    }
}

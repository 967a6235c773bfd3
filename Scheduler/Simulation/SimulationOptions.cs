using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>How the network, the disks and the faults of a <see cref="Simulation"/> are. Without faults, unless said.</summary>
/// <remarks>To be set before it is handed over. What concerns a single link, host or disk can be changed there afterwards.</remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class SimulationOptions
{
    // Not `init`, for the reason that TestOptions gives.

    /// <summary>How long a message takes from one host to another at least; a millisecond by default.</summary>
    public Duration Latency { get; set; } = 0.001;

    /// <summary>
    /// How long it takes at most; 10 milliseconds by default. Each takes a time of its own, in between; where this is below
    /// <see cref="Latency"/>, that one. Streams keep their order nevertheless, datagrams don't.
    /// </summary>
    public Duration LatencyMax { get; set; } = 0.01;

    /// <summary>How probable it is that a datagram is lost, from 0 to 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double Loss { get; set => field = Probability(value, nameof(Loss)); }

    /// <summary>How probable it is that a datagram comes twice, from 0 to 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double Duplication { get; set => field = Probability(value, nameof(Duplication)); }

    /// <summary>How many bytes a second go from one host to another; infinite by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public double Bandwidth { get; set => field = AboveZero(value, nameof(Bandwidth)); } = double.PositiveInfinity;

    /// <summary>How long it takes at least to look up the name of a host; 0 by default.</summary>
    public Duration LookUpLatency { get; set; }

    /// <summary>How long it takes at most; 0 by default.</summary>
    public Duration LookUpLatencyMax { get; set; }

    /// <summary>How probable it is that looking up the name of a host fails, from 0 to 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double LookUpFailure { get; set => field = Probability(value, nameof(LookUpFailure)); }

    /// <summary>How long a disk takes to read, write or flush at least; 0 by default.</summary>
    public Duration DiskLatency { get; set; }

    /// <summary>How long it takes at most; a millisecond by default.</summary>
    public Duration DiskLatencyMax { get; set; } = 0.001;

    /// <summary>How far the clocks of hosts are off at most, ahead or behind; 0 by default. Drawn for each host.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite.</exception>
    public Duration ClockOffset
    {
        get;
        set => field = !double.IsInfinity(value.Seconds)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ClockOffset is a finite number of seconds.");
    }

    /// <summary>How much too fast or too slow the clocks of hosts go at most, as a share from 0 to below 1; 0 by default. Drawn for each host.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to below 1.</exception>
    public double ClockDrift
    {
        get;
        set => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ClockDrift is a share, from 0 to below 1.");
    }

    /// <summary>How often each host crashes, in crashes an hour on an average; 0 by default. It is down for a <see cref="FaultDuration"/>, and restarts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, NaN or infinite.</exception>
    public double CrashesPerHour { get; set => field = Rate(value, nameof(CrashesPerHour)); }

    /// <summary>How often each host is paused, an hour on an average; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, NaN or infinite.</exception>
    public double PausesPerHour { get; set => field = Rate(value, nameof(PausesPerHour)); }

    /// <summary>
    /// How often each host is cut off, an hour on an average; 0 by default: from all others, or from one of them, in both directions or in one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, NaN or infinite.</exception>
    public double PartitionsPerHour { get; set => field = Rate(value, nameof(PartitionsPerHour)); }

    /// <summary>How often what each host and another one send each other is held back, an hour on an average; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, NaN or infinite.</exception>
    public double StallsPerHour { get; set => field = Rate(value, nameof(StallsPerHour)); }

    /// <summary>How often the connections between each host and another one are reset, an hour on an average; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, NaN or infinite.</exception>
    public double ResetsPerHour { get; set => field = Rate(value, nameof(ResetsPerHour)); }

    /// <summary>How long crashes, pauses, partitions and stalls of the seed's last at least; a second by default.</summary>
    public Duration FaultDuration { get; set; } = 1.0;

    /// <summary>How long they last at most; 10 seconds by default.</summary>
    public Duration FaultDurationMax { get; set; } = 10.0;

    /// <summary>How many entries of the <see cref="Simulation.Trace"/> are kept, the latest ones; 100,000 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int TraceLimit
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "TraceLimit is a number of entries, 0 or more.");
    } = 100_000;

    internal static double Probability(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} is a probability, from 0 to 1.");

    internal static double AboveZero(double value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} is above 0.");

    // What is changed later in the object that was handed over changes nothing.
    internal SimulationOptions Copy() => (SimulationOptions)MemberwiseClone();

    private static double Rate(double value, string name) => value >= 0 && !double.IsInfinity(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} is how often something happens in an hour: a finite number, 0 or more.");

    private string DebuggerDisplay => FormattableString.Invariant($"latency {Latency} to {LatencyMax}, loss {Loss}, duplication {Duplication}");
}

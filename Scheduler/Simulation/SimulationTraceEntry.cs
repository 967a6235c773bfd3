using System.Globalization;

namespace Coroutines.Testing;

/// <summary>One thing that has happened in a simulated world.</summary>
/// <param name="Time">When, in seconds.</param>
/// <param name="Kind">What.</param>
/// <param name="From">Who has done it, or whom it has happened to.</param>
/// <param name="To">The other host, if there is one.</param>
/// <param name="Number">The number of the connection, or the port.</param>
/// <param name="Amount">How many bytes.</param>
/// <param name="Text">Words of the program's.</param>
internal readonly record struct SimulationTraceEntry(
    double Time, TraceKind Kind, SimulatedNode From, SimulatedNode? To, int Number, long Amount, string? Text)
{
    /// <summary>Whether it reaches the other host, and does not only set out for it.</summary>
    internal bool IsArrival => Kind is TraceKind.Connected or TraceKind.Refused or TraceKind.Delivery or TraceKind.End or TraceKind.Reset
        or TraceKind.DeliverDatagram;

    internal bool IsLoss => Kind is TraceKind.Lost or TraceKind.LostDatagram;

    /// <summary>Whether the other direction is meant: the answer comes to the one who has asked.</summary>
    internal bool IsAnswer => Kind is TraceKind.Connected or TraceKind.Refused;

    internal string Line
    {
        get
        {
            string who = To is null ? From.Name : $"{From.Name} -> {To.Name}";
            return $"{Time.ToString("0.000000", CultureInfo.InvariantCulture)}  {who}: {Words}";
        }
    }

    internal string Words => Kind switch
    {
        TraceKind.Start => "starts",
        TraceKind.Restart => "restarts",
        TraceKind.Crash => "crashes",
        TraceKind.Pause => "is paused",
        TraceKind.Resume => "is resumed",
        TraceKind.MainEnd => "main ends",
        TraceKind.MainFailure => $"main fails: {Text}",
        TraceKind.Listen => $"listens at port {Number}",
        TraceKind.NotFound => $"does not find {Text}",
        TraceKind.Connect => $"asks for a connection to port {Number}",
        TraceKind.Connected => $"connection #{Number}",
        TraceKind.Refused => $"refused at port {Number}",
        TraceKind.Send => $"sends {Bytes} (#{Number})",
        TraceKind.Delivery => $"{Bytes} arrive (#{Number})",
        TraceKind.End => $"end (#{Number})",
        TraceKind.Reset => $"reset (#{Number})",
        TraceKind.Lost => $"{Bytes} lost with their sender (#{Number})",
        TraceKind.SendDatagram => $"sends a datagram of {Bytes} to port {Number}",
        TraceKind.DeliverDatagram => $"a datagram of {Bytes} arrives at port {Number}",
        TraceKind.LostDatagram => $"a datagram of {Bytes} to port {Number} is lost",
        TraceKind.Partition => "partitioned",
        TraceKind.Repair => "repaired",
        TraceKind.Hold => "held",
        TraceKind.Release => "released",
        TraceKind.Write => $"writes {Bytes} to {Text}",
        TraceKind.Flush => $"has flushed {Text}",
        TraceKind.LostWrite => $"loses {Bytes} of {Text}, not flushed",
        TraceKind.TornWrite => $"keeps {Bytes} of a write to {Text}, not flushed",
        _ => Text!,
    };

    private string Bytes => Amount == 1 ? "1 byte" : FormattableString.Invariant($"{Amount} bytes");
}

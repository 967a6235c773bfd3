using System.Diagnostics;

namespace Coroutines;

/// <summary>How a <see cref="CoDatagram"/> is set up.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class DatagramOptions
{
    internal static readonly DatagramOptions Default = new();

    /// <summary>
    /// Whether it may send to all hosts of a network, such as to <see cref="System.Net.IPAddress.Broadcast"/>; false by default: asyncio's
    /// <c>allow_broadcast</c>. As in asyncio, an endpoint with a remote address is then not connected to it, and receives from everybody: those
    /// who answer a broadcast do so from addresses of their own.
    /// </summary>
    public bool AllowBroadcast { get; init; }

    /// <summary>
    /// Whether several endpoints, of several processes or schedulers, may share the port; false by default: asyncio's <c>reuse_port</c>. Linux
    /// only.
    /// </summary>
    public bool ReusePort { get; init; }

    /// <summary>
    /// How many datagrams may have arrived and not been received; 256 by default. What arrives beyond that is dropped, and counted in
    /// <see cref="CoDatagram.DroppedCount"/>. asyncio has no such limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int ReceiveQueueLimit
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is a number of datagrams above 0.");
    } = 256;

    private string DebuggerDisplay => $"{(AllowBroadcast ? "broadcast" : "no broadcast")}, {(ReusePort ? "shared port" : "a port of its own")}";
}

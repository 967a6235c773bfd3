using System.Net;

namespace Coroutines.Testing;

/// <summary>A place in the simulated network with a name and an address: a host, or whoever watches from outside of all hosts.</summary>
internal sealed class SimulatedNode(int index, string name, bool isHost)
{
    private const int FirstEphemeralPort = 49152;
    private int _lastPort = FirstEphemeralPort - 1;

    internal int Index => index;

    internal string Name => name;

    internal bool IsHost => isHost;

    /// <summary>In the order in which they were added: 10.0.0.1, 10.0.0.2 and so on; whoever watches has 10.0.0.0.</summary>
    internal IPAddress Address { get; } = new([10, (byte)(index >> 16), (byte)(index >> 8), (byte)index]);

    /// <summary>How much later things reach it than the links bring them.</summary>
    internal Duration Lag { get; set; }

    /// <summary>What it does in the network since it was started last; null before.</summary>
    internal NetworkStack? Stack { get; set; }

    internal NetworkStack? StackIfUp => Stack is { IsUp: true } stack ? stack : null;

    internal bool Has(IPAddress address) => IPAddress.IsLoopback(address) || address.Equals(Address) || IsWildcard(address);

    internal static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>A port that nobody has asked for by number. They go on over a restart, as those of a real host do not begin again either.</summary>
    internal int NextPort()
    {
        _lastPort = _lastPort < IPEndPoint.MaxPort ? _lastPort + 1 : FirstEphemeralPort;
        return _lastPort;
    }
}

using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>A socket of which tasks wait to be readable or writable.</summary>
internal sealed class SocketRegistration(Socket socket) : Registration(socket)
{
    /// <summary>Those who wait for it to be readable.</summary>
    internal SocketWaiters? Reader { get; set; }

    /// <summary>Those who wait for it to be writable.</summary>
    internal SocketWaiters? Writer { get; set; }

    /// <summary>How often in a row it was reported ready for nobody.</summary>
    internal int Unclaimed { get; set; }

    /// <summary>The address that a connect was begun to, while it is not known how that has ended.</summary>
    internal EndPoint? Connecting { get; set; }
}

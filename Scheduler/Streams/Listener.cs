using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>A place where peers connect to: a listening socket, or one of another network.</summary>
internal abstract class Listener
{
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>Called by an item of the ready queue while peers wait, and this is watched.</summary>
    internal Action? Ready { get; set; }

    /// <summary>Called when the network itself takes the place away, as it does where a host of a simulated world crashes.</summary>
    internal Action? Gone { get; set; }

    /// <summary>Peers may connect from now on; refused before. A second call changes nothing.</summary>
    /// <exception cref="SocketException">Another one listens there by now. The message names the address.</exception>
    internal abstract void Listen();

    internal abstract void Watch(bool isWatched);

    /// <returns>The connection to the next peer; null if none waits.</returns>
    internal abstract Conduit? TryAccept();

    internal abstract void Close();
}

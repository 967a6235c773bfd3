using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// What datagrams travel through, without waiting: a socket that the loop polls, or a place in another network. It knows nothing of queues
/// and of those who wait; that is the <see cref="CoDatagram"/>'s part.
/// </summary>
internal abstract class DatagramConduit : IReadyTarget
{
    /// <summary>The endpoint, which is told when there is something to receive, or room to send.</summary>
    internal virtual CoDatagram Endpoint { get; set; } = null!;

    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>The only one that is received from; null if everybody is.</summary>
    internal virtual EndPoint? Peer => null;

    internal virtual Socket? Socket => null;

    /// <summary>Whether it is told when there is room for what could not be sent. If not, it has to be tried again by time.</summary>
    internal virtual bool HearsOfRoom => true;

    /// <summary>Whether it is worth while to look for another datagram without being told.</summary>
    internal virtual bool MayHaveMore => true;

    /// <summary>Says which news is of interest: <see cref="CoDatagram.OnReady"/> is called while it holds, once in each iteration.</summary>
    internal abstract void Watch(Interest interest);

    /// <returns>False if there is none. Throws what the network says of something that was sent.</returns>
    internal abstract bool TryReceive(out Datagram datagram);

    /// <param name="bytes">All of the datagram.</param>
    /// <param name="to">Where to; null for the <see cref="Peer"/>.</param>
    /// <returns>False if there is no room at this moment. Throws where it cannot be sent.</returns>
    internal abstract bool TrySend(ReadOnlyMemory<byte> bytes, EndPoint? to);

    internal abstract void Close();

    void IReadyTarget.OnReady(Interest ready) => Endpoint.OnReady(ready);
}

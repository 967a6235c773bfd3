using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// Whatever a scheduler's streams connect, listen and look names up through, and its datagrams are sent through. There is one of the system's; a test puts another one in its
/// place, and the program does not notice.
/// </summary>
internal abstract class Network
{
    /// <summary>Why its connections carry no TLS; null if they may.</summary>
    internal virtual string? WhyNoTls => null;

    /// <summary>Looks a name up.</summary>
    /// <param name="host">The name, or an address in digits; null for all addresses of this host.</param>
    /// <param name="port">The port.</param>
    /// <returns>A coroutine that returns an array of <see cref="IPEndPoint"/>, in the order in which they are to be tried.</returns>
    internal abstract IEnumerator<Awaitable> LookUp(string? host, int port);

    /// <summary>Looks up which name an address has, and which service its port.</summary>
    /// <returns>A coroutine that returns a tuple of two strings; digits where there is no name.</returns>
    internal abstract IEnumerator<Awaitable> LookUpName(IPEndPoint address);

    /// <summary>Connects.</summary>
    /// <returns>A coroutine that returns a <see cref="Conduit"/>.</returns>
    internal abstract IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local);

    /// <summary>Takes an address to listen at.</summary>
    /// <exception cref="SocketException">It cannot be: the address is in use, or is none of this host's. The message names it.</exception>
    internal abstract Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options);

    /// <summary>Takes an address to send datagrams from and to receive them at. Addresses are no names here, and of one family.</summary>
    /// <param name="scheduler">The scheduler whose endpoint it is for.</param>
    /// <param name="local">The address; null to have one chosen.</param>
    /// <param name="remote">Whom to send to and receive from, unless <paramref name="options"/> allow broadcast; null for everybody.</param>
    /// <param name="options">How it is set up.</param>
    /// <exception cref="SocketException">It cannot be. The message names the address.</exception>
    internal abstract DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options);
}

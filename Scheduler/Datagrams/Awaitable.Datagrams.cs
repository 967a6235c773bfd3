using System.Net;
using System.Net.Sockets;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Opens an endpoint for datagrams: asyncio's <c>loop.create_datagram_endpoint</c>.</summary>
    /// <param name="local">
    /// The address to receive at, an <see cref="IPEndPoint"/> or a <see cref="UnixDomainSocketEndPoint"/>, or a name as a
    /// <see cref="DnsEndPoint"/>; null to have the system choose, see <see cref="CoDatagram.LocalEndPoint"/>. A Unix domain socket that an earlier
    /// endpoint left at a path is replaced; it is removed at the end.
    /// </param>
    /// <param name="remote">The only address to send to and receive from; null for all. Where both are null, it is one of IPv4.</param>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <returns>What to yield, once; then it has the endpoint, which the caller closes. No iteration passes unless a name is looked up.</returns>
    /// <remarks>At the <c>yield return</c>: a <see cref="SocketException"/>, which names the address, if it is in use or none of this machine's, or if a
    /// name is not known. A Unix domain socket without a local address can be sent no answers.</remarks>
    /// <exception cref="ArgumentException">An address is of another kind, or the two are of different families.</exception>
    public static Awaitable<CoDatagram> CreateDatagramEndpoint(EndPoint? local = null, EndPoint? remote = null, DatagramOptions? options = null)
    {
        DatagramAddress.VerifyOrName(local, nameof(local));
        DatagramAddress.VerifyOrName(remote, nameof(remote));
        if (local is not (null or DnsEndPoint) && remote is not (null or DnsEndPoint) && local.AddressFamily != remote.AddressFamily)
        {
            throw new ArgumentException($"{local} and {remote} are of different address families. Take two of the same.", nameof(remote));
        }

        return Await<CoDatagram>(OpenDatagrams(local, remote, options ?? DatagramOptions.Default));
    }

    private static IEnumerator<Awaitable> OpenDatagrams(EndPoint? local, EndPoint? remote, DatagramOptions options)
    {
        Scheduler scheduler = Scheduler.Current;
        yield return Await<EndPoint?[]>(AddressesOf(scheduler, local)).Into(out Awaitable<EndPoint?[]> locals);
        yield return Await<EndPoint?[]>(AddressesOf(scheduler, remote)).Into(out Awaitable<EndPoint?[]> remotes);
        yield return Return(OpenFirst(scheduler, DatagramPairs.Of(locals.Result, remotes.Result), options));
    }

    private static IEnumerator<Awaitable> AddressesOf(Scheduler scheduler, EndPoint? address)
    {
        if (address is not DnsEndPoint name)
        {
            yield return Return(new[] { address });
        }

        yield return Await<IPEndPoint[]>(scheduler.Network.LookUp(((DnsEndPoint)address!).Host, ((DnsEndPoint)address).Port)).Into(out Awaitable<IPEndPoint[]> found);
        yield return Return<EndPoint?[]>(found.Result);
    }

    // As in asyncio: the first that can be had, or else what is wrong with the first.
    private static CoDatagram OpenFirst(Scheduler scheduler, IReadOnlyList<(EndPoint? Local, EndPoint? Remote)> pairs, DatagramOptions options)
    {
        SocketException? first = null;
        foreach ((EndPoint? local, EndPoint? remote) in pairs)
        {
            try
            {
                return new CoDatagram(scheduler, scheduler.Network.OpenDatagrams(scheduler, local, remote, options), remote, options);
            }
            catch (SocketException error)
            {
                first ??= error;
            }
        }

        throw first!;
    }
}

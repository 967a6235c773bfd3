using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Testing;

/// <summary>
/// The network of a replay. It waits where that of the system did, in the same iterations, and what it answers nobody heeds: the answers stand in the
/// recording.
/// </summary>
internal sealed class UnpluggedNetwork(Replayer replayer) : Network
{
    internal override IEnumerator<Awaitable> LookUp(string? host, int port)
    {
        if (host is not null && !IPAddress.TryParse(host, out _))
        {
            // The system's look-up ran on a thread.
            yield return ToThread(Array.Empty<IPAddress>);
        }

        yield return Return(Array.Empty<IPEndPoint>());
    }

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address)
    {
        yield return ToThread(static () => (Host: string.Empty, Service: string.Empty)).Into(out Awaitable<(string Host, string Service)> name);
        yield return Return(name.Result);
    }

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local)
    {
        int number = replayer.LastSubject;
        using var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        yield return new Awaitable(new UnpluggedConnect(replayer, number, socket));
        yield return Return<Conduit>(new UnpluggedConduit(scheduler));
    }

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options) => new UnpluggedListener(scheduler, local);

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
        new UnpluggedDatagrams(scheduler);
}

using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>A network with one host of several addresses, where a test says what becomes of each.</summary>
internal sealed class FakeNetwork(params string[] addresses) : Network
{
    internal Func<EndPoint, SocketError> Outcome { get; init; } = static _ => SocketError.Success;

    internal double LookUpSeconds { get; init; }

    internal List<FakeListener> Listeners { get; } = [];

    internal override IEnumerator<Awaitable> LookUp(string? host, int port)
    {
        if (LookUpSeconds > 0)
        {
            yield return Sleep(LookUpSeconds);
        }

        yield return Return(addresses.Select(address => new IPEndPoint(IPAddress.Parse(address), port)).ToArray());
    }

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address)
    {
        yield return Return((address.Address.ToString(), "none"));
    }

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local)
    {
        yield return Sleep(1);
        Verify(remote);
        yield return Return<Conduit>(MemoryConduit.CreatePair(scheduler, ConnectionOptions.Default).One);
    }

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options)
    {
        Verify(local);
        var listener = new FakeListener(scheduler, local);
        Listeners.Add(listener);
        return listener;
    }

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
        throw new NotSupportedException("Nobody sends datagrams here.");

    private void Verify(EndPoint address)
    {
        if (Outcome(address) is var error && error != SocketError.Success)
        {
            throw NamedSocketException.Of(new SocketException((int)error), $"{address}");
        }
    }
}

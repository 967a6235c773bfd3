using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Streams;

/// <summary>The system's network, with a count of what becomes of accepting.</summary>
internal sealed class CountingNetwork(Network inner) : Network
{
    /// <summary>How often a connection was asked for.</summary>
    internal int Tried { get; private set; }

    /// <summary>How often the system had no descriptor for one.</summary>
    internal int Refused { get; private set; }

    /// <summary>Set when the system has refused one.</summary>
    internal CoEvent Refusal { get; } = new();

    internal override IEnumerator<Awaitable> LookUp(string? host, int port) => inner.LookUp(host, port);

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address) => inner.LookUpName(address);

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local) => inner.Connect(scheduler, remote, local);

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options) =>
        new CountingListener(this, inner.Bind(scheduler, local, options));

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
        inner.OpenDatagrams(scheduler, local, remote, options);

    private Conduit? Accept(Listener listener)
    {
        Tried++;
        try
        {
            return listener.TryAccept();
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            Refused++;
            Refusal.Set();
            throw;
        }
    }

    private sealed class CountingListener : Listener
    {
        private readonly CountingNetwork _network;
        private readonly Listener _inner;

        internal CountingListener(CountingNetwork network, Listener inner)
        {
            _network = network;
            _inner = inner;
            inner.Ready = () => Ready!();
        }

        internal override EndPoint LocalEndPoint => _inner.LocalEndPoint;

        internal override void Listen() => _inner.Listen();

        internal override void Watch(bool isWatched) => _inner.Watch(isWatched);

        internal override Conduit? TryAccept() => _network.Accept(_inner);

        internal override void Close() => _inner.Close();
    }
}

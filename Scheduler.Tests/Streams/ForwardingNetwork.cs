using System.Net;

namespace Coroutines.Tests.Streams;

/// <summary>Another network, of which a test replaces a part.</summary>
internal abstract class ForwardingNetwork(Network inner) : Network
{
    internal override IEnumerator<Awaitable> LookUp(string? host, int port) => inner.LookUp(host, port);

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address) => inner.LookUpName(address);

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local) => inner.Connect(scheduler, remote, local);

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options) => inner.Bind(scheduler, local, options);

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
        inner.OpenDatagrams(scheduler, local, remote, options);
}

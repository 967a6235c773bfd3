using System.Net;
using Coroutines.Tests.Streams;

namespace Coroutines.Tests.Datagrams;

/// <summary>By .NET's own calls, as on systems other than Linux.</summary>
internal sealed class PlainDatagramTests : DatagramContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;

    private protected override Network NewNetwork(Network system) => new PlainNetwork(system);

    private sealed class PlainNetwork(Network system) : ForwardingNetwork(system)
    {
        internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
            new SocketDatagramConduit(scheduler, DatagramSockets.Open(local, remote, options));
    }
}

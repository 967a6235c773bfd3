using System.Net;

namespace Coroutines.Testing;

/// <summary>A datagram endpoint of a replay: it is watched as a socket is, and ready when the recording says so.</summary>
internal sealed class UnpluggedDatagrams : DatagramConduit
{
    private readonly DescriptorWatch _watch;

    internal UnpluggedDatagrams(Scheduler scheduler) => _watch = new DescriptorWatch(scheduler.Sockets, new UnpluggedHandle(), this);

    internal override EndPoint LocalEndPoint => SocketAddressBytes.Unnamed;

    internal override void Watch(Interest interest) => _watch.Wanted = interest;

    internal override bool TryReceive(out Datagram datagram)
    {
        datagram = default;
        return false;
    }

    internal override bool TrySend(ReadOnlyMemory<byte> bytes, EndPoint? to) => false;

    internal override void Close() => _watch.Dispose();
}

namespace Coroutines.Testing;

/// <summary>A connection of a replay: it is watched as a socket is, and ready when the recording says so. Its bytes stand there, too.</summary>
internal sealed class UnpluggedConduit : Conduit
{
    private readonly DescriptorWatch _watch;

    internal UnpluggedConduit(Scheduler scheduler) => _watch = new DescriptorWatch(scheduler.Sockets, new UnpluggedHandle(), this);

    internal override void Watch(Interest interest) => _watch.Wanted = interest;

    internal override int TryReceive(Span<byte> room) => -1;

    internal override int TrySend(ReadOnlySpan<byte> bytes) => 0;

    internal override void ShutdownSend()
    {
    }

    internal override void Close() => _watch.Dispose();
}

using System.Net;

namespace Coroutines.Testing;

/// <summary>A listener of a replay: it is watched as a socket is, and ready when the recording says so.</summary>
internal sealed class UnpluggedListener : Listener, IReadyTarget
{
    private readonly Scheduler _scheduler;
    private readonly DescriptorWatch _watch;

    internal UnpluggedListener(Scheduler scheduler, EndPoint local)
    {
        _scheduler = scheduler;
        LocalEndPoint = local;
        _watch = new DescriptorWatch(scheduler.Sockets, new UnpluggedHandle(), this);
    }

    internal override EndPoint LocalEndPoint { get; }

    internal override void Listen()
    {
    }

    internal override void Watch(bool isWatched) => _watch.Wanted = isWatched ? Interest.Read : Interest.None;

    internal override Conduit TryAccept() => new UnpluggedConduit(_scheduler);

    internal override void Close() => _watch.Dispose();

    void IReadyTarget.OnReady(Interest ready) => Ready?.Invoke();
}

using System.Net;

namespace Coroutines.Tests.Streams;

/// <summary>A place where one peer connects, by a connection in memory.</summary>
internal sealed class OneVisitor(Scheduler scheduler) : Listener
{
    private bool _hasCome;

    internal override EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    /// <summary>A server that has accepted its only connection.</summary>
    internal static CoServer ServedBy(Func<CoStream, IEnumerator<Awaitable>> handler)
    {
        var visitor = new OneVisitor(Scheduler.Current);
        var server = new CoServer(Scheduler.Current, handler, [visitor], ServerOptions.Default);
        server.StartServing();
        visitor.Ready!();
        return server;
    }

    internal override void Listen()
    {
    }

    internal override void Watch(bool isWatched)
    {
    }

    internal override Conduit? TryAccept()
    {
        if (_hasCome)
        {
            return null;
        }

        _hasCome = true;
        var there = new MemoryPipe(scheduler, ConnectionOptions.Default);
        var back = new MemoryPipe(scheduler, ConnectionOptions.Default);
        _ = new MemoryConduit(scheduler, there, back);
        return new MemoryConduit(scheduler, back, there);
    }

    internal override void Close()
    {
    }
}

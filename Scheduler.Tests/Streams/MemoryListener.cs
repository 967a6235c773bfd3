using System.Net;

namespace Coroutines.Tests.Streams;

/// <summary>A place where peers connect over pairs of pipes in memory, as many as like.</summary>
internal sealed class MemoryListener(Scheduler scheduler, int limit = CoStream.DefaultLimit) : Listener
{
    private readonly Queue<Conduit> _waiting = new();
    private bool _isWatched;

    internal override EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    /// <summary>A server that serves here.</summary>
    internal CoServer Serve(Func<CoStream, IEnumerator<Awaitable>> handler)
    {
        var server = new CoServer(scheduler, handler, [this], new ServerOptions { Limit = limit });
        server.Listen();
        return server;
    }

    /// <summary>A peer connects.</summary>
    /// <returns>Its end; its limit is the usual one.</returns>
    internal CoStream Connect()
    {
        (MemoryConduit client, MemoryConduit server) = MemoryConduit.CreatePair(scheduler, ConnectionOptions.Default);
        _waiting.Enqueue(server);
        Tell();
        return CoStream.Over(scheduler, client, CoStream.DefaultLimit);
    }

    internal override void Listen()
    {
    }

    internal override void Watch(bool isWatched)
    {
        _isWatched = isWatched;
        Tell();
    }

    internal override Conduit? TryAccept() => _waiting.TryDequeue(out Conduit? conduit) ? conduit : null;

    internal override void Close() => _isWatched = false;

    private void Tell()
    {
        if (_isWatched && _waiting.Count > 0)
        {
            scheduler.CallSoon(() =>
            {
                if (_isWatched)
                {
                    Ready!();
                }
            });
        }
    }
}

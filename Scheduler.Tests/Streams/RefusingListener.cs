using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Streams;

/// <summary>A place where one peer waits, whom the system refuses to accept so many times.</summary>
internal sealed class RefusingListener(Scheduler scheduler, SocketError error, int times) : Listener
{
    private int _left = times;
    private bool _hasCome;

    internal override EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    internal bool IsWatched { get; private set; }

    /// <summary>Whether it refuses to listen, in place of accepting.</summary>
    internal bool RefusesToListen { get; init; }

    internal override void Listen()
    {
        if (RefusesToListen)
        {
            Refuse();
        }
    }

    internal override void Watch(bool isWatched)
    {
        if (isWatched && !_hasCome && !IsWatched)
        {
            scheduler.CallSoon(BeReady);
        }

        IsWatched = isWatched && !_hasCome;
    }

    internal override Conduit? TryAccept()
    {
        Refuse();
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

    internal override void Close() => IsWatched = false;

    private void Refuse()
    {
        if (_left > 0)
        {
            _left--;
            throw new SocketException((int)error);
        }
    }

    private void BeReady()
    {
        if (IsWatched)
        {
            Ready!();
            if (IsWatched && !_hasCome)
            {
                scheduler.CallSoon(BeReady);
            }
        }
    }
}

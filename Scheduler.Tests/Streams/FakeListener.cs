using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Streams;

/// <summary>A place whose visitors and errors a test makes up.</summary>
internal sealed class FakeListener(Scheduler scheduler, EndPoint address) : Listener
{
    private readonly Queue<SocketError> _outcomes = new();
    private bool _isWatched;

    internal override EndPoint LocalEndPoint => address;

    internal bool IsClosed { get; private set; }

    /// <summary>When it was asked for a visitor.</summary>
    internal List<double> Asked { get; } = [];

    /// <summary>The peers' ends of the connections that were accepted.</summary>
    internal List<CoStream> Peers { get; } = [];

    /// <summary>Somebody knocks; that is what comes of accepting him.</summary>
    internal void Knock(params SocketError[] outcomes)
    {
        Array.ForEach(outcomes, _outcomes.Enqueue);
        Tell();
    }

    internal override void Watch(bool isWatched)
    {
        _isWatched = isWatched;
        Tell();
    }

    internal override Conduit? TryAccept()
    {
        Asked.Add(scheduler.Time);
        if (!_outcomes.TryDequeue(out SocketError error))
        {
            return null;
        }

        if (error != SocketError.Success)
        {
            throw new SocketException((int)error);
        }

        var there = new MemoryPipe(scheduler, ConnectionOptions.Default);
        var back = new MemoryPipe(scheduler, ConnectionOptions.Default);
        Peers.Add(CoStream.Over(scheduler, new MemoryConduit(scheduler, there, back), CoStream.DefaultLimit));
        return new MemoryConduit(scheduler, back, there);
    }

    internal override void Close() => IsClosed = true;

    private void Tell()
    {
        if (_isWatched && _outcomes.Count > 0)
        {
            scheduler.CallSoon(() =>
            {
                if (_isWatched && _outcomes.Count > 0)
                {
                    Ready!();
                    Tell();
                }
            });
        }
    }
}

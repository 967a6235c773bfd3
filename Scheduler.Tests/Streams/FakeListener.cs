using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Streams;

/// <summary>A place whose visitors and errors a test makes up.</summary>
internal sealed class FakeListener(Scheduler scheduler, EndPoint? address = null) : Listener
{
    private readonly Queue<SocketError> _outcomes = new();

    internal override EndPoint LocalEndPoint { get; } = address ?? new IPEndPoint(IPAddress.Loopback, 1);

    internal bool IsWatched { get; private set; }

    internal bool IsClosed { get; private set; }

    /// <summary>What comes of the next attempts to listen.</summary>
    internal Queue<SocketError> ListenOutcomes { get; init; } = new();

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

    // Whoever comes before that waits.
    internal override void Listen() => Verify(ListenOutcomes);

    internal override void Watch(bool isWatched)
    {
        IsWatched = isWatched;
        Tell();
    }

    internal override Conduit? TryAccept()
    {
        Asked.Add(scheduler.Time);
        if (!Verify(_outcomes))
        {
            return null;
        }

        (MemoryConduit client, MemoryConduit server) = MemoryConduit.CreatePair(scheduler, ConnectionOptions.Default);
        Peers.Add(CoStream.Over(scheduler, client, CoStream.DefaultLimit));
        return server;
    }

    internal override void Close() => IsClosed = true;

    private static bool Verify(Queue<SocketError> outcomes)
    {
        bool hasOutcome = outcomes.TryDequeue(out SocketError error);
        return !hasOutcome || error == SocketError.Success ? hasOutcome : throw new SocketException((int)error);
    }

    private void Tell()
    {
        if (IsWatched && _outcomes.Count > 0)
        {
            scheduler.CallSoon(() =>
            {
                if (IsWatched && _outcomes.Count > 0)
                {
                    Ready!();
                    Tell();
                }
            });
        }
    }
}

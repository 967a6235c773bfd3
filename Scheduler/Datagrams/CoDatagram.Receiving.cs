using System.Net.Sockets;

namespace Coroutines;

public sealed partial class CoDatagram
{
    private readonly int _queueLimit;
    private readonly Queue<Datagram> _arrived = new();
    private OpenLine? _receiveLine;
    private DatagramReceive? _spare;

    // What the network has said of something that was sent, as long as nobody has heard of it; and how much had arrived before that. One is
    // enough, as for the system: who sends on and on to nobody, and never receives, would gather them without end.
    private DatagramFailure? _failure;
    private int _arrivedBeforeFailure;

    /// <summary>
    /// How many datagrams were dropped because nobody received those before them, see <see cref="DatagramOptions.ReceiveQueueLimit"/>. What was
    /// lost before it came here, on the way or in the system, nobody counts.
    /// </summary>
    public long DroppedCount { get; private set; }

    internal WaiterQueue ReceiveLine => (_receiveLine ??= NewLine("for a datagram at")).Queue;

    /// <summary>Receives a datagram: what asyncio's <c>datagram_received</c> and <c>error_received</c> are called with.</summary>
    /// <returns>What to yield, once; then it has the datagram. One that has arrived costs no iteration. A cancel takes none.</returns>
    /// <remarks>
    /// At the <c>yield return</c>: a <see cref="SocketException"/> for what the network says of something that was sent, if the one who has sent it
    /// has not heard of it; the endpoint is as good as before then. <see cref="SocketError.ConnectionRefused"/> says that nobody listens at the
    /// remote address. An <see cref="ObjectDisposedException"/> once it is closed.
    /// </remarks>
    public Awaitable<Datagram> Receive()
    {
        DatagramReceive receive = _spare ?? new DatagramReceive(this);
        _spare = null;
        return receive.Prepare();
    }

    /// <summary>A call is over, whose object may serve another one.</summary>
    internal void Keep(DatagramReceive receive) => _spare = receive;

    /// <summary>Takes what is next. Throws it where it is a failure.</summary>
    /// <returns>False if nothing is there.</returns>
    internal bool TryTake(out Datagram datagram)
    {
        if (IsClosing)
        {
            throw ClosedError();
        }

        if (IsFailureNext)
        {
            throw _failure!.Tell();
        }

        if (!_arrived.TryDequeue(out datagram))
        {
            return false;
        }

        _arrivedBeforeFailure--;
        return true;
    }

    /// <summary>Lets the next one receive who waits, if there is anything.</summary>
    internal void WakeReceiver()
    {
        if (_arrived.Count > 0 || IsFailureNext)
        {
            _receiveLine?.Queue.WakeNext();
        }
    }

    private bool IsFailureNext => _failure is { IsTold: false } && _arrivedBeforeFailure <= 0;

    // One in each iteration, as in asyncio. In a frame, what has arrived is handed out in it, and a poller that is dear is not asked again.
    private void ReceiveArrived()
    {
        SocketTurns turns = Scheduler.Sockets.Turns;
        while (TryReceiveOne() && turns.IsInFrame && !turns.IsFrameOver && _arrived.Count < _queueLimit && _conduit.MayHaveMore)
        {
        }
    }

    private bool TryReceiveOne()
    {
        if (IsClosing)
        {
            return false;
        }

        try
        {
            if (!_conduit.TryReceive(out Datagram datagram))
            {
                return false;
            }

            Scheduler.Sockets.Turns.CountReceived(datagram.Data.Length);
            Add(datagram);
            return true;
        }
        catch (SocketException error)
        {
            NoteFailure(DatagramErrors.OfReceiving(error, this));
            return true;
        }
        catch (ObjectDisposedException fault)
        {
            Break(fault);
            return false;
        }
    }

    private void Add(Datagram datagram)
    {
        if (_arrived.Count >= _queueLimit)
        {
            DroppedCount++;
            return;
        }

        _arrived.Enqueue(datagram);
        _receiveLine?.Queue.WakeNext();
    }

    private DatagramFailure NoteFailure(Exception error)
    {
        var failure = new DatagramFailure(error);
        if (_failure is not { IsTold: false })
        {
            _failure = failure;
            _arrivedBeforeFailure = _arrived.Count;
            _receiveLine?.Queue.WakeNext();
        }

        return failure;
    }

    private void TellReceivers() => _receiveLine?.Queue.WakeAll();
}

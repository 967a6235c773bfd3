using System.Net;
using System.Net.Sockets;

namespace Coroutines;

public sealed partial class CoDatagram
{
    // Where the system does not say that there is room again.
    private const double SecondsToTryAgain = 0.01;

    private readonly DatagramSent _sent;
    private OpenLine? _sendLine;
    private UnsentDatagrams _unsent;
    private WaterMarks _marks = WaterMarks.Default;
    private bool _waitsToTryAgain;

    /// <summary>
    /// How many bytes are queued because there was no room to send them, with eight more for each datagram: asyncio's
    /// <c>get_write_buffer_size()</c>.
    /// </summary>
    public int WriteBufferSize => _unsent.Size;

    internal bool IsWritingPaused { get; private set; }

    internal WaiterQueue SendLine => (_sendLine ??= NewLine("until most is sent of what was given to", MaySendMore)).Queue;

    /// <summary>
    /// Sends a datagram to <see cref="RemoteEndPoint"/>, at the call: asyncio's <c>sendto(data)</c>. It need not be yielded: to yield what it
    /// returns is to wait while too much is queued, and to hear whether it could be sent.
    /// </summary>
    /// <param name="data">The bytes, which may be changed at once; none make an empty datagram.</param>
    /// <returns>
    /// What may be yielded. No iteration passes unless more is queued than <see cref="SetWriteBufferLimits"/> allows; and after 64 datagrams in a
    /// row, one, so that others have their turn. A cancel of the wait leaves the datagram as it is, sent or queued.
    /// </returns>
    /// <remarks>
    /// At the <c>yield return</c>: a <see cref="SocketException"/> if it could not be sent, or if the network says that an earlier one did not
    /// arrive; <see cref="SocketError.MessageSize"/> if it is too long, which over UDP is beyond 65,507 bytes. Where that is not yielded, the next
    /// <see cref="Receive"/> gets it, as does what becomes of one that was queued. An <see cref="ObjectDisposedException"/> once it is closed,
    /// when it is dropped.
    /// </remarks>
    /// <exception cref="InvalidOperationException">It has no remote address; or the scheduler runs on another thread.</exception>
    public Awaitable Send(ReadOnlyMemory<byte> data)
    {
        Scheduler.VerifyThread();
        return RemoteEndPoint is { } remote
            ? SendOrQueue(data, _conduit.Peer is null ? remote : null)
            : throw new InvalidOperationException($"The {Describe()} has no remote address. Use SendTo, or create it with one.");
    }

    /// <summary>Sends a datagram to an address, at the call: asyncio's <c>sendto(data, addr)</c>.</summary>
    /// <param name="data">The bytes, which may be changed at once; none make an empty datagram.</param>
    /// <param name="to">The address; where there is a <see cref="RemoteEndPoint"/>, only that.</param>
    /// <inheritdoc cref="Send"/>
    /// <exception cref="ArgumentNullException"><paramref name="to"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="to"/> is a name, or an address of another kind than its own, or not the <see cref="RemoteEndPoint"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public Awaitable SendTo(ReadOnlyMemory<byte> data, EndPoint to)
    {
        Scheduler.VerifyThread();
        DatagramAddress.Verify(to, nameof(to));
        if (to.AddressFamily != LocalEndPoint.AddressFamily)
        {
            throw new ArgumentException($"{to} cannot be reached from {LocalEndPoint}: the address families differ. Create an endpoint of its family.", nameof(to));
        }

        if (RemoteEndPoint is { } remote && !remote.Equals(to))
        {
            throw new ArgumentException($"The {Describe()} sends nowhere else, and {to} is another address. Create one without a remote address for that.", nameof(to));
        }

        return SendOrQueue(data, _conduit.Peer is null ? to : null);
    }

    /// <summary>Sets when a yielded <see cref="Send"/> waits: asyncio's <c>set_write_buffer_limits</c>.</summary>
    /// <param name="high">Above so many queued bytes it waits (<see cref="WriteBufferSize"/>); null for 64 KiB, or four times the low mark where that is given.</param>
    /// <param name="low">At so many it goes on; null for a quarter of the high mark.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not: 0 &lt;= low &lt;= high.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void SetWriteBufferLimits(int? high = null, int? low = null)
    {
        Scheduler.VerifyThread();
        _marks = WaterMarks.Of(high, low);
        MaybePauseWriting();
        MaybeResumeWriting();
    }

    private Awaitable SendOrQueue(ReadOnlyMemory<byte> data, EndPoint? to)
    {
        if (IsClosing)
        {
            return new Awaitable(new DatagramFailure(ClosedError()));
        }

        try
        {
            if (!_unsent.IsEmpty || !_conduit.TrySend(data, to))
            {
                QueueUp(data, to);
            }

            Scheduler.Sockets.Turns.Count(Scheduler, data.Length);
            return new Awaitable(_sent);
        }
        catch (SocketException error)
        {
            return new Awaitable(NoteFailure(DatagramErrors.OfSending(error, data.Length, to ?? RemoteEndPoint!)));
        }
        catch (ObjectDisposedException fault)
        {
            Break(fault);
            return new Awaitable(new DatagramFailure(fault));
        }
    }

    private void QueueUp(ReadOnlyMemory<byte> data, EndPoint? to)
    {
        bool isFirst = _unsent.IsEmpty;
        _unsent.Add(data.Span, to);
        if (isFirst)
        {
            WaitForRoom();
        }

        MaybePauseWriting();
    }

    private void SendQueued()
    {
        try
        {
            while (!_isLost && !_unsent.IsEmpty)
            {
                if (!_conduit.TrySend(_unsent.FirstBytes, _unsent.FirstTo))
                {
                    WaitForRoom();
                    break;
                }

                _unsent.RemoveFirst();
            }
        }
        catch (SocketException error)
        {
            // As in asyncio, the others have their turn in the next iteration.
            NoteFailure(DatagramErrors.OfSending(error, _unsent.FirstBytes.Length, _unsent.FirstTo ?? RemoteEndPoint!));
            _unsent.RemoveFirst();
        }
        catch (ObjectDisposedException fault)
        {
            Break(fault);
            return;
        }

        MaybeResumeWriting();
        EndQueueIfEmpty();
    }

    private void EndQueueIfEmpty()
    {
        UpdateInterest();
        if (_unsent.IsEmpty && IsClosing)
        {
            Lose();
        }
    }

    private void WaitForRoom()
    {
        if (!_conduit.HearsOfRoom)
        {
            _waitsToTryAgain = true;
            Scheduler.CallLater(SecondsToTryAgain, TryAgain);
        }

        UpdateInterest();
    }

    private void TryAgain()
    {
        _waitsToTryAgain = false;
        SendQueued();
    }

    private void MaybePauseWriting()
    {
        if (_unsent.Size > _marks.High)
        {
            IsWritingPaused = true;
        }
    }

    private void MaybeResumeWriting()
    {
        if (IsWritingPaused && _unsent.Size <= _marks.Low)
        {
            IsWritingPaused = false;
            _sendLine?.Queue.WakeAll();
        }
    }

    // Where it ends while somebody waits, what is queued is dropped.
    private bool MaySendMore() => IsWritingPaused && _isOver ? throw ClosedError() : !IsWritingPaused;
}

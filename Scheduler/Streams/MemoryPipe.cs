using System.Net.Sockets;

namespace Coroutines;

/// <summary>One direction of a connection in memory: bytes under way, as many as a socket's buffers would hold.</summary>
internal sealed class MemoryPipe(Scheduler scheduler, ConnectionOptions options)
{
    private const int Capacity = 64 * 1024;

    private InputBuffer _bytes = new(scheduler.Buffers);

    // How many of the bytes have arrived, and when the last ones are sent that are under way.
    private int _arrived;
    private double _sentUntil = double.NegativeInfinity;
    private bool _isReset;
    private bool _isEndSent;
    private bool _hasEndArrived;
    private bool _isReceiverGone;

    internal MemoryConduit? Receiver { get; set; }

    internal MemoryConduit? Sender { get; set; }

    internal bool IsReadable => _arrived > 0 || _hasEndArrived;

    internal bool IsWritable => _bytes.Count < Capacity || _isReceiverGone;

    internal int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (_isReceiverGone)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }

        int count = Math.Min(bytes.Length, Capacity - _bytes.Count);
        if (count > 0)
        {
            _bytes.Append(bytes[..count]);
            Deliver(count);
        }

        return count;
    }

    internal int TryReceive(Span<byte> room)
    {
        if (_arrived == 0)
        {
            return !_hasEndArrived ? -1 : _isReset ? throw new SocketException((int)SocketError.ConnectionReset) : 0;
        }

        int count = Math.Min(room.Length, _arrived);
        _bytes.Bytes[..count].CopyTo(room);
        _bytes.Remove(count);
        _arrived -= count;
        Sender?.Changed();
        return count;
    }

    /// <summary>The sender sends nothing more.</summary>
    /// <param name="isReset">Whether that is to look like a broken connection.</param>
    internal void End(bool isReset)
    {
        if (!_isEndSent)
        {
            _isEndSent = true;
            _isReset = isReset;
            Deliver(0);
        }
    }

    /// <summary>Nobody receives any more.</summary>
    /// <returns>Whether something was lost by that.</returns>
    internal bool Forsake()
    {
        bool hasLost = _bytes.Count > 0;
        _bytes.Clear();
        _arrived = 0;
        _isReceiverGone = true;
        Receiver = null;
        Sender?.Changed();
        return hasLost;
    }

    private void Deliver(int count)
    {
        if (options.Latency.Seconds <= 0 && double.IsPositiveInfinity(options.Bandwidth))
        {
            Arrive(count, isEnd: count == 0);
        }
        else
        {
            DeliverLater(count);
        }
    }

    private void DeliverLater(int count)
    {
        _sentUntil = Math.Max(_sentUntil, scheduler.Time) + (count / options.Bandwidth);
        scheduler.CallAt(_sentUntil + options.Latency.Seconds, () => Arrive(count, isEnd: count == 0));
    }

    private void Arrive(int count, bool isEnd)
    {
        if (_isReceiverGone)
        {
            return;
        }

        _arrived += count;
        _hasEndArrived |= isEnd;
        Receiver?.Changed();
    }
}

using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>One direction of a simulated connection: bytes on their way through a link, which arrive in order, and in the end all of them.</summary>
/// <remarks>
/// It is a single timer, for the first of what is on its way. As many bytes as a socket's buffers would hold may be under way or not yet read;
/// room that the reader makes is known to the sender at once.
/// </remarks>
internal sealed class SimulatedPipe(SimulatedLink link) : Transit(link)
{
    private const int Capacity = 64 * 1024;

    private readonly Queue<(SegmentKind Kind, int Count, double Arrival)> _underWay = new();
    private InputBuffer _bytes = new(link.Network.Scheduler.Buffers);
    private int _arrived;
    private double _latestArrival;
    private bool _isEndSent;
    private bool _isResetSent;
    private bool _hasEndArrived;

    // What is sent at one moment takes one time.
    private double _drawnAt = double.NegativeInfinity;
    private double _latency;

    private enum SegmentKind
    {
        Data,
        End,
        Reset,
    }

    internal SimulatedConduit Sender { get; set; } = null!;

    internal SimulatedConduit Receiver { get; set; } = null!;

    /// <summary>Whether the receiver knows that the connection is broken.</summary>
    internal bool IsBroken { get; private set; }

    internal bool IsReadable => _arrived > 0 || _hasEndArrived || IsBroken;

    internal bool HasRoom => _bytes.Count < Capacity;

    // Nobody sends again what a crash has wiped out. A reset is the answer to one who does.
    internal override bool SurvivesPartition => Sender.Stack.IsUp || _isResetSent;

    /// <summary>Nothing arrives before some moment: the answer to the one who connects comes first.</summary>
    internal void NotBefore(double moment) => _latestArrival = moment;

    internal int TrySend(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, Capacity - _bytes.Count);
        if (count > 0)
        {
            _bytes.Append(bytes[..count]);
            Link.Network.Trace.Add(TraceKind.Send, Link, Sender.Number, count);
            Send(SegmentKind.Data, count);
        }

        return count;
    }

    internal int TryReceive(Span<byte> room)
    {
        if (_arrived == 0)
        {
            return IsBroken ? throw new SocketException((int)SocketError.ConnectionReset) : _hasEndArrived ? 0 : -1;
        }

        int count = Math.Min(room.Length, _arrived);
        _bytes.Bytes[..count].CopyTo(room);
        _bytes.Remove(count);
        _arrived -= count;
        Sender.Changed();
        return count;
    }

    /// <summary>The sender sends nothing more.</summary>
    internal void End()
    {
        if (!_isEndSent && !_isResetSent)
        {
            _isEndSent = true;
            Send(SegmentKind.End, 0);
        }
    }

    /// <summary>The sender tells the receiver that there is no such connection.</summary>
    internal void Reset()
    {
        if (!_isResetSent)
        {
            _isResetSent = true;
            Send(SegmentKind.Reset, 0);
        }
    }

    /// <summary>The connection breaks here and now.</summary>
    internal void Break()
    {
        IsBroken = true;
        Receiver.Changed();
    }

    /// <summary>Nobody receives any more.</summary>
    /// <returns>Whether something was lost by that.</returns>
    internal bool Forsake()
    {
        bool hasLost = _arrived > 0;
        _bytes.Remove(_arrived);
        _arrived = 0;
        return hasLost;
    }

    internal override void Lose()
    {
        Link.Network.Trace.Add(TraceKind.Lost, Link, Sender.Number, _bytes.Count - _arrived);
        _underWay.Clear();
    }

    protected override void Arrive()
    {
        int bytes = 0;
        bool isEnd = false;
        bool isReset = false;
        double now = Scheduler.Time;
        while (_underWay.Count > 0 && _underWay.Peek().Arrival <= now)
        {
            (SegmentKind kind, int count, _) = _underWay.Dequeue();
            bytes += count;
            isEnd |= kind == SegmentKind.End;
            isReset |= kind == SegmentKind.Reset;
        }

        if (_underWay.Count > 0)
        {
            ArriveAt(_underWay.Peek().Arrival);
        }

        Deliver(bytes, isEnd, isReset);
    }

    private void Deliver(int bytes, bool isEnd, bool isReset)
    {
        if (!Receiver.IsOpen)
        {
            Refuse(bytes, isReset);
            return;
        }

        _arrived += bytes;
        _hasEndArrived |= isEnd;
        IsBroken |= isReset;
        SimulationTrace trace = Link.Network.Trace;
        if (bytes > 0)
        {
            trace.Add(TraceKind.Delivery, Link, Sender.Number, bytes);
        }

        if (isEnd || isReset)
        {
            trace.Add(isReset ? TraceKind.Reset : TraceKind.End, Link, Sender.Number);
        }

        Receiver.Changed();
    }

    // Who has closed it only wants no more; who has crashed knows nothing of it any more, not even that it was to end.
    private void Refuse(int bytes, bool isReset)
    {
        _bytes.Clear();
        if (!isReset && (bytes > 0 || !Receiver.Stack.IsUp))
        {
            Receiver.Outgoing.Reset();
        }
    }

    private void Send(SegmentKind kind, int count)
    {
        double now = Scheduler.Time;
        if (now != _drawnAt)
        {
            _drawnAt = now;
            _latency = Link.DrawLatency();
        }

        _latestArrival = Math.Max(_latestArrival, Link.Depart(count) + _latency);
        _underWay.Enqueue((kind, count, _latestArrival));
        if (_underWay.Count == 1 && !IsParked)
        {
            ArriveAt(_latestArrival);
        }
    }
}

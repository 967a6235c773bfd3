namespace Coroutines;

/// <summary>One end of a connection in memory.</summary>
internal sealed class MemoryConduit : Conduit, IRunnable
{
    private readonly Scheduler _scheduler;
    private readonly MemoryPipe _incoming;
    private readonly MemoryPipe _outgoing;
    private Interest _interest;

    // It stands among those that the next poll finds ready, or in the ready queue after that.
    private bool _isReported;

    private MemoryConduit(Scheduler scheduler, MemoryPipe incoming, MemoryPipe outgoing)
    {
        _scheduler = scheduler;
        _incoming = incoming;
        _outgoing = outgoing;
        incoming.Receiver = this;
        outgoing.Sender = this;
    }

    /// <summary>The two ends of one.</summary>
    internal static (MemoryConduit One, MemoryConduit Other) CreatePair(Scheduler scheduler, ConnectionOptions options)
    {
        var there = new MemoryPipe(scheduler, options);
        var back = new MemoryPipe(scheduler, options);
        return (new MemoryConduit(scheduler, back, there), new MemoryConduit(scheduler, there, back));
    }

    private Interest Ready =>
        _interest & ((_incoming.IsReadable ? Interest.Read : Interest.None) | (_outgoing.IsWritable ? Interest.Write : Interest.None));

    internal override void Watch(Interest interest)
    {
        _interest = interest;
        Changed();
    }

    internal override int TryReceive(Span<byte> room) => _incoming.TryReceive(room);

    internal override int TrySend(ReadOnlySpan<byte> bytes) => _outgoing.TrySend(bytes);

    internal override void ShutdownSend() => _outgoing.End(isReset: false);

    internal override void Close()
    {
        _interest = Interest.None;

        // As a socket's: bytes that nobody has read are told the peer by a reset.
        bool hasLost = _incoming.Forsake();
        _outgoing.Sender = null;
        _outgoing.End(isReset: hasLost);
    }

    /// <summary>A pipe has changed, or the interest has: the next poll may find it ready.</summary>
    internal void Changed()
    {
        if (!_isReported && Ready != Interest.None)
        {
            _isReported = true;
            _scheduler.Sockets.AddReady(this);
        }
    }

    void IRunnable.Run()
    {
        _isReported = false;
        Transport.OnReady(Ready);

        // As a poll is level-triggered, it is found again.
        Changed();
    }
}

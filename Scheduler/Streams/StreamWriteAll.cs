namespace Coroutines;

/// <summary>A <see cref="CoStream.WriteAll"/>: lends its memory to the transport, and waits until that is sent.</summary>
internal sealed class StreamWriteAll(CoStream stream) : Operation
{
    private Exception? _error;
    private bool _isSent;

    internal ReadOnlyMemory<byte> Bytes { get; set; }

    /// <summary>Where the memory stands among what is still to be sent; null once it is sent or given up.</summary>
    internal OutputQueue.Piece? Lent { get; set; }

    private protected override string Name => $"WriteAll to {stream.Describe()}";

    internal override Awaitable Begin(CoTask task, long version)
    {
        if (!TryOpen(version))
        {
            return RefuseSecond(task);
        }

        _error = null;
        stream.VerifyWritable();
        _isSent = stream.Send(Bytes, this);
        return _isSent ? End() : stream.WriteLine.Join(this, task);
    }

    /// <summary>All of it is sent, or nothing more will be.</summary>
    internal void Sent(Exception? error)
    {
        _error = error;
        _isSent = true;
        if (State == WaiterState.Waiting)
        {
            Wake();
        }
    }

    /// <summary>The connection was broken before any of it had to be queued.</summary>
    internal void Break(Exception? error) => _error = error;

    private protected override Awaitable Resume(WaiterQueue line, CoTask task) => End();

    private protected override Awaitable Throw(WaiterQueue line, CoTask task, CancelledException cancel)
    {
        if (!_isSent)
        {
            stream.GiveUp(this);
        }

        Recycle();
        return Refused(cancel);
    }

    private Awaitable End()
    {
        Exception? error = _error;
        Recycle();
        return error is null ? Passed() : Refused(error);
    }

    private void Recycle()
    {
        Bytes = default;
        _error = null;
        stream.Spares.Keep(this);
    }
}

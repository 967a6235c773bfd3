namespace Coroutines;

/// <summary>A <see cref="CoSignal{T}.Next"/>.</summary>
internal sealed class SignalWait<T>(CoSignal<T> signal) : Operation, IResult<T>
{
    private T _value = default!;

    // The version of the call that has heard something.
    private long _done = NoCall;
    private bool _isSpare;

    private protected override string Name => $"Next of {signal.Describe()}";

    internal void Hear(T value) => _value = value;

    /// <summary>Begins a new call.</summary>
    internal Awaitable<T> Prepare()
    {
        _value = default!;
        _done = NoCall;
        _isSpare = false;
        Renew();
        return new Awaitable<T>(this, Version);
    }

    public Awaitable ToAwaitable(long version) => new(this, version);

    public T GetResult(long version)
    {
        if (version != _done)
        {
            throw NoResult(version);
        }

        if (!_isSpare)
        {
            _isSpare = true;
            signal.Recycle(this);
        }

        return _value;
    }

    internal override Awaitable Begin(CoTask task, long version) =>
        TryOpen(version) ? signal.Queue.Join(this, task) : RefuseSecond(task);

    internal override void LetGo()
    {
        if (_isSpare)
        {
            _value = default!;
            _done = NoCall;
            Void();
        }
        else
        {
            signal.Forget(this);
        }
    }

    private protected override Awaitable Resume(WaiterQueue queue, CoTask task)
    {
        _done = Version;
        NoteHolding<T>(task);

        return Passed();
    }

    private protected override Awaitable Throw(WaiterQueue queue, CoTask task, CancelledException cancel)
    {
        signal.Forget(this);
        return Refused(cancel);
    }
}

namespace Coroutines;

/// <summary>A <see cref="CoSignal{T}.Next"/>.</summary>
internal sealed class SignalWait<T>(CoSignal<T> signal) : Operation, IResult<T>
{
    private CallResult<T> _result;
    private T _heard = default!;

    private protected override string Name => $"Next of {signal.Describe()}";

    internal void Hear(T value) => _heard = value;

    /// <summary>Begins a new call.</summary>
    internal Awaitable<T> Prepare()
    {
        _result.Prepare();
        Renew();
        return new Awaitable<T>(this, Version);
    }

    public Awaitable ToAwaitable(long version) => new(this, version);

    public T GetResult(long version)
    {
        if (_result.IsFirstRead(version, this))
        {
            signal.Recycle(this);
        }

        return _result.Value;
    }

    internal override Awaitable Begin(CoTask task, long version) =>
        TryOpen(version) ? signal.Queue.Join(this, task) : RefuseSecond(task);

    internal override void LetGo()
    {
        if (_result.TryLetGo())
        {
            Void();
        }
        else
        {
            signal.Forget(this);
        }
    }

    private protected override Awaitable Resume(WaiterQueue queue, CoTask task)
    {
        _result.Succeed(_heard, Version);
        _heard = default!;
        NoteHolding<T>(task);
        return Passed();
    }

    private protected override Awaitable Throw(WaiterQueue queue, CoTask task, CancelledException cancel)
    {
        _heard = default!;
        signal.Forget(this);
        return Refused(cancel);
    }
}

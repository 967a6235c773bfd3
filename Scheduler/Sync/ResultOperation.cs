namespace Coroutines;

/// <summary>An <see cref="Operation"/> with a result, which is read once for each call; then the object serves the next one.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
internal abstract class ResultOperation<T> : Operation, IResult<T>
{
    private CallResult<T> _result;

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
            Recycle();
        }

        return _result.Value;
    }

    internal override void LetGo()
    {
        if (_result.TryLetGo())
        {
            Void();
        }
        else
        {
            Abandon();
        }
    }

    /// <summary>It may serve another call.</summary>
    private protected abstract void Recycle();

    /// <summary>It serves no other call: whoever has its result, and may still read it, keeps it alone.</summary>
    private protected virtual void Abandon()
    {
    }

    /// <summary>Ends the call with a result.</summary>
    /// <returns>What to answer.</returns>
    private protected Awaitable Succeed(CoTask task, T result)
    {
        _result.Succeed(result, Version);
        NoteHolding<T>(task);
        return Passed();
    }

    /// <summary>Ends the call with an exception.</summary>
    /// <returns>What to answer.</returns>
    private protected Awaitable Fail(Exception failure)
    {
        _result.Fail(failure, Version);
        return Refused(failure);
    }

    private protected override Awaitable Throw(WaiterQueue line, CoTask task, CancelledException cancel) => Fail(cancel);
}

namespace Coroutines;

/// <summary>A <see cref="CoQueue{T}.Get"/>.</summary>
internal sealed class QueueGet<T>(CoQueue<T> queue) : QueueTake<T>(queue), IResult<T>
{
    private CallResult<T> _result;

    private protected override string Name => $"Get from {Target.Describe()}";

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
            Target.Recycle(this);
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
            Target.Forget(this);
        }
    }

    private protected override void Succeed(T item) => _result.Succeed(item, Version);

    private protected override Awaitable End(CoTask task) => Fail(Target.ShutDownError(task));

    private protected override Awaitable Fail(Exception exception)
    {
        _result.Fail(exception, Version);
        Target.Forget(this);
        return Refused(exception);
    }
}

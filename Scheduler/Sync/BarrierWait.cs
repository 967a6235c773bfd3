namespace Coroutines;

/// <summary>A <see cref="CoBarrier.Wait"/>.</summary>
internal sealed class BarrierWait(CoBarrier barrier) : ConditionOperation(barrier.Change), IResult<int>
{
    private const int NotArrived = -1;

    private int _index;
    private bool _isDone;
    private bool _isSpare;
    private Exception? _failure;

    private protected override string Name => $"{nameof(CoBarrier.Wait)} of {barrier.Describe()}";

    /// <summary>Begins a new call.</summary>
    internal Awaitable<int> Prepare()
    {
        _index = NotArrived;
        _isDone = false;
        _isSpare = false;
        Renew();
        return new Awaitable<int>(this, Version);
    }

    public Awaitable ToAwaitable(long version) => new(this, version);

    public int GetResult(long version)
    {
        if (version != Version || !_isDone)
        {
            throw NoResult(version);
        }

        if (_failure is not null)
        {
            Rethrow.Throw(_failure);
        }

        if (!_isSpare)
        {
            _isSpare = true;
            barrier.Recycle(this);
        }

        return _index;
    }

    internal override string Describe() => barrier.DescribeWait();

    internal override Awaitable Begin(CoTask task, long version)
    {
        if (!TryOpen(version))
        {
            return RefuseSecond(task);
        }

        barrier.Bind(task);
        return Enter(task);
    }

    private protected override Awaitable Decide(CoTask task)
    {
        if (_index == NotArrived)
        {
            if (barrier.IsClosing)
            {
                return Listen(task);
            }

            if (barrier.IsBroken)
            {
                return Fail(barrier.Broken(), hasLock: true);
            }

            _index = barrier.Arrive();
        }

        if (barrier.IsFilling)
        {
            return Listen(task);
        }

        return barrier.IsDraining ? Leave() : Fail(barrier.Broken(), hasLock: true);
    }

    private protected override Awaitable Fail(Exception exception, bool hasLock)
    {
        _failure = exception;
        if (hasLock)
        {
            Leave();
        }

        _isDone = true;
        barrier.Forget(this);
        return Refused(exception);
    }

    private Awaitable Leave()
    {
        if (_index != NotArrived)
        {
            barrier.Leave(_index);
        }

        Monitor.Release();
        _isDone = true;
        return Passed();
    }
}

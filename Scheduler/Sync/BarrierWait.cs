namespace Coroutines;

/// <summary>A <see cref="CoBarrier.Wait"/>.</summary>
internal sealed class BarrierWait(CoBarrier barrier) : ConditionOperation(barrier.Change), IResult<int>
{
    private const int NotArrived = -1;

    private int _index;
    private CallResult<int> _result;

    private protected override string Name => $"{nameof(CoBarrier.Wait)} of {barrier.Describe()}";

    /// <summary>Begins a new call.</summary>
    internal Awaitable<int> Prepare()
    {
        _index = NotArrived;
        _result.Prepare();
        Renew();
        return new Awaitable<int>(this, Version);
    }

    public Awaitable ToAwaitable(long version) => new(this, version);

    public int GetResult(long version)
    {
        if (_result.IsFirstRead(version, this))
        {
            barrier.Recycle(this);
        }

        return _result.Value;
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
        if (hasLock)
        {
            GiveUp();
        }

        _result.Fail(exception, Version);
        barrier.Forget(this);
        return Refused(exception);
    }

    private Awaitable Leave()
    {
        GiveUp();
        _result.Succeed(_index, Version);
        return Passed();
    }

    private void GiveUp()
    {
        if (_index != NotArrived)
        {
            barrier.Leave(_index);
        }

        Monitor.Release();
    }
}

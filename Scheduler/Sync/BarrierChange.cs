namespace Coroutines;

/// <summary>A <see cref="CoBarrier.Reset"/> or <see cref="CoBarrier.Abort"/>.</summary>
internal sealed class BarrierChange(CoBarrier barrier) : ConditionOperation(barrier.Change)
{
    internal BarrierState Target { get; set; }

    private protected override string Name =>
        $"{(Target == BarrierState.Broken ? nameof(CoBarrier.Abort) : nameof(CoBarrier.Reset))} of {barrier.Describe()}";

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
        barrier.MoveTo(Target);
        Monitor.Release();
        barrier.Recycle(this);
        return Passed();
    }

    private protected override Awaitable Fail(Exception exception, bool hasLock)
    {
        barrier.Recycle(this);
        return Refused(exception);
    }
}

namespace Coroutines;

/// <summary>A <see cref="CoSignal{T}.Next"/>.</summary>
internal sealed class SignalWait<T>(CoSignal<T> signal) : ResultOperation<T>
{
    private T _heard = default!;

    internal override object Subject => signal;

    private protected override string Name => $"Next of {signal.Describe()}";

    internal void Hear(T value) => _heard = value;

    internal override Awaitable Begin(CoTask task, long version) =>
        TryOpen(version) ? signal.Queue.Join(this, task) : RefuseSecond(task);

    private protected override void Recycle() => signal.Recycle(this);

    private protected override void Abandon() => signal.Forget(this);

    private protected override Awaitable Resume(WaiterQueue queue, CoTask task)
    {
        T heard = _heard;
        _heard = default!;
        return Succeed(task, heard);
    }

    private protected override Awaitable Throw(WaiterQueue queue, CoTask task, CancelledException cancel)
    {
        _heard = default!;
        Abandon();
        return base.Throw(queue, task, cancel);
    }
}

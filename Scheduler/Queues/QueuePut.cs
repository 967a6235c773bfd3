namespace Coroutines;

/// <summary>A <see cref="CoQueue{T}.Put"/>.</summary>
internal sealed class QueuePut<T>(CoQueue<T> queue) : QueueOperation<T>(queue)
{
    internal T Item { get; set; } = default!;

    private protected override string Name => $"Put into {Target.Describe()}";

    internal override Awaitable Begin(CoTask task, long version) => TryOpen(version) ? Try(task) : RefuseSecond(task);

    private protected override Awaitable Resume(WaiterQueue line, CoTask task) => Try(task);

    /// <summary>Does it, or waits.</summary>
    private Awaitable Try(CoTask task)
    {
        CoQueue<T> queue = Target;
        if (queue.IsShutDown)
        {
            return Fail(queue.ShutDownError(task));
        }

        if (queue.IsFull)
        {
            return queue.PutLine.Join(this, task);
        }

        queue.Add(Item);
        End();
        return Passed();
    }

    private protected override void PassOn() => Target.WakePutter();

    private protected override Awaitable Fail(Exception exception)
    {
        End();
        return Refused(exception);
    }

    private void End()
    {
        Item = default!;
        Target.Recycle(this);
    }
}

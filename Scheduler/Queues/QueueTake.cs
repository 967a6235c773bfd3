namespace Coroutines;

/// <summary>Takes an item out of a queue, and waits before that while there is none.</summary>
internal abstract class QueueTake<T>(CoQueue<T> queue) : QueueOperation<T>(queue)
{
    internal sealed override Awaitable Begin(CoTask task, long version) => TryOpen(version) ? Try(task) : RefuseSecond(task);

    private protected sealed override Awaitable Resume(WaiterQueue line, CoTask task) => Try(task);

    /// <summary>Does it, or waits.</summary>
    private Awaitable Try(CoTask task)
    {
        CoQueue<T> queue = Target;
        if (queue.IsEmpty)
        {
            return queue.IsShutDown ? End(task) : queue.GetLine.Join(this, task);
        }

        Succeed(queue.Take());
        NoteHolding<T>(task);
        return Passed();
    }

    private protected sealed override void PassOn() => Target.WakeGetter();

    /// <summary>It has got an item.</summary>
    private protected abstract void Succeed(T item);

    /// <summary>The queue is shut down and empty.</summary>
    private protected abstract Awaitable End(CoTask task);
}

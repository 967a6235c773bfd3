namespace Coroutines;

/// <summary>
/// A put or a get that is tried until it succeeds. As in asyncio, one that was woken may find that somebody else was faster
/// (rule 31): then it waits again, at the tail.
/// </summary>
internal abstract class QueueOperation<T>(CoQueue<T> queue) : Operation
{
    private protected CoQueue<T> Target => queue;

    /// <summary>Those who wait for the same.</summary>
    private protected abstract WaiterQueue Line { get; }

    /// <summary>Whether it would not have to wait.</summary>
    private protected abstract bool IsPossible { get; }

    private protected sealed override Awaitable Start(CoTask task)
    {
        if (!IsPossible)
        {
            return queue.IsShutDown ? End(task) : Line.Join(this, task);
        }

        try
        {
            return Perform(task);
        }
        catch (Exception exception)
        {
            // The user's comparer has used up a wake-up. What it was for is still there, for the next one.
            if (IsPossible)
            {
                Line.WakeNext();
            }

            return Refuse(exception);
        }
    }

    private protected sealed override Awaitable Resume(WaiterQueue line) => Start(Task);

    private protected sealed override Awaitable Throw(WaiterQueue line, CancelledException cancel)
    {
        if (State == WaiterState.Woken && IsPossible)
        {
            line.WakeNext();
        }

        return Refuse(cancel);
    }

    private protected abstract Awaitable Perform(CoTask task);

    /// <summary>The queue was shut down, and this cannot be done any more.</summary>
    private protected virtual Awaitable End(CoTask task) => Refuse(queue.ShutDownError(task));

    /// <summary>The operation has failed.</summary>
    private protected abstract Awaitable Refuse(Exception exception);
}

namespace Coroutines;

/// <summary>
/// A put or a get that is tried until it succeeds. As in asyncio, one that was woken may find that somebody else was faster
/// (rule 31): then it waits again, at the tail.
/// </summary>
internal abstract class QueueOperation<T>(CoQueue<T> queue) : Operation
{
    private protected CoQueue<T> Target => queue;

    internal override object Subject => queue;

    private protected sealed override Awaitable Throw(WaiterQueue line, CoTask task, CancelledException cancel)
    {
        if (State == WaiterState.Woken)
        {
            PassOn();
        }

        return Fail(cancel);
    }

    /// <summary>Wakes the next one that waits for the same, if there is what it waits for.</summary>
    private protected abstract void PassOn();

    /// <summary>The operation has failed.</summary>
    private protected abstract Awaitable Fail(Exception exception);
}

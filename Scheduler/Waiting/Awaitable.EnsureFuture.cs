namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// A future or task as it is; a task of its own for anything else: asyncio's <c>ensure_future</c>.
    /// </summary>
    internal Future EnsureFuture(Scheduler scheduler)
    {
        if (_source is Future future && Kind == AwaitableKind.Future)
        {
            return future;
        }

        bool isCall = _source is CoroutineFrame { IsEntered: false };
        return scheduler.CreateTask(isCall ? ((CoroutineFrame)_source!).TakeBody() : Alone(this));
    }

    private static IEnumerator<Awaitable> Alone(Awaitable awaitable)
    {
        yield return awaitable;
    }
}

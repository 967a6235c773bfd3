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

        // The body of a call with a result stays where it is, so that the call has its result.
        bool isPlainCall = _source is CoroutineFrame { IsEntered: false } && _source.GetType() == typeof(CoroutineFrame);
        return scheduler.CreateTask(isPlainCall ? ((CoroutineFrame)_source!).TakeBody() : Alone(this));
    }

    /// <summary>
    /// A future or task as it is; a task of its own, with the same result, for anything else: asyncio's <c>ensure_future</c>.
    /// </summary>
    internal static Future EnsureFuture<T>(Awaitable<T> awaitable, Scheduler scheduler)
    {
        Awaitable untyped = awaitable;
        return untyped._source is Future future && untyped.Kind == AwaitableKind.Future
            ? future
            : scheduler.CreateTask<T>(Alone(awaitable));
    }

    private static IEnumerator<Awaitable> Alone(Awaitable awaitable)
    {
        yield return awaitable;
    }

    private static IEnumerator<Awaitable> Alone<T>(Awaitable<T> awaitable)
    {
        yield return awaitable;
        yield return Return(awaitable.Result);
    }
}

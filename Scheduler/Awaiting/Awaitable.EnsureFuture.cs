namespace Coroutines;

public readonly partial struct Awaitable : IAwaitable
{
    Awaitable IAwaitable.ToAwaitable() => this;

    /// <inheritdoc cref="IAwaitable.EnsureFuture"/>
    internal Future EnsureFuture(Scheduler scheduler)
    {
        if (_source is Future future)
        {
            return future;
        }

        return RunCallInTask(scheduler) ?? scheduler.CreateTask(Alone(this));
    }

    /// <summary>
    /// A future or task as it is; a task of its own, with the same result, for anything else: asyncio's <c>ensure_future</c>.
    /// </summary>
    internal static Future EnsureFuture<T>(Awaitable<T> awaitable, Scheduler scheduler)
    {
        Awaitable untyped = awaitable;
        return untyped._source as Future
            ?? untyped.RunCallInTask(scheduler) ?? scheduler.CreateTask<T>(Alone(awaitable));
    }

    private CoTask? RunCallInTask(Scheduler scheduler) =>
        _source is CoroutineFrame { IsEntered: false } call ? call.RunInTask(scheduler) : null;

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

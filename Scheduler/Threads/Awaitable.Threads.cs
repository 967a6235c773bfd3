namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Runs a function that blocks or computes on another thread: asyncio's <c>to_thread</c>.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="function">
    /// The function. It sees the task's <see cref="AsyncLocal{T}"/> values; those that it sets itself are dropped.
    /// </param>
    /// <returns>What to yield, once; then it has what the function returned. The function does not start before.</returns>
    /// <remarks>
    /// It runs on a thread of <see cref="Scheduler.Executor"/>. What it throws comes out of the <c>yield return</c>. A cancel
    /// ends the wait: a function that has not begun never runs, and what one that has begun returns is dropped.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    public static Awaitable<T> ToThread<T>(Func<T> function)
    {
        ThrowHelper.IfNull(function, nameof(function));
        return new Awaitable<T>(new ThreadFrame<T>(function));
    }

    /// <param name="action">What to run.</param>
    /// <returns>What to yield, once. The action does not start before.</returns>
    /// <inheritdoc cref="ToThread{T}(Func{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is null.</exception>
    public static Awaitable ToThread(Action action)
    {
        ThrowHelper.IfNull(action, nameof(action));
        return ToThread(DefaultExecutor.ToFunction(action));
    }

    /// <summary>
    /// Runs a function that blocks or computes on a thread of a pool, from now on: asyncio's <c>run_in_executor</c>.
    /// </summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="pool">The pool; null for <see cref="Scheduler.Executor"/>.</param>
    /// <param name="function">The function. As in asyncio, it does not see the task's <see cref="AsyncLocal{T}"/> values.</param>
    /// <returns>What to yield; then it has what the function returned.</returns>
    /// <remarks>A cancel ends the wait, as with <see cref="ToThread{T}(Func{T})"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread, or the pool was shut down.</exception>
    public static Awaitable<T> RunInExecutor<T>(CoThreadPool? pool, Func<T> function) =>
        Scheduler.Current.RunInExecutor(pool, function);

    /// <param name="pool">The pool; null for <see cref="Scheduler.Executor"/>.</param>
    /// <param name="action">What to run. As in asyncio, it does not see the task's <see cref="AsyncLocal{T}"/> values.</param>
    /// <returns>What to yield.</returns>
    /// <inheritdoc cref="RunInExecutor{T}(CoThreadPool?, Func{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is null.</exception>
    public static Awaitable RunInExecutor(CoThreadPool? pool, Action action) => Scheduler.Current.RunInExecutor(pool, action);
}

/// <summary>Runs a function on a thread of the scheduler's pool, with the values that the calling task has.</summary>
file sealed class ThreadFrame<T>(Func<T> function) : GuardFrame, IResult<T>
{
    private Future<T>? _future;

    public T GetResult(long version)
    {
        VerifyHasResult("The function has not returned. Yield what ToThread returned first, then read its Result.");
        return _future!.Result;
    }

    public Awaitable ToAwaitable(long version) => new(this);

    internal override Awaitable Start(CoTask task) =>
        _future = task.Scheduler.DefaultExecutor.Submit(null, function, ExecutionContext.Capture());

    internal override Awaitable Resume(CoTask task) => End(null);

    internal override Awaitable Throw(CoTask task, Exception exception) => End(exception);
}

namespace Coroutines;

// What other threads do for it, and ask of it.
public sealed partial class Scheduler
{
    /// <summary>
    /// The threads for <c>ToThread</c> and <c>RunInExecutor</c> where no pool is named; one is made when it is first
    /// asked for. Setting it is asyncio's <c>set_default_executor</c>. The scheduler shuts it down: at the end of
    /// <c>Run</c> it waits for what was begun.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was shut down.</exception>
    public CoThreadPool Executor
    {
        get => DefaultExecutor.Pool;
        set
        {
            ThrowHelper.IfNull(value, nameof(value));
            VerifyThread();
            DefaultExecutor.Pool = value;
        }
    }

    /// <summary>
    /// Runs a function that blocks or computes on a thread of a pool, from now on: asyncio's <c>loop.run_in_executor</c>.
    /// </summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="pool">The pool; null for <see cref="Executor"/>.</param>
    /// <param name="function">The function. As in asyncio, it does not see the caller's <see cref="AsyncLocal{T}"/> values.</param>
    /// <returns>
    /// A future with what the function returned. Cancelled before the function has begun, it keeps it from running; afterwards,
    /// the result is dropped.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The pool was shut down, or the scheduler runs on another thread.</exception>
    public Future<T> RunInExecutor<T>(CoThreadPool? pool, Func<T> function)
    {
        ThrowHelper.IfNull(function, nameof(function));
        return DefaultExecutor.Submit(pool, function, context: null);
    }

    /// <param name="pool">The pool; null for <see cref="Executor"/>.</param>
    /// <param name="action">What to run. As in asyncio, it does not see the caller's <see cref="AsyncLocal{T}"/> values.</param>
    /// <returns>
    /// A future that is done when the action has returned. Cancelled before the action has begun, it keeps it from running.
    /// </returns>
    /// <inheritdoc cref="RunInExecutor{T}(CoThreadPool?, Func{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is null.</exception>
    public Future RunInExecutor(CoThreadPool? pool, Action action)
    {
        ThrowHelper.IfNull(action, nameof(action));
        return DefaultExecutor.Submit(pool, DefaultExecutor.ToFunction(action), context: null);
    }

    /// <summary>
    /// Runs a coroutine on this scheduler, called from any thread: asyncio's <c>run_coroutine_threadsafe</c>.
    /// </summary>
    /// <param name="coroutine">The coroutine. It becomes a task in the scheduler's next iteration. A value that it returns is dropped.</param>
    /// <param name="cancellationToken">Cancels the task. Before it has begun, the coroutine never runs.</param>
    /// <returns>
    /// A .NET task that ends as the coroutine does: after its clean-up, where it is cancelled, and then, if the token asked for
    /// that, with the token in its exception. If the scheduler is disposed before, it is cancelled.
    /// </returns>
    /// <remarks>
    /// The coroutine sees the caller's <see cref="AsyncLocal{T}"/> values. Do not block on the .NET task on the scheduler's own
    /// thread: it could never end. If the task factory refuses the coroutine, the .NET task fails with its exception, which is
    /// reported too.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public Task RunCoroutineThreadsafe(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default) => Submission.Post(
        this,
        coroutine,
        static (scheduler, coroutine, context) => scheduler.CreateTask(coroutine, context: context),
        static _ => (object?)null,
        cancellationToken);

    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="coroutine">The coroutine. It becomes a task in the scheduler's next iteration.</param>
    /// <param name="cancellationToken">Cancels the task. Before it has begun, the coroutine never runs.</param>
    /// <inheritdoc cref="RunCoroutineThreadsafe(IEnumerator{Awaitable}, CancellationToken)"/>
    public Task<T> RunCoroutineThreadsafe<T>(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default) => Submission.Post(
        this,
        coroutine,
        static (scheduler, coroutine, context) => scheduler.CreateTask<T>(coroutine, context: context),
        static task => ((CoTask<T>)task).Result,
        cancellationToken);
}

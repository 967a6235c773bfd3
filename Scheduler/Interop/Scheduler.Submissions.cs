namespace Coroutines;

public sealed partial class Scheduler
{
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
    public Task RunCoroutineThreadsafe(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default) => Submit(
        coroutine,
        static (scheduler, coroutine, context) => scheduler.CreateTask(coroutine, context: context),
        static _ => (object?)null,
        cancellationToken);

    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="coroutine">The coroutine. It becomes a task in the scheduler's next iteration.</param>
    /// <param name="cancellationToken">Cancels the task. Before it has begun, the coroutine never runs.</param>
    /// <inheritdoc cref="RunCoroutineThreadsafe(IEnumerator{Awaitable}, CancellationToken)"/>
    public Task<T> RunCoroutineThreadsafe<T>(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default) => Submit(
        coroutine,
        static (scheduler, coroutine, context) => scheduler.CreateTask<T>(coroutine, context: context),
        static task => ((CoTask<T>)task).Result,
        cancellationToken);

    private Task<T> Submit<T>(
        IEnumerator<Awaitable> coroutine,
        Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> start,
        Func<Future, T> result,
        CancellationToken cancellationToken)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyNotDisposed();
        var submission = new Submission<T>(this, coroutine, start, result, cancellationToken);
        Post(submission);
        Interlocked.MemoryBarrier();
        if (_isDisposed)
        {
            // It was disposed meanwhile, and may not have found the submission.
            submission.Abandon();
        }

        return submission.Task;
    }

    /// <summary>Lets nobody wait for ever for a coroutine that came too late.</summary>
    private void AbandonSubmissions()
    {
        Interlocked.MemoryBarrier();
        _inbox.LeaveFrames();
        _inbox.MoveTo(_ready);
        foreach (Submission submission in _ready.Items().OfType<Submission>())
        {
            submission.Abandon();
        }
    }
}

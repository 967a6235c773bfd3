namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>Runs a coroutine, from start to end, on a scheduler of its own: asyncio's <c>run</c>.</summary>
    /// <param name="main">The main coroutine. A value that it returns is dropped.</param>
    /// <param name="options">How the scheduler is set up; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the main task, as a first Ctrl-C does.</param>
    /// <remarks>
    /// When main has ended, one more iteration runs; then all tasks that are left are cancelled, in the order of their
    /// creation, and run until they are done; their errors go to the exception handler (rule 38). Ctrl-C cancels main
    /// (rule 39).
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="main"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    /// <exception cref="CancelledException">Main ended cancelled.</exception>
    /// <exception cref="KeyboardInterruptException">Main ended by Ctrl-C.</exception>
    /// <exception cref="DeadlockException">Under a <see cref="VirtualClock"/>: nothing can ever happen any more.</exception>
    public static void Run(
        IEnumerator<Awaitable> main, SchedulerOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var runner = new Runner(options);
        runner.Run(main, cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Runs a coroutine that returns a value, from start to end, on a scheduler of its own: asyncio's <c>run</c>.
    /// </summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <returns>What main returned.</returns>
    /// <inheritdoc cref="Run(IEnumerator{Awaitable}, SchedulerOptions?, CancellationToken)"/>
    public static T Run<T>(
        IEnumerator<Awaitable> main, SchedulerOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var runner = new Runner(options);
        return runner.Run<T>(main, cancellationToken: cancellationToken);
    }

    /// <summary>Runs until a coroutine is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <param name="coroutine">The coroutine. It becomes a task.</param>
    /// <remarks>
    /// What else is pending stays so, and goes on in the next run. What this throws is what the coroutine failed with.
    /// </remarks>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread, or <see cref="Stop"/> came first.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    /// <exception cref="DeadlockException">Under a <see cref="VirtualClock"/>: nothing can ever happen any more.</exception>
    public void RunUntilComplete(IEnumerator<Awaitable> coroutine) => RunNewTask(() => CreateTask(coroutine));

    /// <summary>Runs until a coroutine that returns a value is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <returns>What it returned.</returns>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public T RunUntilComplete<T>(IEnumerator<Awaitable> coroutine) => RunNewTask(() => CreateTask<T>(coroutine)).Result;

    /// <summary>Runs until a future or task is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <param name="future">The future.</param>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public void RunUntilComplete(Future future)
    {
        ThrowHelper.IfNull(future, nameof(future));
        RunUntilDone(future);
        _ = future.Result;
    }

    /// <summary>Runs until a future is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="future">The future.</param>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public T RunUntilComplete<T>(Future<T> future)
    {
        ThrowHelper.IfNull(future, nameof(future));
        RunUntilDone(future);
        return future.Result;
    }

    /// <summary>Runs until a task is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public T RunUntilComplete<T>(CoTask<T> task)
    {
        ThrowHelper.IfNull(task, nameof(task));
        RunUntilDone(task);
        return task.Result;
    }

    /// <summary>Runs until what is given is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <param name="awaitable">What to await, such as a <c>Wait</c> or a <c>Sleep</c>.</param>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public void RunUntilComplete(Awaitable awaitable)
    {
        VerifyMayEnter(nameof(RunUntilComplete));
        RunUntilComplete(awaitable.EnsureFuture(this));
    }

    /// <summary>Runs until what is given is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="awaitable">What to await, such as a <c>Gather</c>.</param>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public T RunUntilComplete<T>(Awaitable<T> awaitable)
    {
        VerifyMayEnter(nameof(RunUntilComplete));
        Future future = Awaitable.EnsureFuture(awaitable, this);
        RunUntilComplete(future);
        return Children.ResultOf<T>(future);
    }

    /// <summary>Runs iterations until <see cref="Stop"/> is called: asyncio's <c>run_forever</c>.</summary>
    /// <remarks>
    /// Called on a scheduler that was stopped beforehand, it runs one iteration without waiting. Under a
    /// <see cref="VirtualClock"/>, a <see cref="DeadlockException"/> ends it when nothing can happen any more.
    /// </remarks>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void RunForever()
    {
        Enter(nameof(RunForever));
        try
        {
            Clock.BeginRun();
            Frames.Leave();
            Loop.IterateUntilStopped();
        }
        finally
        {
            Loop.IsStopping = false;
            Leave();
        }
    }

    /// <summary>
    /// Ends <see cref="RunForever"/> or <c>RunUntilComplete</c> after the iteration that is being run: asyncio's
    /// <c>stop</c>. What is pending stays pending, and goes on in the next run.
    /// </summary>
    public void Stop()
    {
        VerifyAccess();
        Loop.IsStopping = true;
    }

    internal void VerifyMayRun()
    {
        VerifyNotDisposed();
        if (_current is { } running)
        {
            throw new InvalidOperationException(
                $"Scheduler.Run was called while a scheduler runs on this thread{running.DescribeRunning()}. Inside a coroutine, yield return Await(…) or CreateTask(…) instead.");
        }
    }

    /// <summary>Runs one iteration outside of any frame, without waiting and without moving the clock.</summary>
    internal void IterateBetweenFrames()
    {
        Enter(nameof(Tick));
        try
        {
            Loop.RunIterationOfFrame();
        }
        finally
        {
            Loop.IsStopping = false;
            Leave();
        }
    }

    /// <summary>Runs until a future is done, without looking at what came of it.</summary>
    internal void RunUntilDone(Future future)
    {
        VerifyMayEnter(nameof(RunUntilComplete));
        if (!future.TryBind(this))
        {
            throw new InvalidOperationException($"{future.Describe()} belongs to another scheduler.");
        }

        // Whoever runs it reads it afterwards.
        future.AnnounceLook();
        bool isOver = false;
        Action<Future> stop = _ => Loop.IsStopping |= !isOver;
        future.AddDoneCallback(stop);
        try
        {
            RunForever();
        }
        finally
        {
            // When Ctrl-C leaves the loop just as the future is done, the callback is queued already and can only be told
            // that it has come too late: it must not stop the next run.
            isOver = true;
            future.RemoveDoneCallback(stop);
            if (!future.IsDone)
            {
                future.WithdrawLook();
            }
        }

        if (!future.IsDone)
        {
            throw new InvalidOperationException(
                $"The scheduler was stopped before {future.Describe()} was done. It stays pending, and goes on in the next run.");
        }
    }

    private TTask RunNewTask<TTask>(Func<TTask> start)
        where TTask : CoTask
    {
        // Before a task is made that would then linger.
        VerifyMayEnter(nameof(RunUntilComplete));
        TTask task = start();
        RunUntilDone(task);
        _ = task.Result;
        return task;
    }
}

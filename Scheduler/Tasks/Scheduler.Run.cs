namespace Coroutines;

public sealed partial class Scheduler
{
    // How often Run cancels the tasks that are left: a clean-up may start new ones, which are cancelled in their turn.
    private const int ShutdownRounds = 100;

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

    internal void VerifyMayRun()
    {
        VerifyNotDisposed();
        if (_current is { } running)
        {
            throw new InvalidOperationException(
                $"Scheduler.Run was called while a scheduler runs on this thread{running.DescribeRunning()}. Inside a coroutine, yield return Await(…) or CreateTask(…) instead.");
        }
    }

    /// <summary>Runs main, which Ctrl-C and the token can cancel (rule 39).</summary>
    internal void RunMain(CoTask main, CancellationToken cancellationToken)
    {
        const string Message = "The CancellationToken of Run was cancelled.";
        _interrupts = 0;
        _isMainInterrupted = false;
        if (cancellationToken.IsCancellationRequested)
        {
            // Before its first step: the body never runs (rule 13).
            main.Cancel(Message);
        }

        using (main.Cancelling == 0
            ? cancellationToken.Register(() => CallFromOutside(() => main.Cancel(Message)))
            : default)
        using (_options.HandleCtrlC ? CtrlC.Watch(() => Interrupt(main)) : null)
        {
            RunUntilDone(main);
        }

        // A main that swallowed that cancel, or was cancelled by somebody else as well, ends as it ended.
        if (!main.IsCancelled || main.Cancelling != 1)
        {
            return;
        }

        var cancel = (CancelledException)main.TakeFault()!;
        if (_isMainInterrupted)
        {
            throw new KeyboardInterruptException("Interrupted by Ctrl-C.", cancel);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            throw new CancelledException(ExceptionText.MessageOf(cancel), cancellationToken);
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

    private void RunUntilDone(Future future)
    {
        VerifyMayEnter(nameof(RunUntilComplete));
        if (!future.TryBind(this))
        {
            throw new InvalidOperationException($"{future.Describe()} belongs to another scheduler.");
        }

        // Whoever runs it reads it afterwards.
        future.AnnounceLook();
        bool isOver = false;
        Action<Future> stop = _ => _isStopping |= !isOver;
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

    /// <summary>What Run does with the tasks that main left behind (rule 38).</summary>
    internal void CancelRemainingTasks()
    {
        for (int round = 0; HasUnfinishedTasks(); round++)
        {
            List<CoTask> remaining = UnfinishedTasks();
            if (round == ShutdownRounds)
            {
                throw new InvalidOperationException(
                    $"After {ShutdownRounds} rounds of cancelling, tasks still start new ones: {string.Join(", ", remaining.Select(task => task.DescribeChain()))}.");
            }

            CancelAll(remaining);
            ResumeGroups();
            RunUntilAllDone(remaining);
            foreach (CoTask task in remaining)
            {
                ReportShutdownError(task);
            }
        }

        RunLastIterations();
    }

    private void RunUntilAllDone(List<CoTask> tasks)
    {
        int left = tasks.Count;
        var all = new Future(this);
        foreach (CoTask task in tasks)
        {
            task.AnnounceLook();
            task.AddDoneCallback(_ =>
            {
                if (--left == 0)
                {
                    all.SetResult();
                }
            });
        }

        RunUntilDone(all);
    }

    private void ReportShutdownError(CoTask task)
    {
        if (task.IsCancelled || task.TakeFault() is not { } fault)
        {
            return;
        }

        var context = new ExceptionContext("A task failed while it was being cancelled at the end of Run")
        {
            Exception = fault,
            Future = task,
            Task = task,
            CreationStack = task.CreationStack,
        };
        Report(context, task.Context);
    }

    // asyncio shuts its async generators and its executor down here, each in a run of two iterations; callbacks that
    // are still queued, and timers that are due, get that many, and a program that counts on it shall find it so.
    private void RunLastIterations()
    {
        for (int i = 0; i < 4 && (_ready.Count > 0 || _timers.Count > 0); i++)
        {
            Stop();
            RunForever();
        }
    }
}

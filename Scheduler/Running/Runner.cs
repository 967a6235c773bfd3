using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A scheduler for several <c>Run</c> calls, one after the other, with one end: asyncio's <c>Runner</c>.
/// </summary>
/// <remarks>
/// What main leaves behind goes on in the next run. <see cref="Dispose"/> cancels all tasks that are left and runs them until
/// they are done (rule 38). The <see cref="AsyncLocal{T}"/> values that one main sets are there for the next.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class Runner : IDisposable
{
    private readonly Scheduler _scheduler;
    private ExecutionContext? _context = ExecutionContext.Capture();
    private bool _hasFailed;

    /// <summary>Creates a runner, with a scheduler of its own.</summary>
    /// <param name="options">How the scheduler is set up; null for the defaults.</param>
    public Runner(SchedulerOptions? options = null) => _scheduler = new Scheduler(options);

    /// <summary>Its scheduler: asyncio's <c>get_loop</c>.</summary>
    public Scheduler Scheduler => _scheduler;

    /// <summary>Runs a coroutine from start to end: asyncio's <c>Runner.run</c>.</summary>
    /// <param name="main">The main coroutine. A value that it returns is dropped.</param>
    /// <param name="context">
    /// The execution context to run it in; null for the runner's own, which is made with it, and in which the last run that
    /// was given none has left its values.
    /// </param>
    /// <param name="cancellationToken">Cancels the main task, as a first Ctrl-C does (rule 39).</param>
    /// <exception cref="ArgumentNullException"><paramref name="main"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    /// <exception cref="ObjectDisposedException">The runner was disposed.</exception>
    /// <exception cref="CancelledException">Main ended cancelled.</exception>
    /// <exception cref="KeyboardInterruptException">Main ended by Ctrl-C.</exception>
    /// <exception cref="DeadlockException">Under a <see cref="VirtualClock"/>: nothing can ever happen any more.</exception>
    public void Run(
        IEnumerator<Awaitable> main, ExecutionContext? context = null, CancellationToken cancellationToken = default)
    {
        VerifyMayRun(main);
        Run(_scheduler.CreateTask(main, context: context ?? _context), context is null, cancellationToken);
    }

    /// <summary>Runs a coroutine that returns a value from start to end: asyncio's <c>Runner.run</c>.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <returns>What main returned.</returns>
    /// <inheritdoc cref="Run(IEnumerator{Awaitable}, ExecutionContext?, CancellationToken)"/>
    public T Run<T>(
        IEnumerator<Awaitable> main, ExecutionContext? context = null, CancellationToken cancellationToken = default)
    {
        VerifyMayRun(main);
        CoTask<T> task = _scheduler.CreateTask<T>(main, context: context ?? _context);
        Run(task, context is null, cancellationToken);
        return task.Result;
    }

    /// <summary>
    /// Cancels all tasks that are left, in the order of their creation, and runs them until they are done; their errors go to
    /// the exception handler. Then disposes the scheduler: asyncio's <c>close</c>. A second call does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// It is running. Or it has tasks left, and another scheduler runs on this thread.
    /// </exception>
    public void Dispose()
    {
        if (_scheduler.IsDisposed)
        {
            return;
        }

        _scheduler.VerifyMayDispose();
        using (_scheduler)
        {
            try
            {
                new RunShutdown(_scheduler).CancelRemainingTasks();
                _scheduler.DefaultExecutor.ShutDown();
            }
            catch (Exception exception) when (_hasFailed && exception is not KeyboardInterruptException)
            {
                // What ended main is the error that counts, and it is on its way; this one came of it.
                _scheduler.Reports.Report(new ExceptionContext("The end of Run has failed too") { Exception = exception });
            }
        }
    }

    private void Run(CoTask main, bool inOwnContext, CancellationToken cancellationToken)
    {
        _hasFailed = true;
        try
        {
            new MainRun(_scheduler, main).Run(cancellationToken);
        }
        finally
        {
            if (inOwnContext)
            {
                _context = main.Context;
            }
        }

        _ = main.Result;
        _hasFailed = false;
    }

    private void VerifyMayRun(IEnumerator<Awaitable> main)
    {
        ThrowHelper.IfNullCoroutine(main, nameof(main));
        _scheduler.VerifyMayRun();
    }

    private string DebuggerDisplay => $"runner of {_scheduler.DebuggerDisplay}";
}

namespace Coroutines;

public sealed partial class Scheduler
{
    // For threads that do not return.
    private static readonly TimeSpan _executorPatience = TimeSpan.FromMinutes(5);

    private CoThreadPool? _executor;
    private bool _isExecutorShutDown;

    /// <summary>
    /// The threads for <c>ToThread</c> and <c>RunInExecutor</c> where no pool is named; one is made when it is first
    /// asked for. Setting it is asyncio's <c>set_default_executor</c>. The scheduler shuts it down: at the end of
    /// <c>Run</c> it waits for what was begun.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was shut down.</exception>
    public CoThreadPool Executor
    {
        get
        {
            VerifyExecutor();
            return _executor ??= new CoThreadPool(name: "Scheduler");
        }

        set
        {
            ThrowHelper.IfNull(value, nameof(value));
            VerifyThread();
            VerifyExecutor();
            _executor = value;
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
        return Submit(pool, function, context: null);
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
        return Submit(pool, ToFunction(action), context: null);
    }

    internal static Func<object?> ToFunction(Action action) => () =>
    {
        action();
        return null;
    };

    /// <param name="pool">The pool; null for the scheduler's own.</param>
    /// <param name="function">What to run.</param>
    /// <param name="context">The execution context to run it in; null for an empty one.</param>
    internal Future<T> Submit<T>(CoThreadPool? pool, Func<T> function, ExecutionContext? context)
    {
        VerifyAccess();
        var item = new WorkItem<T>(this, function, context);
        (pool ?? Executor).Submit(item);
        item.Expect();
        return item.Future;
    }

    /// <summary>Waits, while the loop goes on, until the threads have ended: asyncio's <c>shutdown_default_executor</c>.</summary>
    /// <param name="patience">How long at most; by default as long as asyncio waits at the end of a run.</param>
    internal void ShutDownExecutor(TimeSpan? patience = null)
    {
        _isExecutorShutDown = true;
        if (_executor is not { } executor)
        {
            return;
        }

        TimeSpan limit = patience ?? _executorPatience;

        // What runs there may itself wait for something of this loop.
        var ended = new Future<bool>(this);
        Expect(ended);
        var waiting = new Thread(() =>
        {
            bool haveAllEnded = executor.TryShutDown(limit);
            CallFromOutside(() => ended.SetResult(haveAllEnded));
        })
        {
            IsBackground = true,
        };
        waiting.Start();
        if (!RunUntilComplete(ended))
        {
            Report(new ExceptionContext(FormattableString.Invariant(
                $"At the end of Run, functions on other threads had not returned after {limit.TotalSeconds} seconds; they were left behind")));
        }
    }

    private void VerifyExecutor()
    {
        if (_isExecutorShutDown)
        {
            throw new InvalidOperationException("The scheduler ends, and its threads take no more work.");
        }
    }
}

namespace Coroutines;

/// <summary>The threads of a scheduler, where no pool is named. They are made when they are first asked for.</summary>
internal sealed class DefaultExecutor(Scheduler scheduler)
{
    // For threads that do not return.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private CoThreadPool? _pool;
    private bool _isShutDown;

    internal CoThreadPool Pool
    {
        get
        {
            Verify();
            return _pool ??= new CoThreadPool(name: "Scheduler");
        }

        set
        {
            Verify();
            _pool = value;
        }
    }

    internal static Func<object?> ToFunction(Action action) => () =>
    {
        action();
        return null;
    };

    /// <summary>Has a function run on a thread.</summary>
    /// <param name="pool">The pool; null for this one.</param>
    /// <param name="function">What to run.</param>
    /// <param name="context">The execution context to run it in; null for an empty one.</param>
    internal Future<T> Submit<T>(CoThreadPool? pool, Func<T> function, ExecutionContext? context)
    {
        scheduler.VerifyAccess();
        var item = new WorkItem<T>(scheduler, function, context);
        (pool ?? Pool).Submit(item);
        item.Expect();
        return item.Future;
    }

    /// <summary>Waits, while the loop goes on, until the threads have ended: asyncio's <c>shutdown_default_executor</c>.</summary>
    /// <param name="patience">How long at most; by default as long as asyncio waits at the end of a run.</param>
    internal void ShutDown(TimeSpan? patience = null)
    {
        _isShutDown = true;
        if (_pool is not { } pool)
        {
            return;
        }

        TimeSpan limit = patience ?? _patience;

        // What runs there may itself wait for something of this loop.
        var ended = new Future<bool>(scheduler);
        ExpectedResult.Of(scheduler, ended);
        long promise = scheduler.Outside.NextPromise();
        var waiting = new Thread(() =>
        {
            bool haveAllEnded = pool.TryShutDown(limit);
            scheduler.Outside.Call(() => ended.SetResult(haveAllEnded), promise);
        })
        {
            IsBackground = true,
        };
        waiting.Start();
        if (!scheduler.RunUntilComplete(ended))
        {
            scheduler.Reports.Report(new ExceptionContext(FormattableString.Invariant(
                $"At the end of Run, functions on other threads had not returned after {limit.TotalSeconds} seconds; they were left behind")));
        }
    }

    /// <summary>Lets go of the threads, without waiting for them.</summary>
    internal void LetGo() => _pool?.TryShutDown(TimeSpan.Zero);

    private void Verify()
    {
        if (_isShutDown)
        {
            throw new InvalidOperationException("The scheduler ends, and its threads take no more work.");
        }
    }
}

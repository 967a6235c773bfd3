namespace Coroutines;

/// <summary>A function that a thread runs, and the future that gets its result.</summary>
/// <remarks>A future that is cancelled before the function has begun keeps it from running; afterwards the result is dropped.</remarks>
internal sealed class WorkItem<T> : WorkItem, IFutureWaiter
{
    private const int Queued = 0;
    private const int Begun = 1;
    private const int Abandoned = 2;

    private static readonly ContextCallback _call = static item => ((WorkItem<T>)item!).Call();

    private readonly Scheduler _scheduler;
    private readonly ExecutionContext? _context;
    private readonly long _promise;
    private Func<T>? _function;
    private T _result = default!;
    private Exception? _error;
    private int _state;

    /// <param name="scheduler">Where the result is wanted.</param>
    /// <param name="function">What to run.</param>
    /// <param name="context">The execution context to run it in; null for an empty one.</param>
    internal WorkItem(Scheduler scheduler, Func<T> function, ExecutionContext? context)
    {
        _scheduler = scheduler;
        _function = function;
        _context = context;
        _promise = scheduler.Outside.NextPromise();
        Future = new Future<T>(scheduler);
    }

    internal Future<T> Future { get; }

    /// <summary>It was submitted to a pool.</summary>
    internal void Expect()
    {
        ExpectedResult.Of(_scheduler, Future);
        Future.AddWaiter(this);
    }

    internal override void Run(ExecutionContext? empty)
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Queued) != Queued)
        {
            return;
        }

        try
        {
            if ((_context ?? empty) is { } context)
            {
                ExecutionContext.Run(context, _call, this);
            }
            else
            {
                Call();
            }
        }
        catch (Exception exception)
        {
            _error = exception;
        }

        _function = null;
        _scheduler.Outside.Call(Complete, _promise);
    }

    void IFutureWaiter.OnDone(Future future)
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Queued) == Queued)
        {
            _function = null;
        }
    }

    private void Call() => _result = _function!();

    private void Complete()
    {
        if (Future.IsDone)
        {
            return;
        }

        if (_error is null)
        {
            Future.SetResult(_result);
        }
        else
        {
            Future.SetException(_error);
        }
    }
}

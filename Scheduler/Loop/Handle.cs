namespace Coroutines;

/// <summary>A callback that waits to be run, and can be cancelled until then: asyncio's <c>Handle</c>.</summary>
/// <remarks>
/// It runs in the execution context (the <see cref="AsyncLocal{T}"/> values) of the place that scheduled it, or in the
/// one it was given; what it changes there is seen by nobody else.
/// </remarks>
public class Handle : IRunnable
{
    private readonly Scheduler _scheduler;
    private readonly ExecutionContext? _context;
    private static readonly ContextCallback _invoke = static callback => ((Action)callback!)();

    private Action? _callback;

    internal Handle(Scheduler scheduler, Action callback, ExecutionContext? context)
    {
        _scheduler = scheduler;
        _callback = callback;
        _context = context ?? ExecutionContext.Capture();
    }

    /// <summary>Whether <see cref="Cancel"/> was called.</summary>
    public bool IsCancelled { get; private set; }

    internal Scheduler Owner => _scheduler;

    /// <summary>
    /// Prevents the callback from running; does nothing if it has run or was cancelled already. To be called on the
    /// scheduler's thread.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Cancel()
    {
        _scheduler.VerifyThread();
        CancelCore();
        IsCancelled = true;
        _callback = null;
    }

    private protected virtual void CancelCore()
    {
    }

    void IRunnable.Run()
    {
        if (_callback is { } callback)
        {
            _callback = null;
            _scheduler.Contexts.Run(_context, _invoke, callback);
        }
    }

    void IRunnable.Fail(Exception exception) => _scheduler.ReportOrThrow(
        exception, () => new ExceptionContext("A callback threw an exception") { Exception = exception, Handle = this });

    /// <summary>What the handle is, for reports.</summary>
    /// <returns>A short description with the callback's name.</returns>
    public override string ToString() => IsCancelled ? $"{GetType().Name} (cancelled)" : GetType().Name;
}

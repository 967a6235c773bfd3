using System.Diagnostics;

namespace Coroutines;

/// <summary>A callback that waits to be run, and can be cancelled until then: asyncio's <c>Handle</c>.</summary>
/// <remarks>
/// It runs in the execution context (the <see cref="AsyncLocal{T}"/> values) of the place that scheduled it, or in the
/// one it was given; what it changes there is seen by nobody else.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public class Handle : IRunnable
{
    private static readonly ContextCallback _invoke = static handle => ((Handle)handle!).Invoke();

    private readonly Scheduler _scheduler;
    private readonly string? _creationStack;

    // Until it has run or is cancelled: whoever keeps the handle does not keep what the callback knows.
    private ExecutionContext? _context;
    private Action? _callback;

    internal Handle(Scheduler scheduler, Action callback, ExecutionContext? context)
    {
        _scheduler = scheduler;
        _callback = callback;
        _context = context ?? ExecutionContext.Capture();
        if (scheduler.IsDebug)
        {
            _creationStack = Environment.StackTrace;
        }
    }

    /// <summary>Whether <see cref="Cancel"/> was called.</summary>
    public bool IsCancelled { get; private set; }

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
        _context = null;
    }

    private protected virtual void CancelCore()
    {
    }

    void IRunnable.Run()
    {
        if (_callback is not null)
        {
            ExecutionContext? context = _context;
            _context = null;
            _scheduler.Contexts.Run(context, _invoke, this);
        }
    }

    void IRunnable.HandleFault(Exception exception) => Fail(exception);

    private void Invoke()
    {
        Action callback = _callback!;
        _callback = null;
        try
        {
            callback();
        }
        catch (Exception exception)
        {
            // Here, while the context is the callback's: the exception handler sees what was set in it.
            Fail(exception);
        }
    }

    private void Fail(Exception exception) => _scheduler.Reports.ReportOrThrow(
        exception,
        () => new ExceptionContext("A callback threw an exception")
        {
            Exception = exception,
            Handle = this,
            CreationStack = _creationStack,
        });

    /// <summary>What the handle is, for reports.</summary>
    /// <returns>A short description with the callback's name.</returns>
    public override string ToString() => IsCancelled ? $"{GetType().Name} (cancelled)" : GetType().Name;
}

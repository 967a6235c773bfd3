namespace Coroutines;

/// <summary>A done-callback: scheduled by the future's completion like any other callback.</summary>
internal sealed class FutureCallback : ILeavingWaiter, IRunnable
{
    private static readonly ContextCallback _invoke = static state => ((FutureCallback)state!).Invoke();

    private readonly Scheduler _scheduler;

    // Null once it was taken back: the future may keep this object, but not what the callback knows.
    private Action<Future>? _callback;
    private ExecutionContext? _context;
    private Future? _future;

    // The host of a simulated world whose callback it is; null for none.
    private readonly TaskDomain? _host;

    internal FutureCallback(Scheduler scheduler, Action<Future> callback, ExecutionContext? context)
    {
        _scheduler = scheduler;
        _callback = callback;
        _context = context ?? ExecutionContext.Capture();
        _host = scheduler.Domains.Host;
    }

    /// <summary>The callback, as long as it was not taken back.</summary>
    internal Action<Future> Callback => _callback!;

    /// <summary>Another one of the same future with an equal callback, if that future has looked for such.</summary>
    internal FutureCallback? NextEqual { get; set; }

    public bool HasLeft => _callback is null;

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            _future = future;
            _scheduler.Ready.Enqueue(this);
        }
    }

    /// <summary>It was taken back.</summary>
    internal void Leave()
    {
        _callback = null;
        _context = null;
    }

    public void Run() => _scheduler.Contexts.Run(_context, _invoke, this);

    public void HandleFault(Exception exception) => _scheduler.Reports.ReportOrThrow(
        exception, () => new ExceptionContext($"A done-callback of {_future!.Describe()} threw an exception")
        {
            Exception = exception,
            Future = _future,
            Task = _future as CoTask,
        });

    private void Invoke()
    {
        try
        {
            if (_host is null)
            {
                _callback!(_future!);
            }
            else
            {
                _host.RunCallback(() => _callback!(_future!));
            }
        }
        catch (Exception exception)
        {
            // Here, while the context is the callback's: the exception handler sees what was set in it.
            HandleFault(exception);
        }
    }
}

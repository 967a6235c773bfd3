namespace Coroutines;

/// <summary>A done-callback: scheduled by the future's completion like any other callback.</summary>
internal sealed class FutureCallback(Scheduler scheduler, Action<Future> callback, ExecutionContext? context)
    : ILeavingWaiter, IRunnable
{
    private static readonly ContextCallback _invoke = static state => ((FutureCallback)state!).Invoke();

    private readonly ExecutionContext? _context = context ?? ExecutionContext.Capture();
    private Future? _future;

    internal Action<Future> Callback => callback;

    /// <summary>Another one of the same future with an equal callback, if that future has looked for such.</summary>
    internal FutureCallback? NextEqual { get; set; }

    public bool HasLeft { get; private set; }

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            _future = future;
            scheduler.Ready.Enqueue(this);
        }
    }

    /// <summary>It was taken back.</summary>
    internal void Leave() => HasLeft = true;

    public void Run() => scheduler.Contexts.Run(_context, _invoke, this);

    public void Fail(Exception exception) => scheduler.ReportOrThrow(
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
            callback(_future!);
        }
        catch (Exception exception)
        {
            // Here, while the context is the callback's: the exception handler sees what was set in it.
            Fail(exception);
        }
    }
}

namespace Coroutines;

/// <summary>A done-callback: scheduled by the future's completion like any other callback.</summary>
internal sealed class FutureCallback(Scheduler scheduler, Action<Future> callback, ExecutionContext? context)
    : IFutureWaiter, IRunnable
{
    private static readonly ContextCallback _invoke = static state => ((FutureCallback)state!).Invoke();

    private readonly ExecutionContext? _context = context ?? ExecutionContext.Capture();
    private Future? _future;

    internal Action<Future> Callback => callback;

    public void OnDone(Future future)
    {
        _future = future;
        scheduler.Ready.Enqueue(this);
    }

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

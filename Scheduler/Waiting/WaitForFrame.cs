namespace Coroutines;

/// <summary>Awaits something in the caller's task, with a deadline.</summary>
internal sealed class WaitForFrame(Awaitable awaited, double? seconds) : GuardFrame
{
    private CoTimeout? _timeout;

    internal override Awaitable Start(CoTask task)
    {
        _timeout = new CoTimeout(task, frame: null, task.Scheduler.Time + seconds);
        return awaited;
    }

    internal override Awaitable Resume(CoTask task) => End(_timeout!.Leave(null));

    internal override Awaitable Throw(CoTask task, Exception exception) => End(_timeout!.Leave(exception));

    internal override Exception Abort(Exception fault) => _timeout?.Leave(fault) ?? fault;
}

namespace Coroutines;

/// <summary>Awaits something in the caller's task, with a deadline.</summary>
internal sealed class WaitForFrame(Awaitable awaited, double? seconds) : GuardFrame
{
    private CoTimeout? _timeout;

    internal override Awaitable Start(CoTask task)
    {
        // What is done already is not waited for, so no deadline can be met.
        if (seconds is not null && !awaited.IsDone)
        {
            double now = task.Now;
            _timeout = new CoTimeout(task, frame: null, now + seconds, now);
        }

        return awaited;
    }

    internal override Awaitable Resume(CoTask task) => End(_timeout?.Leave(null));

    internal override Awaitable Throw(CoTask task, Exception exception) => End(Leave(exception));

    internal override Exception Abort(Exception fault) => Leave(fault);

    private Exception Leave(Exception fault) => _timeout is null ? fault : _timeout.Leave(fault)!;
}

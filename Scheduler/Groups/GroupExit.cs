namespace Coroutines;

/// <summary>The end of a group's block: waits for the children, however often it is cancelled meanwhile.</summary>
internal sealed class GroupExit(TaskGroup group, Exception? fault) : PlainFrame
{
    private CancelledException? _cancel = fault as CancelledException;

    internal override Awaitable Start(CoTask task) =>
        group.BeginExit(task, this, fault) is { } refusal ? Awaitable.Failure(refusal) : Resume(task);

    internal override Awaitable Resume(CoTask task)
    {
        if (group.WaitForChildren() is { } allDone)
        {
            return allDone;
        }

        return group.EndExit(fault, _cancel) is { } ending ? Awaitable.Failure(ending) : Completed;
    }

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        // A cancel that comes while errors shut the group down is delivered again later. One that comes after the group's
        // own Cancel has nothing to bring it back.
        if (group.AbortOnce() || (group.IsCancelled && _cancel is null))
        {
            _cancel = exception as CancelledException;
        }

        return Resume(task);
    }
}

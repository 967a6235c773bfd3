namespace Coroutines;

/// <summary>Runs a function on a thread of the scheduler's pool, with the values that the calling task has.</summary>
internal sealed class ThreadFrame<T>(Func<T> function) : GuardFrame, IResult<T>
{
    private Future<T>? _future;

    public T GetResult(long version)
    {
        VerifyHasResult("The function has not returned. Yield what ToThread returned first, then read its Result.");
        return _future!.Result;
    }

    public Awaitable ToAwaitable(long version) => new(this);

    internal override Awaitable Start(CoTask task) =>
        _future = task.Scheduler.Executors.Submit(null, function, ExecutionContext.Capture());

    internal override Awaitable Resume(CoTask task) => End(null);

    internal override Awaitable Throw(CoTask task, Exception exception) => End(exception);
}

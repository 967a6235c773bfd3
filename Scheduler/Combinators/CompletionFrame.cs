namespace Coroutines;

/// <summary>Waits for the next future of an <c>AsCompleted</c> to be done.</summary>
/// <param name="queue">Where it comes from.</param>
/// <param name="resolve">Whether that future's failure is the failure of the wait.</param>
/// <param name="select">What of that future is the result.</param>
internal sealed class CompletionFrame<T>(CompletionQueue queue, bool resolve, Func<Future, T> select) : GuardFrame, IResult<T>
{
    private WaitSignal? _signal;
    private Future? _done;

    public T GetResult(long version)
    {
        VerifyHasResult("The next completion is not there yet. Yield it first, then read its Result.");
        return select(_done!);
    }

    public Awaitable ToAwaitable(long version) => new(this);

    internal override Awaitable Start(CoTask task) => Resume(task);

    internal override Awaitable Resume(CoTask task)
    {
        if (!queue.TryTake(out _done))
        {
            return _signal = queue.Wait();
        }

        if (_done is null)
        {
            return End(new TimeoutException($"The time that AsCompleted had was up before {task.DescribeChain()} got the next completion."));
        }

        return End(resolve ? _done.TakeFault() : null);
    }

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        queue.Leave(_signal!);
        return End(exception);
    }
}

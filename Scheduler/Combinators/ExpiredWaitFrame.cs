namespace Coroutines;

/// <summary>
/// A <c>WaitFor</c> that leaves no time: what is not done yet is cancelled, and its clean-up waited for.
/// </summary>
internal sealed class ExpiredWaitFrame(Awaitable awaited) : GuardFrame
{
    private Future? _future;
    private CompletionHop? _hop;

    internal override Awaitable Start(CoTask task)
    {
        _future = awaited.EnsureFuture(task.Scheduler);
        if (!_future.TryBind(task.Scheduler))
        {
            return End(new InvalidOperationException(
                $"{task.DescribeChain()} awaits {_future.Describe()}, which belongs to another scheduler."));
        }

        if (_future.IsDone)
        {
            return End(_future.TakeFault());
        }

        _hop = new CompletionHop(task.Scheduler);
        _future.AddWaiter(_hop);
        _future.AnnounceLook();
        _future.Cancel();
        return _hop.Signal;
    }

    internal override Awaitable Resume(CoTask task) => End(_future!.TakeFault() switch
    {
        CancelledException cancel => new TimeoutException(
            $"{_future.Describe()} was not done, and {task.DescribeChain()} left it no time.", cancel),
        { } fault => fault,
        null => null,
    });

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        _hop!.Leave(_future!);
        _future!.WithdrawLook();
        return End(exception);
    }
}

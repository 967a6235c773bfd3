namespace Coroutines;

/// <summary>A call of .NET's that a coroutine waits for, and that is told by a token when the wait is given up.</summary>
/// <remarks>
/// Told so, most calls end soon, but on another thread. The coroutine is left only then: what it does next may need what
/// the call was using. But for a call that does not listen it is not held up for long.
/// </remarks>
/// <param name="call">Makes the call.</param>
/// <param name="shared">The source of the token, if there are other calls with it; null for one of its own.</param>
internal class DotNetCall(Func<CancellationToken, Task> call, CancellationTokenSource? shared = null) : GuardFrame
{
    private const double Patience = 0.5;

    private readonly CancellationTokenSource _source = shared ?? new CancellationTokenSource();

    // For the end of the call; at first for its result as well.
    private Future? _wait;
    private TimerHandle? _limit;

    // Why the wait was given up.
    private Exception? _interruption;

    /// <summary>What the call gave; null before that.</summary>
    private protected Task? Running { get; private set; }

    internal override Awaitable Start(CoTask task)
    {
        Running = call(_source.Token) ?? throw new InvalidOperationException(
            $"{task.DescribeChain()} awaits a call of .NET's that gave null instead of a task.");
        return Running.IsCompleted ? Leave(DotNetTask.FaultOf(Running)) : _wait = DotNetTask.ToFuture(Running);
    }

    // The call has ended: well, or else after the wait was given up, or it is not waited for any longer.
    internal override Awaitable Resume(CoTask task) => Leave(_interruption);

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        if (_interruption is not null || Running is null or { IsCompleted: true })
        {
            return Leave(Replacement.Of(_interruption, exception));
        }

        _interruption = exception;
        GiveUp(task.Scheduler);
        return Running.IsCompleted || task.Scheduler.Clock.IsStepped ? Leave(exception) : WaitForEnd(Running, task.Scheduler);
    }

    internal override Exception Abort(Exception fault)
    {
        fault = Replacement.Of(_interruption, fault);
        if (Running is { IsCompleted: false } && _interruption is null)
        {
            try
            {
                GiveUp(_wait!.Owner!);
            }
            catch (KeyboardInterruptException interrupt)
            {
                fault = interrupt;
            }
        }

        return fault;
    }

    private void GiveUp(Scheduler scheduler)
    {
        _wait!.Cancel();

        // It may fail because it is stopped, and then nobody looks at that.
        Running!.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        DotNetTask.Stop(_source, scheduler);
    }

    private Future WaitForEnd(Task running, Scheduler scheduler)
    {
        Future end = DotNetTask.ToFuture(Task.WhenAny(running));
        _limit = scheduler.CallLater(Patience, () =>
        {
            if (!end.IsDone)
            {
                end.SetResult();
            }
        });
        return _wait = end;
    }

    private Awaitable Leave(Exception? fault)
    {
        _limit?.Cancel();
        _wait?.Cancel();
        if (shared is null && Running is null or { IsCompleted: true })
        {
            _source.Dispose();
        }

        return End(fault);
    }
}

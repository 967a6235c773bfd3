namespace Coroutines;

/// <summary>The frame of a <c>Wait</c>: hears of each of the futures, until it has heard enough.</summary>
/// <remarks>
/// As in a gathering future, one object stands for the callbacks that asyncio has, and is queued only in the place of the
/// one that has something to do.
/// </remarks>
internal sealed class WaitFrame<TFuture>(Scheduler scheduler, TFuture[] futures, double? seconds, ReturnWhen returnWhen)
    : GuardFrame, IResult<(IReadOnlyList<TFuture> Done, IReadOnlyList<TFuture> Pending)>, ILeavingWaiter, IRunnable
    where TFuture : Future
{
    private readonly WaitSignal _enough = new(scheduler, "a wait for", futures);
    private int _unfinished = futures.Length;
    private TimerHandle? _timeout;
    private (IReadOnlyList<TFuture> Done, IReadOnlyList<TFuture> Pending)? _result;

    public bool HasLeft { get; private set; }

    public (IReadOnlyList<TFuture> Done, IReadOnlyList<TFuture> Pending) GetResult(long version)
    {
        VerifyHasResult("The wait is not over: what is done and what is pending is not known yet. Yield it first, then read its Result.");
        return _result!.Value;
    }

    public Awaitable ToAwaitable(long version) => new(this);

    public void OnDone(Future future)
    {
        if (HasLeft)
        {
            return;
        }

        if (future.HasFault)
        {
            // For whoever gets the result of the wait.
            future.AnnounceLook();
        }

        _unfinished--;
        bool isEnough = _unfinished == 0 || returnWhen == ReturnWhen.FirstCompleted
            || (returnWhen == ReturnWhen.FirstException && !future.IsCancelled && future.TakeFault() is not null);
        if (isEnough)
        {
            scheduler.Ready.Enqueue(this);
        }
        else
        {
            scheduler.Loop.PassIteration();
        }
    }

    public void Run()
    {
        _timeout?.Cancel();
        _enough.Give();
    }

    internal override Awaitable Start(CoTask task)
    {
        if (seconds is not null)
        {
            _timeout = scheduler.Domains.CallLaterByTask(seconds.Value, _enough.Give);
        }

        foreach (TFuture future in futures)
        {
            future.AddWaiter(this);
        }

        return _enough;
    }

    internal override Awaitable Resume(CoTask task)
    {
        Leave();
        _result = (Array.FindAll(futures, static future => future.IsDone), Array.FindAll(futures, static future => !future.IsDone));
        return End(null);
    }

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        Leave();
        return End(exception);
    }

    internal override Exception Abort(Exception fault)
    {
        Leave();
        return fault;
    }

    private void Leave()
    {
        HasLeft = true;
        _timeout?.Cancel();
        foreach (TFuture future in futures)
        {
            if (!future.IsDone)
            {
                future.Forget(this);
            }
            else if (future.HasFault)
            {
                future.WithdrawLook();
            }
        }
    }
}

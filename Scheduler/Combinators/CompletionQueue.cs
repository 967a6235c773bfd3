namespace Coroutines;

/// <summary>The futures of an <c>AsCompleted</c>, in the order in which they get done, and those who wait for the next one.</summary>
/// <remarks>
/// Hands over as asyncio's queue does: one who was woken and finds nothing, because another one was faster, waits again
/// behind all others; one who was woken and is cancelled wakes the next.
/// </remarks>
internal sealed class CompletionQueue : ILeavingWaiter, IRunnable
{
    private readonly Scheduler _scheduler;
    private readonly Future[] _futures;
    private readonly FutureSet[] _all;
    private readonly TimerHandle? _timeout;

    // Done, but their callback has not run yet.
    private readonly Queue<Future> _arrived = new();

    /// <summary>All of them as one, for reports.</summary>
    internal FutureSet All => _all[0];

    // Null stands for one that was not done in time.
    private readonly Queue<Future?> _done = new();
    private readonly Queue<WaitSignal> _waiting = new();
    private int _unfinished;
    private int _unclaimed;

    internal CompletionQueue(Scheduler scheduler, Future[] futures, double? seconds)
    {
        _scheduler = scheduler;
        _futures = futures;
        _all = [new FutureSet(scheduler, futures, () => _unfinished - _arrived.Count)];
        _unfinished = _unclaimed = futures.Length;
        foreach (Future future in futures)
        {
            future.AddWaiter(this);
        }

        if (seconds is not null && futures.Length > 0)
        {
            _timeout = scheduler.Domains.CallLaterByTask(seconds.Value, Expire);
        }
    }

    public bool HasLeft { get; private set; }

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            _arrived.Enqueue(future);
            _scheduler.Ready.Enqueue(this);
        }
    }

    public void Run()
    {
        Future future = _arrived.Dequeue();
        if (HasLeft)
        {
            return;
        }

        Put(future);
        if (--_unfinished == 0)
        {
            _timeout?.Cancel();
        }
    }

    /// <summary>Takes the right to one of the futures that get done.</summary>
    /// <returns>False when there are no more.</returns>
    internal bool TryClaim()
    {
        _scheduler.VerifyThread();
        return _unclaimed > 0 && _unclaimed-- > 0;
    }

    /// <summary>Takes the next one that is done; null for one that was not done in time.</summary>
    /// <returns>False when there is none yet.</returns>
    internal bool TryTake(out Future? future)
    {
        if (!_done.TryDequeue(out future))
        {
            return false;
        }

        if (future is { HasFault: true })
        {
            future.WithdrawLook();
        }

        return true;
    }

    /// <summary>What to wait on until it is worth to try again.</summary>
    internal WaitSignal Wait()
    {
        var signal = new WaitSignal(_scheduler, "the next completion of", _all);
        _waiting.Enqueue(signal);
        return signal;
    }

    /// <summary>One who waited is cancelled.</summary>
    internal void Leave(WaitSignal signal)
    {
        if (!signal.IsCancelled && _done.Count > 0)
        {
            WakeNext();
        }

        signal.Cancel();
    }

    private void Put(Future? future)
    {
        if (future is { HasFault: true })
        {
            // For whoever takes it out.
            future.AnnounceLook();
        }

        _done.Enqueue(future);
        WakeNext();
    }

    private void WakeNext()
    {
        while (_waiting.TryDequeue(out WaitSignal? signal))
        {
            if (!signal.IsDone)
            {
                signal.Give();
                return;
            }
        }
    }

    private void Expire()
    {
        HasLeft = true;
        for (; _unfinished > 0; _unfinished--)
        {
            Put(null);
        }

        foreach (Future future in _futures)
        {
            if (!future.IsDone)
            {
                future.Forget(this);
            }
        }
    }
}

namespace Coroutines;

// What it has failed with, and who has looked at that.
public partial class Future
{
    private FaultState _fault;

    /// <summary>What there is to be seen, and whether it was.</summary>
    [Flags]
    private enum FaultState : byte
    {
        None = 0,
        HasFault = 1,
        IsObserved = 2,
    }

    /// <summary>Whether somebody has seen the exception, or there is none to be seen.</summary>
    internal bool IsObserved => (_fault & FaultState.IsObserved) != 0;

    /// <summary>Whether it is done with an exception, and not by being cancelled.</summary>
    internal bool HasFault => (_fault & FaultState.HasFault) != 0;

    // Of one that is done without a result.
    private Exception Ending => (Exception)_waitersOrOutcome!;

    /// <summary>Whether it is done with a result.</summary>
    internal bool HasSucceeded => State == FutureState.Finished && !HasFault;

    /// <summary>Who waits to hear that the exception was looked at; only after a failure.</summary>
    internal FaultWatch? FaultWatch => _details?.FaultWatch;

    /// <summary>Whether somebody has announced a look at the exception.</summary>
    internal bool IsLookAnnounced => _details is { AnnouncedLooks: > 0 };

    /// <summary>
    /// Somebody waits for it who will look at its exception, but not in the next iteration: who waits for others too, say. Until then,
    /// nobody has to be told of it.
    /// </summary>
    internal void AnnounceLook() => Details.AnnouncedLooks++;

    /// <summary>That one has looked, or gives up.</summary>
    internal void WithdrawLook()
    {
        if (--Details.AnnouncedLooks == 0 && !IsObserved && FaultWatch is not null)
        {
            Owner!.Reports.Unseen.ReportSoon(this);
        }
    }

    /// <summary>What a task that awaited this gets thrown, or null. Counts as seeing the exception.</summary>
    internal Exception? TakeFault()
    {
        if (!IsCancelled && !HasFault)
        {
            return null;
        }

        Observe();
        return Ending;
    }

    /// <summary>The exception or the cancel, without counting as seen; null when successful or pending.</summary>
    internal Exception? PeekFault() => IsCancelled || HasFault ? Ending : null;

    /// <summary>The exception has been seen.</summary>
    private protected void Observe()
    {
        _fault |= FaultState.IsObserved;
        if (FaultWatch is { } watch)
        {
            Owner!.Reports.Unseen.Forget(watch);
        }
    }

    private protected void CompleteWithFault(Exception exception)
    {
        _fault |= FaultState.HasFault;
        Complete(FutureState.Finished, exception);
        if (IsObserved || Owner is not { } owner)
        {
            return;
        }

        Details.FaultWatch = owner.Reports.Unseen.Add(this, exception);
        if (!IsLookAnnounced)
        {
            owner.Reports.Unseen.ReportSoon(this);
        }
    }
}

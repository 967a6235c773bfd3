namespace Coroutines;

// A task that is ready, and yet stands in no queue that is run as a matter of course: its group is paused, it counts
// frames, or it waits for its turn to begin. A cancel brings it forward from there at once.
public partial class CoTask
{
    // Items that are no step, or may turn out to be none: they come and go while the task stays where it is.
    private const TaskAttention NoStep = TaskAttention.Stale | TaskAttention.Asleep | TaskAttention.Early;

    /// <summary>The group that it was started into; null for none.</summary>
    internal TaskDomain? Domain => IsInDomain ? Membership.Domain : null;

    /// <summary>Of a task in a group: which one, and where that keeps it.</summary>
    internal virtual ref Membership Membership => throw new InvalidOperationException($"{Describe()} is in no group.");

    /// <summary>Who comes first where several wait for the same phase of a frame; 0 unless set.</summary>
    /// <remarks>
    /// Looked at when a phase begins: the highest goes first, equal ones in the order in which they began to wait. It has no say
    /// anywhere else, in particular not in the order of those that a timer, a future or a primitive wakes.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public int Priority
    {
        get => DetailsOrNull?.Priority ?? 0;
        set
        {
            Scheduler.VerifyThread();
            Details.Priority = value;
            Scheduler.Frames.UsePriorities();
        }
    }

    /// <summary>Whether its host was stopped for good.</summary>
    internal bool IsAbandoned => (Attention & TaskAttention.Abandoned) != 0;

    private bool IsInDomain => (Attention & TaskAttention.InDomain) != 0;

    private bool StandsAside => State == FutureState.Ready && !_place.IsNowhere;

    bool IStep.IsPutAside => IsPutAside;

    /// <summary>Whether it waits for its group to go on.</summary>
    internal bool IsPutAside => StandsAside && _place.IsHeld;

    /// <summary>Whether its group is all that its next step has to look at, and lets it go on.</summary>
    private bool IsOnlyInDomain => Attention == TaskAttention.InDomain && (Scheduler.Domains.HeldCount == 0 || !Domain!.IsHeld);

    /// <summary>It has been made, and is to wait with its first step for <see cref="Unpark"/>.</summary>
    internal void Park() => _place.Park();

    /// <summary>It may begin.</summary>
    /// <returns>False if it has begun already: it was cancelled.</returns>
    internal bool Unpark()
    {
        if (!_place.IsParked)
        {
            return false;
        }

        ComeForward();
        return true;
    }

    /// <summary>Its host is stopped for good: it leaves what it waits on, and is known to nobody any more, but its coroutines are not closed.</summary>
    internal void Abandon()
    {
        if (StandsAside)
        {
            Withdraw();
        }

        AwaitableSource? source = State == FutureState.Waiting ? _waitingOn : null;
        source?.Abandon(this);
        Scheduler.Tasks.Unregister(this);

        // Before it leaves a future, which then may ask whether it has left.
        Attention |= TaskAttention.Abandoned;
        (source as Future)?.Forget(this);
    }

    /// <summary>Its group goes on.</summary>
    internal void EndHold() => _place.Leave();

    /// <summary>Puts it aside, if its group is paused and it was not asked to end: a paused one may be cancelled.</summary>
    private bool TryHold()
    {
        TaskDomain domain = Domain!;
        if (!domain.IsHeld || (Attention & NoStep) != 0 || Cancelling > 0)
        {
            return false;
        }

        Scheduler.Tasks.Register(this);
        _place.Hold(domain.Hold(this));
        return true;
    }

    private void ComeForward()
    {
        Withdraw();
        Scheduler.Ready.Enqueue(this);
    }

    private void Withdraw()
    {
        if (_place.IsTimed)
        {
            FrameTimeline.Cancel(this);
        }
        else if (_place.IsHeld)
        {
            Domain!.Unhold(_place.HeldIndex);
        }

        _place.Leave();
    }

    private string DescribeReady() =>
        _place.IsParked ? "waiting for its turn to begin"
        : _place.IsTimed ? "waiting for a number of frames"
        : _place.IsHeld ? $"held: {Domain!.Describe()} is paused"
        : "ready";
}

namespace Coroutines;

public partial class CoTask
{
    private const long NeverDue = -1;

    private void Sleep(double seconds)
    {
        // The clock first: one of the user's own may throw, and then nothing has changed.
        double when = Scheduler.Time + seconds;
        Move(FutureState.Waiting);
        Attention |= TaskAttention.Asleep;
        _timerToken = NeverDue;
        Scheduler.AddTimer(when, this);
        ForwardRememberedCancel();
    }

    private void WaitOn(Future future)
    {
        Move(FutureState.Waiting);
        _waitingOn = future;
        future.AddWaiter(this);
        ForwardRememberedCancel();
    }

    private void WaitOn(Suspension suspension)
    {
        Move(FutureState.Waiting);
        _waitingOn = suspension;
        ForwardRememberedCancel();
    }

    /// <summary>What the task waited on lets it go on, or has it wait again.</summary>
    private Awaitable FinishWait()
    {
        var suspension = Unchecked.Cast<Suspension>(_waitingOn!);
        _waitingOn = null;
        CancelledException? cancel = MustCancel ? new CancelledException(Details.CancelMessage) : null;
        Attention &= ~(TaskAttention.Finishing | TaskAttention.MustCancel);
        return suspension.Finish(this, cancel);
    }

    // What a task begins to wait on gets a remembered cancel at once, as in asyncio. A bare yield waits on nothing: there
    // it is the next step that finds the cancel.
    private void ForwardRememberedCancel()
    {
        if (MustCancel && State == FutureState.Waiting)
        {
            Attention &= ~TaskAttention.MustCancel;
            if (_waitingOn is CoTask awaited)
            {
                awaited.Cancel(Details.CancelMessage);
            }
            else
            {
                CancelHere(Details.CancelMessage);
            }
        }
    }

    /// <summary>Why a future cannot be awaited, in words that go behind the coroutine's name; null if it can.</summary>
    private string? RefusalOf(Future future)
    {
        if (ReferenceEquals(future, this))
        {
            return "cannot await itself.";
        }

        return future.TryBind(Scheduler)
            ? null
            : $"awaits {future.Describe()}, which belongs to another scheduler.";
    }
}

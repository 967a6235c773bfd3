namespace Coroutines;

public partial class CoTask
{
    // What begins a step that has to ask how to go on.
    private static readonly Awaitable _woken = new(new Answer("woken"), AwaitableKind.Woken);

    /// <summary>What its sleeps and time limits are measured by: its group's clock, or the scheduler's.</summary>
    internal double Now => Domain is { } domain ? domain.Time.Now : Scheduler.Time;

    internal Timeline Timeline => Domain is { } domain ? domain.Time : Scheduler.Seconds;

    /// <summary>The time in which it counts frames: its group's, or the scheduler's.</summary>
    private Timeline FrameTimeline => Domain is { } domain ? domain.Frames : Scheduler.Frames.Timeline;

    // The clock is asked first: one of the user's own may throw, and then nothing has changed.
    private void Sleep(double seconds) => SleepUntil(Now + seconds);

    private void SleepUntil(double when)
    {
        Move(FutureState.Waiting);
        Attention |= TaskAttention.Asleep;
        _place.SleepForEver();
        Timeline.Add(when, this);
        ForwardRememberedCancel();
    }

    /// <summary>Waits for a number of frames, at least one, in a game loop.</summary>
    internal void WaitFrames(long count)
    {
        if (count == 1)
        {
            Yield();
            return;
        }

        Move(FutureState.Ready);
        Timeline frames = FrameTimeline;
        frames.Add(frames.Now + count, this);
    }

    /// <summary>Takes its place in a queue that is run when its time comes.</summary>
    internal void WaitIn(ReadyQueue queue)
    {
        Move(FutureState.Ready);
        queue.Enqueue(this);
    }

    private void WaitOn(AwaitableSource source)
    {
        Move(FutureState.Waiting);
        _waitingOn = source;
        ForwardRememberedCancel();
    }

    /// <summary>Waits for its turn or for a moment: what an awaitable without a source says.</summary>
    private void WaitForTime(Awaitable next)
    {
        if (next.IsSleep)
        {
            Sleep(next.Seconds);
        }
        else if (next.IsSleepUntil && next.Moment > Now)
        {
            SleepUntil(next.Moment);
        }
        else
        {
            if (next.IsDefault && _calls.Body is { } body)
            {
                // A bare yield, but one that leaves nothing in the iterator to recognise it by.
                Coroutine.NoteUse(body);
            }

            Yield();
        }
    }

    /// <summary>What the task waited on lets it go on, or has it wait again; a remembered cancel may stand for it.</summary>
    private Awaitable FinishWait()
    {
        CancelledException? cancel = MustCancel ? new CancelledException(Details.CancelMessage) : null;
        AwaitableSource? source = _waitingOn;
        _waitingOn = null;
        Attention &= ~(TaskAttention.Finishing | TaskAttention.MustCancel);
        if (source is not null)
        {
            return source.Finish(this, cancel);
        }

        // Where there is no cancel either, nobody has been woken.
        return cancel is null ? Awaitable.Torn : new Awaitable(cancel, AwaitableKind.Refused);
    }

    // What a task begins to wait on gets a remembered cancel at once, as in asyncio. A bare yield waits on nothing: there
    // it is the next step that finds the cancel.
    private void ForwardRememberedCancel()
    {
        if (MustCancel && State == FutureState.Waiting)
        {
            Attention &= ~TaskAttention.MustCancel;
            if (_waitingOn is CoTask { IsAbandoned: false } awaited)
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
    internal string? RefusalOf(Future future)
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

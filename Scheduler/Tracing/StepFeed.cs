using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Makes events of what the ready queue runs, and hands them to a listener.</summary>
/// <param name="scheduler">The scheduler.</param>
/// <param name="next">Another observer, which was there before; null for none.</param>
/// <param name="listener">Who is told.</param>
/// <param name="timer">Says when the steps were, and how long.</param>
/// <remarks>
/// Why a task takes a step is read off the task itself just before it, and what it waits for just after it. So nothing has to be noted where things are woken.
/// </remarks>
internal sealed class StepFeed(Scheduler scheduler, IStepObserver? next, IStepListener listener, StepTimer timer) : IStepObserver, IDisposable
{
    private readonly IItemListener? _insider = listener as IItemListener;
    private readonly StepRing? _kept = (listener as IRecordListener)?.KeepsAllIn;
    private readonly EventLoop _loop = scheduler.Loop;
    private readonly ReadyQueue _ready = scheduler.Ready;
    private readonly FrameLoop _frameLoop = scheduler.Frames;
    private readonly WakeRuns _wakes = new();
    private readonly TraceTags _tags = new(scheduler);
    private readonly FrameWatch? _frames = listener is IFrameListener frameListener ? new FrameWatch(scheduler, frameListener) : null;
    private readonly List<IRunnable> _asQueued = [];
    private IStepObserver? _next = next;
    private bool _isOver;

    // Those who came to their step while their group was paused: why they were to take it.
    private Dictionary<CoTask, StepReason>? _held;

    // Whether the scheduler's time goes on by the system's clock; otherwise a step may move it at once.
    private bool _isSystemTime;

    // Of the step that runs: whether it is one, and why it is taken.
    private bool _isStep;
    private StepReason _reason;

    // Whether this one or one that is called by it times steps.
    private bool KnowsTimes => timer.TimesSteps || _next is StepFeed { KnowsTimes: true };

    internal static StepFeed Attach(Scheduler scheduler, IStepListener listener, StepTimer timer)
    {
        var feed = new StepFeed(scheduler, scheduler.Loop.StepObserver, listener, timer);
        scheduler.Loop.StepObserver = feed;
        return feed;
    }

    /// <summary>Tells of nothing any more, and leaves the chain of observers, unless one of another kind that came later still calls it.</summary>
    public void Dispose()
    {
        _isOver = true;
        _loop.StepStarted = 0;
        if (ReferenceEquals(_loop.StepObserver, this))
        {
            _loop.StepObserver = _next;
        }

        for (var feed = _loop.StepObserver as StepFeed; feed is not null; feed = feed._next as StepFeed)
        {
            if (ReferenceEquals(feed._next, this))
            {
                feed._next = _next;
            }
        }
    }

    bool IStepObserver.ArrangesBatches => _next is { ArrangesBatches: true };

    void IStepObserver.BeginningBatch(ReadyQueue ready)
    {
        if (!ReferenceEquals(ready, _ready))
        {
            // Who waits for a phase of a frame has put himself there, or was put there long ago.
            _wakes.Forget();
            _next?.BeginningBatch(ready);
        }
        else
        {
            _wakes.BeginBatch(ready);
            if (_next is { ArrangesBatches: true })
            {
                FollowArrangement(_next, ready);
            }
            else
            {
                _next?.BeginningBatch(ready);
            }
        }

        _isSystemTime = scheduler.Clock.IsOfTheSystem;
        timer.BeginBatch(ready, creditsTasks: _next is not StepFeed { KnowsTimes: true });
        NoteTime();
    }

    void IStepObserver.Starting(IRunnable item)
    {
        TakeWaker();
        TraceTag? known = null;
        if (item is CoTask { Attention: TaskAttention.None } task)
        {
            // As most of them: it goes on with what it has waited for.
            known = task.Tag;
            _isStep = true;
            _reason.Cause = known is null ? StepCause.Unknown : StepCause.Resumed;
            _reason.Attention = TaskAttention.None;
            _reason.IsAfterPause = false;
        }
        else if (item is CoTask attentive)
        {
            Look(attentive);
        }
        else
        {
            _isStep = item is Handle { IsCancelled: false } or FutureCallback or ServerConnection;
            _reason.Cause = StepCause.Unknown;
            _reason.Attention = TaskAttention.None;
            _reason.IsAfterPause = false;
        }

        if (timer.Begin(known))
        {
            TellTime();
        }

        _next?.Starting(item);
    }

    void IStepObserver.Finished(IRunnable item)
    {
        _next?.Finished(item);
        if (_isOver)
        {
            return;
        }

        if (_isStep)
        {
            TellEnd(item);
            _wakes.Note(_ready, item);
        }
        else
        {
            // What a combinator or a group passes on was brought about by whoever has ended, and what a timer does by nobody.
            if (timer.End(null))
            {
                EndTime();
            }

            _wakes.Note(_ready, _reason.By);
        }
    }

    void IStepObserver.Touched(object what) => _next?.Touched(what);

    void IStepObserver.StartedEagerly(IRunnable task)
    {
        _next?.StartedEagerly(task);
        if (_isOver)
        {
            return;
        }

        StepReason outer = _reason;
        _reason = new StepReason { By = _loop.Running, Time = outer.Time, Cause = StepCause.StartedEagerly };
        TellEagerStart(task);
        _reason = outer;
    }

    void IStepObserver.EnteringFrame(bool isNew)
    {
        _next?.EnteringFrame(isNew);
        if (_frames is null || _isOver)
        {
            return;
        }

        try
        {
            _frames.Enter(isNew);
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            End(failure, nameof(IFrameListener.OnFrameBeginning));
        }
    }

    void IStepObserver.LeavingFrame(bool isOver)
    {
        _next?.LeavingFrame(isOver);
        if (_frames is null || _isOver)
        {
            return;
        }

        try
        {
            _frames.Leave(isOver);
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            End(failure, nameof(IFrameListener.OnFrame));
        }
    }

    // Mostly nobody, as with the step before; to write a reference costs more than to look at it.
    private void TakeWaker()
    {
        IRunnable? by = _wakes.Take();
        if (!ReferenceEquals(by, _reason.By))
        {
            _reason.By = by;
        }
    }

    private void FollowArrangement(IStepObserver next, ReadyQueue ready)
    {
        _asQueued.AddRange(ready.Items());
        next.BeginningBatch(ready);
        _wakes.Follow(_asQueued, ready);
        _asQueued.Clear();
    }

    private void End(Exception failure, string method)
    {
        Dispose();
        scheduler.Reports.Report(new ExceptionContext(
            $"{listener.GetType().Name}.{method} has failed, and is told of no more steps; a listener should throw nothing") { Exception = failure });
    }

    /// <summary>The clock was looked at, or time may have gone on without that.</summary>
    private void NoteTime()
    {
        if (timer.TimesSteps)
        {
            _loop.StepStarted = timer.Started;
        }

        _reason.Time = scheduler.Clock.TimeAt(timer.Started);
    }

    /// <summary>A task has its turn, and something to look at before it goes on: whether that is a step, and why.</summary>
    private void Look(CoTask task)
    {
        TaskAttention attention = task.Attention;
        _reason.Attention = attention;
        _reason.IsAfterPause = false;
        _reason.Cause = CauseOf(task);
        bool isHeld = task.NextItemIsHeld;
        _isStep = !isHeld && !task.NextItemIsVoid;
        if (isHeld)
        {
            // No step: that one comes when the group goes on, if it does.
            (_held ??= []).TryAdd(task, _reason);
        }
        else if (_held is not null && _isStep && _held.Remove(task, out StepReason held) && (attention & TaskAttention.MustCancel) == 0)
        {
            (_reason.By, _reason.Cause, _reason.Attention, _reason.IsAfterPause) = (held.By, held.Cause, held.Attention, true);
        }

        if (_reason.Cause == StepCause.Started)
        {
            // After the step it may be over, and its coroutine gone.
            _tags.Of(task);
        }
    }

    private void TellEnd(IRunnable item)
    {
        try
        {
            var task = item as CoTask;
            TraceTag? tag = task is null ? null : TagOf(task);
            bool isTimed = timer.End(tag);
            Tell(item, task, tag, timer.Ticks, timer.Together);
            if (isTimed)
            {
                EndTime();
            }
            else if (!_isSystemTime)
            {
                NoteTime();
            }
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            End(failure, nameof(IStepListener.OnStep));
        }
    }

    private void TellEagerStart(IRunnable task)
    {
        try
        {
            Tell(task, (CoTask)task, TagOf((CoTask)task), 0, StepTime.Untimed);
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            End(failure, nameof(IStepListener.OnStep));
        }
    }

    private void Tell(IRunnable item, CoTask? task, TraceTag? tag, long ticks, byte together)
    {
        if (_kept is not null)
        {
            StepEnd end = EndOf(task, tag, out WaitKind wait, out TraceTag? on);
            TraceTag? by = TagOfWaker(item);
            Describe(item, tag, end, wait, on, by, ticks, together, out _kept.Next());
        }
        else
        {
            TellListener(item, task, tag, ticks, together);
        }
    }

    // On its own, as it needs room for events, which all steps would have to clear.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellListener(IRunnable item, CoTask? task, TraceTag? tag, long ticks, byte together)
    {
        if (_insider is null || _insider.OnItem(item, _reason, new StepTime(timer.Started, ticks, together)))
        {
            StepEnd end = EndOf(task, tag, out WaitKind wait, out TraceTag? on);
            Describe(item, tag, end, wait, on, TagOfWaker(item), ticks, together, out StepRecord step);
            listener.OnStep(new StepEvent(step));
        }
    }

    /// <summary>The clock was looked at, for steps of which was told before.</summary>
    private void TellTime()
    {
        if (_isOver)
        {
            return;
        }

        _kept?.NoteTime(timer.Ticks, timer.Together);
        _insider?.OnTime(new StepTime(timer.Started, timer.Ticks, timer.Together));
        EndTime();
    }

    /// <summary>The clock was looked at: the next step begins then.</summary>
    private void EndTime()
    {
        timer.Next();
        NoteTime();
    }

    /// <summary>What a task is known by, with this step counted.</summary>
    private TraceTag TagOf(CoTask task)
    {
        TraceTag tag = _tags.Of(task);
        if (_reason.Cause is StepCause.Started or StepCause.StartedEagerly)
        {
            NoteStart(task, tag);
        }

        // Where several are told, one of them counts.
        if (_next is not StepFeed)
        {
            tag.StepCount++;
        }

        return tag;
    }

    private void NoteStart(CoTask task, TraceTag tag)
    {
        TraceTag? by = TagOfWaker(task);
        tag.ParentId = by?.Id ?? 0;
        tag.ParentTaskId = by is null ? 0 : ((CoTask)_reason.By!).Id;
        tag.Started = _reason.Time;
    }

    private TraceTag? TagOfWaker(IRunnable item) =>
        _reason.By is { } by && !ReferenceEquals(by, item) && by is CoTask waker ? _tags.Of(waker) : null;

    private StepEnd EndOf(CoTask? task, TraceTag? tag, out WaitKind wait, out TraceTag? on)
    {
        wait = WaitKind.None;
        on = null;
        if (task is null)
        {
            return default;
        }

        if (task.IsDone)
        {
            return TraceTags.EndOf(task, tag!);
        }

        wait = WaitSort.Of(task, out AwaitableSource? source);
        if (source is not null)
        {
            on = _tags.Of(source);
        }

        return StepEnd.Waits;
    }

    // To write a reference is told to the garbage collector, which costs more than the rest of the record; null is not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Describe(IRunnable item, TraceTag? tag, StepEnd end, WaitKind wait, TraceTag? on, TraceTag? by, long ticks, byte together, out StepRecord step)
    {
        step.Task = tag;
        (step.WokenBy, step.On) = (null, null);
        if (by is not null)
        {
            step.WokenBy = by;
        }

        if (on is not null)
        {
            step.On = on;
        }

        step.Timestamp = timer.Started;
        step.Duration = ticks;
        step.Time = _reason.Time;
        step.Frame = (int)_frameLoop.Count;
        step.Together = together;
        step.Kind = tag is not null ? StepKind.Task : item is TimerHandle ? StepKind.Timer : StepKind.Callback;
        step.End = end;
        step.Wait = wait;
        step.CauseAndPause = StepRecord.Pack(_reason.Cause, _reason.IsAfterPause);
    }

    private static StepCause CauseOf(CoTask task)
    {
        TaskAttention attention = task.Attention;
        return (attention & TaskAttention.MustCancel) != 0 ? StepCause.Cancelled
            : (attention & TaskAttention.First) != 0 ? StepCause.Started
            : task.Awaited switch
            {
                Thrown { Exception: CancelledException } or Waiter { State: WaiterState.Cancelled } => StepCause.Cancelled,
                Thrown when (attention & TaskAttention.Finishing) != 0 => StepCause.Failed,
                _ => task.Tag is null ? StepCause.Unknown : StepCause.Resumed,
            };
    }
}

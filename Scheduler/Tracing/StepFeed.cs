using System.Diagnostics;

namespace Coroutines;

/// <summary>Makes events of what the ready queue runs, and hands them to a listener.</summary>
/// <param name="scheduler">The scheduler.</param>
/// <param name="next">Another observer, which was there before; null for none.</param>
/// <param name="listener">Who is told.</param>
/// <remarks>
/// Why a task takes a step is read off the task itself just before it, and what it waits for just after it. So nothing has to be noted where things are woken.
/// </remarks>
internal sealed class StepFeed(Scheduler scheduler, IStepObserver? next, IStepListener listener) : IStepObserver, IDisposable
{
    private readonly IItemListener? _insider = listener as IItemListener;
    private readonly StepRing? _kept = (listener as StepRecorder)?.KeepsAllIn;
    private readonly bool _timesSteps = listener is not StepRecorder { Timing: StepTiming.EachIteration };
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

    // Of the step that runs: whether it is one, why it is taken, and when it began, by the system's clock.
    private bool _isStep;
    private StepReason _reason;
    private long _started;

    // Whether this one or one that is called by it looks at the clock after each step.
    private bool KnowsTimes => _timesSteps || _next is StepFeed { KnowsTimes: true };

    internal static StepFeed Attach(Scheduler scheduler, IStepListener listener)
    {
        var feed = new StepFeed(scheduler, scheduler.Loop.StepObserver, listener);
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

        Start(Stopwatch.GetTimestamp());
    }

    void IStepObserver.Starting(IRunnable item)
    {
        _reason.By = _wakes.Take();
        if (item is CoTask { Attention: TaskAttention.None } task)
        {
            // As most of them: it goes on with what it has waited for.
            _isStep = true;
            _reason.Cause = task.Tag is null ? StepCause.Unknown : StepCause.Resumed;
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

        _next?.Starting(item);
    }

    void IStepObserver.Finished(IRunnable item)
    {
        _next?.Finished(item);
        long now = _timesSteps ? Stopwatch.GetTimestamp() : _started;
        if (!_isStep)
        {
            // What a combinator or a group passes on was brought about by whoever has ended, and what a timer does by nobody.
            _wakes.Note(_ready, _reason.By);
        }
        else
        {
            if (!_isOver)
            {
                Tell(item, now - _started);
            }

            _wakes.Note(_ready, item);
        }

        if (_timesSteps)
        {
            Start(now);
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
        Tell(task, 0);
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

    private void Start(long now)
    {
        _started = now;
        _loop.StepStarted = now;
        _reason.Time = scheduler.Clock.TimeAt(now);
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

    private void Tell(IRunnable item, long duration)
    {
        try
        {
            var task = item as CoTask;
            TraceTag? tag = task is null ? null : TagOf(task, duration);
            if (_kept is not null)
            {
                Describe(item, tag, OutcomeOf(task, tag), TagOfWaker(item), duration, out _kept.Next());
            }
            else if (_insider is null || _insider.OnItem(item, _reason, _started, duration))
            {
                TellListener(item, task, tag, duration);
            }
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            End(failure, nameof(IStepListener.OnStep));
        }
    }

    private void TellListener(IRunnable item, CoTask? task, TraceTag? tag, long duration)
    {
        Describe(item, tag, OutcomeOf(task, tag), TagOfWaker(item), duration, out StepRecord step);
        listener.OnStep(new StepEvent(step));
    }

    /// <summary>What a task is known by, with this step counted.</summary>
    private TraceTag TagOf(CoTask task, long duration)
    {
        TraceTag tag = _tags.Of(task);
        if (_reason.Cause is StepCause.Started or StepCause.StartedEagerly)
        {
            TraceTag? by = TagOfWaker(task);
            tag.ParentId = by?.Id ?? 0;
            tag.ParentTaskId = by is null ? 0 : ((CoTask)_reason.By!).Id;
            tag.Started = _reason.Time;
        }

        // Where several are told, one of them counts, and one that has looked at the clock says how long it took.
        if (_next is not StepFeed)
        {
            tag.StepCount++;
        }

        if (_timesSteps && _next is not StepFeed { KnowsTimes: true })
        {
            tag.StepTicks += duration;
        }

        return tag;
    }

    private TraceTag? TagOfWaker(IRunnable item) =>
        _reason.By is { } by && !ReferenceEquals(by, item) && by is CoTask waker ? _tags.Of(waker) : null;

    private StepOutcome OutcomeOf(CoTask? task, TraceTag? tag)
    {
        if (task is null)
        {
            return default;
        }

        if (task.IsDone)
        {
            return new StepOutcome(TraceTags.EndOf(task, tag!));
        }

        WaitKind wait = WaitSort.Of(task, out AwaitableSource? source);
        return new StepOutcome(StepEnd.Waits, wait, source is null ? null : _tags.Of(source));
    }

    // To write a reference is told to the garbage collector, which costs more than the rest of the record; null is not.
    private void Describe(IRunnable item, TraceTag? tag, in StepOutcome outcome, TraceTag? by, long duration, out StepRecord step)
    {
        step.Task = tag;
        (step.WokenBy, step.On) = (null, null);
        if (by is not null)
        {
            step.WokenBy = by;
        }

        if (outcome.On is not null)
        {
            step.On = outcome.On;
        }

        step.Timestamp = _started;
        step.Duration = duration;
        step.Time = _reason.Time;
        step.Frame = (int)_frameLoop.Count;
        step.Kind = tag is not null ? StepKind.Task : item is TimerHandle ? StepKind.Timer : StepKind.Callback;
        step.End = outcome.End;
        step.Wait = outcome.Wait;
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

    /// <summary>What a step has come to.</summary>
    private readonly struct StepOutcome(StepEnd end, WaitKind wait = WaitKind.None, TraceTag? on = null)
    {
        internal readonly StepEnd End = end;
        internal readonly WaitKind Wait = wait;
        internal readonly TraceTag? On = on;
    }
}

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
        scheduler.Loop.StepStarted = 0;
        if (ReferenceEquals(scheduler.Loop.StepObserver, this))
        {
            scheduler.Loop.StepObserver = _next;
        }

        for (var feed = scheduler.Loop.StepObserver as StepFeed; feed is not null; feed = feed._next as StepFeed)
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
        if (!ReferenceEquals(ready, scheduler.Ready))
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
        if (item is CoTask task)
        {
            Look(task);
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
        long now = Stopwatch.GetTimestamp();
        if (!_isStep)
        {
            // What a combinator or a group passes on was brought about by whoever has ended, and what a timer does by nobody.
            _wakes.Note(scheduler.Ready, _reason.By);
        }
        else
        {
            if (!_isOver)
            {
                Tell(item, now - _started);
            }

            _wakes.Note(scheduler.Ready, item);
        }

        Start(now);
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
        _reason = new StepReason { By = scheduler.Loop.Running, Time = outer.Time, Cause = StepCause.StartedEagerly };
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
        scheduler.Loop.StepStarted = now;
        _reason.Time = scheduler.Clock.TimeAt(now);
    }

    /// <summary>A task has its turn: whether that is a step, and why.</summary>
    private void Look(CoTask task)
    {
        TaskAttention attention = task.Attention;
        _reason.Attention = attention;
        _reason.IsAfterPause = false;
        if (attention == TaskAttention.None)
        {
            _isStep = true;
            _reason.Cause = task.Tag is null ? StepCause.Unknown : StepCause.Resumed;
            return;
        }

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
            if (item is CoTask task)
            {
                TraceTag tag = TagOf(task, duration);
                if (_insider is null || _insider.OnItem(item, _reason, _started, duration))
                {
                    listener.OnStep(StepOf(task, tag, duration));
                }
            }
            else if (_insider is null || _insider.OnItem(item, _reason, _started, duration))
            {
                listener.OnStep(StepOf(item, duration));
            }
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            End(failure, nameof(IStepListener.OnStep));
        }
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

        if (_next is not StepFeed)
        {
            // Where several are told, one of them counts.
            tag.CountStep(duration);
        }

        return tag;
    }

    private TraceTag? TagOfWaker(IRunnable item) => _reason.By is CoTask waker && !ReferenceEquals(waker, item) ? _tags.Of(waker) : null;

    private StepEvent StepOf(IRunnable callback, long duration)
    {
        StepKind kind = callback is TimerHandle ? StepKind.Timer : StepKind.Callback;
        return new StepEvent(
            kind, null, _reason, TagOfWaker(callback), StepEnd.Waits, WaitKind.None, null, _started, duration, _reason.Time, scheduler.Frames.Count);
    }

    private StepEvent StepOf(CoTask task, TraceTag tag, long duration)
    {
        StepEnd end = StepEnd.Waits;
        WaitKind wait = WaitKind.None;
        TraceTag? on = null;
        if (task.IsDone)
        {
            end = TraceTags.EndOf(task, tag);
        }
        else
        {
            wait = WaitSort.Of(task, out AwaitableSource? source);
            on = source is null ? null : _tags.Of(source);
        }

        return new StepEvent(StepKind.Task, tag, _reason, TagOfWaker(task), end, wait, on, _started, duration, _reason.Time, scheduler.Frames.Count);
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

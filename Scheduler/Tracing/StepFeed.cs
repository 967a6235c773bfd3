using System.Diagnostics;

namespace Coroutines;

/// <summary>Makes events of what the ready queue runs, and hands them to a listener.</summary>
/// <param name="scheduler">The scheduler.</param>
/// <param name="next">Another observer, which was there before; null for none.</param>
/// <param name="listener">Who is told.</param>
internal sealed class StepFeed(Scheduler scheduler, IStepObserver? next, IStepListener listener) : IStepObserver, IDisposable
{
    // What has no number, as there is nothing to tell one from another.
    private static readonly TraceTag _socket = new(0, "a socket");
    private static readonly TraceTag _other = new(0, "something else");

    private readonly WakeRuns _wakes = new();
    private readonly FrameWatch? _frames = listener is IFrameListener frameListener ? new FrameWatch(scheduler, frameListener) : null;
    private IStepObserver? _next = next;
    private bool _isOver;

    // Of the step that runs: whether it is one, why it is taken, who had it taken, and when it began, by the system's clock and by the loop's.
    private bool _isStep;
    private CoTask? _task;
    private StepCause _cause;
    private IRunnable? _by;
    private long _started;
    private double _time;

    private int Frame => (int)scheduler.Frames.Count;

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

    bool IStepObserver.BeginningBatch(ReadyQueue ready)
    {
        bool isMain = ReferenceEquals(ready, scheduler.Ready);
        if (isMain)
        {
            _wakes.BeginBatch(ready);
        }

        bool isRearranged = _next is not null && _next.BeginningBatch(ready);
        if (isRearranged || !isMain)
        {
            // Who waits for a phase of a frame has put himself there, or was put there long ago.
            _wakes.Forget();
        }

        Start(Stopwatch.GetTimestamp());
        return isRearranged;
    }

    void IStepObserver.Starting(IRunnable item)
    {
        _by = _wakes.Take();
        _task = item as CoTask;
        if (_task is { } task)
        {
            _cause = CauseOf(task, out _isStep);
            if (_cause == StepCause.Started)
            {
                // After the step it may be over, and its coroutine gone.
                TagOf(task);
            }
        }
        else
        {
            _isStep = item is Handle { IsCancelled: false } or FutureCallback;
            _cause = StepCause.Unknown;
        }

        _next?.Starting(item);
    }

    void IStepObserver.Finished(IRunnable item)
    {
        _next?.Finished(item);
        long now = Stopwatch.GetTimestamp();
        bool isStep = _isStep;
        if (isStep && !_isOver)
        {
            Tell(item, _task, now - _started);
        }

        // What a combinator or a group passes on was brought about by whoever has ended, and what a timer does by nobody.
        _wakes.Note(scheduler.Ready, isStep ? item : _by);
        Start(now);
    }

    void IStepObserver.Touched(object what) => _next?.Touched(what);

    void IStepObserver.StartedEagerly(IRunnable task)
    {
        _next?.StartedEagerly(task);
        if (_isOver || task is not CoTask eager)
        {
            return;
        }

        (IRunnable? by, StepCause cause) = (_by, _cause);
        (_by, _cause) = (scheduler.Loop.Running, StepCause.StartedEagerly);
        Tell(eager, eager, 0);
        (_by, _cause) = (by, cause);
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
        _time = scheduler.Clock.TimeAt(now);
    }

    private void Tell(IRunnable item, CoTask? task, long duration)
    {
        TraceTag? by = _by is CoTask waker && !ReferenceEquals(waker, item) ? TagOf(waker) : null;
        StepEvent step = task is not null
            ? StepOf(task, by, duration)
            : new StepEvent(
                item is TimerHandle ? StepKind.Timer : StepKind.Callback, null, _cause, by, StepEnd.Waits, WaitKind.None, null, _started, duration, _time, Frame);
        try
        {
            listener.OnStep(step);
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            End(failure, nameof(IStepListener.OnStep));
        }
    }

    private StepEvent StepOf(CoTask task, TraceTag? by, long duration)
    {
        TraceTag tag = TagOf(task);
        if (_cause is StepCause.Started or StepCause.StartedEagerly)
        {
            tag.ParentId = by?.Id ?? 0;
            tag.ParentTaskId = by is null ? 0 : ((CoTask)_by!).Id;
            tag.Started = _time;
        }

        if (_next is not StepFeed)
        {
            // Where several are told, one of them counts.
            tag.CountStep(duration);
        }

        StepEnd end = StepEnd.Waits;
        WaitKind wait = WaitKind.None;
        TraceTag? on = null;
        if (task.IsDone)
        {
            end = EndOf(task, tag);
        }
        else
        {
            wait = WaitOf(task, out on);
        }

        return new StepEvent(StepKind.Task, tag, _cause, by, end, wait, on, _started, duration, _time, Frame);
    }

    private static StepCause CauseOf(CoTask task, out bool isStep)
    {
        TaskAttention attention = task.Attention;
        if (attention == TaskAttention.None)
        {
            isStep = true;
            return task.Tag is null ? StepCause.Unknown : StepCause.Resumed;
        }

        isStep = !task.NextItemIsVoid && !task.NextItemIsHeld;
        return (attention & TaskAttention.MustCancel) != 0 ? StepCause.Cancelled
            : (attention & TaskAttention.First) != 0 ? StepCause.Started
            : task.Awaited switch
            {
                Thrown { Exception: CancelledException } or Waiter { State: WaiterState.Cancelled } => StepCause.Cancelled,
                Thrown when (attention & TaskAttention.Finishing) != 0 => StepCause.Failed,
                _ => task.Tag is null ? StepCause.Unknown : StepCause.Resumed,
            };
    }

    private static StepEnd EndOf(CoTask task, TraceTag tag)
    {
        tag.Name = task.Name;
        switch (task.PeekFault())
        {
            case null:
                return StepEnd.Done;
            case CancelledException:
                return StepEnd.Cancelled;
            case { } fault:
                tag.Fault = fault.GetLogicalStack() is { } stack ? $"{ExceptionText.Line(fault)}\n{stack}" : ExceptionText.Line(fault);
                return StepEnd.Failed;
        }
    }

    private WaitKind WaitOf(CoTask task, out TraceTag? on)
    {
        WaitKind kind = WaitSort.Of(task, out AwaitableSource? source);
        on = source switch
        {
            null or TimedWait => null,
            CoTask other => TagOf(other),
            Future future => future.Tag ??= NewTag(future.Describe()),
            Waiter { Queue.Owner: { } owner } => owner.Tag ??= NewTag(owner.Describe()),
            SocketWait => _socket,
            _ => _other,
        };
        return kind;
    }

    private TraceTag TagOf(CoTask task) => task.Tag ??= new TraceTag(scheduler.Tasks.NextTag(), task.Name)
    {
        Group = task.Domain?.Describe(),
        Coroutine = task.CoroutineName,
    };

    private TraceTag NewTag(string name) => new(scheduler.Tasks.NextTag(), name);
}

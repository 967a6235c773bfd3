using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Makes events of what the ready queue runs, and hands them to a listener.</summary>
/// <param name="scheduler">The scheduler.</param>
/// <param name="next">Another observer, which was there before; null for none.</param>
/// <param name="listener">Who is told.</param>
/// <param name="timer">Says when the steps were, and how long.</param>
/// <remarks>
/// Why a task takes a step is read off the task itself just before it, see <see cref="StepReasons"/>, and what it waits for just after it. So nothing has to
/// be noted where things are woken.
/// </remarks>
internal sealed class StepFeed(Scheduler scheduler, IStepObserver? next, IStepListener listener, StepTimer timer) : IStepObserver, IDisposable
{
    private readonly IItemListener? _insider = listener as IItemListener;
    private readonly StepRing? _kept = (listener as IRecordListener)?.KeepsAllIn;
    private readonly EventLoop _loop = scheduler.Loop;
    private readonly FrameLoop _frameLoop = scheduler.Frames;
    private readonly FrameWatch? _frames = listener is IFrameListener frameListener ? new FrameWatch(scheduler, frameListener) : null;
    private readonly TraceTags _tags = new(scheduler);
    private readonly StepReasons _reasons = new(scheduler.Ready);
    private IStepObserver? _next = next;
    // Whether the scheduler's time goes on by the system's clock; otherwise a step may move it at once.
    private bool _isSystemTime;

    /// <summary>Whether it tells of nothing any more, as it was disposed or its listener has failed.</summary>
    internal bool IsOver { get; private set; }

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
        IsOver = true;
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

        if (_loop.StepObserver is not StepFeed { KnowsTimes: true })
        {
            // Nobody would set it anew, or not before the next step.
            _loop.StepStarted = 0;
        }
    }

    bool IStepObserver.ArrangesBatches => _next is { ArrangesBatches: true };

    void IStepObserver.BeginningBatch(ReadyQueue ready)
    {
        _reasons.BeginBatch(ready, _next);
        _isSystemTime = scheduler.Clock.IsOfTheSystem;
        timer.BeginBatch(ready, creditsTasks: _next is not StepFeed { KnowsTimes: true });
        NoteTime();
    }

    void IStepObserver.Starting(IRunnable item)
    {
        TraceTag? known = _reasons.Begin(item);
        if (_reasons.IsFirstStep)
        {
            // After the step it may be over, and its coroutine gone.
            _tags.Of((CoTask)item);
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
        if (IsOver)
        {
            return;
        }

        if (_reasons.IsStep)
        {
            TellEnd(item);
        }
        else if (timer.End(null))
        {
            EndTime();
        }

        _reasons.End(item);
    }

    void IStepObserver.Touched(object what) => _next?.Touched(what);

    void IStepObserver.Arrived(int count)
    {
        _next?.Arrived(count);
        _reasons.Arrived(count, _loop.Running);
    }

    void IStepObserver.StartedEagerly(IRunnable task)
    {
        _next?.StartedEagerly(task);
        if (IsOver)
        {
            return;
        }

        StepReason outer = _reasons.BeginEagerStart(_loop.Running);
        try
        {
            TellEagerStart(task);
        }
        finally
        {
            _reasons.GoOn(outer);
        }
    }

    void IStepObserver.EnteringFrame(bool isNew)
    {
        _next?.EnteringFrame(isNew);
        if (_frames is null || IsOver)
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
        if (_frames is null || IsOver)
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

    /// <summary>The clock was looked at, or time may have gone on without that.</summary>
    private void NoteTime()
    {
        if (timer.TimesSteps)
        {
            _loop.StepStarted = timer.Started;
        }

        _reasons.NoteTime(scheduler.Clock.TimeAt(timer.Started));
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
                _kept?.NoteTime(timer.Ticks, timer.Together);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tell(IRunnable item, CoTask? task, TraceTag? tag, long ticks, byte together)
    {
        if (_kept is not null)
        {
            StepEnd end = _tags.EndOf(task, out WaitKind wait, out TraceTag? on);
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
        if (_insider is null || _insider.OnItem(item, _reasons.Current, new StepTime(timer.Started, ticks, together)))
        {
            StepEnd end = _tags.EndOf(task, out WaitKind wait, out TraceTag? on);
            Describe(item, tag, end, wait, on, TagOfWaker(item), ticks, together, out StepRecord step);
            listener.OnStep(new StepEvent(step));
        }
    }

    /// <summary>The clock was looked at, for steps of which was told before.</summary>
    private void TellTime()
    {
        if (IsOver)
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TraceTag TagOf(CoTask task)
    {
        TraceTag tag = _tags.Of(task);
        if (_reasons.IsFirstStep)
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
        tag.ParentTaskId = by is null ? 0 : ((CoTask)_reasons.Current.By!).Id;
        tag.Started = _reasons.Current.Time;
    }

    private TraceTag? TagOfWaker(IRunnable item) =>
        _reasons.Current.By is { } by && !ReferenceEquals(by, item) && by is CoTask waker ? _tags.Of(waker) : null;

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
        step.Time = _reasons.Current.Time;
        step.Frame = _frameLoop.Count;
        step.Together = together;
        step.Kind = tag is not null ? StepKind.Task : item is TimerHandle ? StepKind.Timer : StepKind.Callback;
        step.End = end;
        step.Wait = wait;
        step.CauseAndPause = StepRecord.Pack(_reasons.Current.Cause, _reasons.Current.IsAfterPause);
    }
}

namespace Coroutines.Testing;

/// <summary>Turns what the ready queue runs into the entries of a <see cref="StepTrace"/>.</summary>
/// <remarks>
/// Why a task runs is read off the task itself just before its step, and off what it was left waiting for at the end of the
/// step before. So nothing has to be noted where things are woken.
/// </remarks>
internal sealed class TraceRecorder(Scheduler scheduler, IStepObserver? next, Action<TraceEntry> record) : IStepObserver
{
    private const string AfterPause = ", after a pause";

    private readonly WakeSources _sources = new();
    private readonly Dictionary<CoTask, Wait> _waits = [];

    // Why those were to run who came to their step while their group was paused.
    private readonly Dictionary<CoTask, string> _held = [];
    private readonly long _firstIteration = scheduler.Loop.Iteration;
    private (string Why, double Time)? _step;
    private IRunnable? _cause;
    private bool _isStopped;

    /// <summary>The number of the iteration that is being run.</summary>
    internal long Iteration => scheduler.Loop.Iteration - _firstIteration;

    /// <summary>Another observer, which was there before.</summary>
    internal IStepObserver? Next => next;

    /// <summary>Records nothing any more. Another observer that came later may still call it.</summary>
    internal void Stop() => _isStopped = true;

    bool IStepObserver.BeginningBatch(ReadyQueue ready)
    {
        _sources.BeginBatch(ready);
        bool isRearranged = next is not null && next.BeginningBatch(ready);
        if (isRearranged)
        {
            _sources.Follow(ready);
        }

        return isRearranged;
    }

    void IStepObserver.Starting(IRunnable item)
    {
        WakeSources.Origin origin = _sources.Take(item);

        // What a combinator or a group passes on was brought about by whoever has ended.
        _cause = item is CoTask or Handle or FutureCallback or ServerConnection ? item : origin.By ?? item;
        _step = item switch
        {
            _ when _isStopped => null,
            CoTask { NextItemIsVoid: true } => null,
            CoTask { NextItemIsHeld: true } task => Hold(task, origin.By),
            CoTask task => (WhyOf(task, origin.By), scheduler.Time),
            Handle { IsCancelled: true } => null,
            Handle or FutureCallback or ServerConnection => (item is TimerHandle ? "timer" : WithCause(item, "called", origin.By), scheduler.Time),
            _ => null,
        };
        next?.Starting(item);
    }

    void IStepObserver.Finished(IRunnable item)
    {
        next?.Finished(item);
        if (_step is { } step)
        {
            Record(item, step.Why, step.Time);
            _step = null;
        }

        _sources.EndStep(scheduler.Ready, _cause ?? item);
    }

    void IStepObserver.Touched(object what) => next?.Touched(what);

    void IStepObserver.EnteringFrame(bool isNew) => next?.EnteringFrame(isNew);

    void IStepObserver.LeavingFrame(bool isOver) => next?.LeavingFrame(isOver);

    void IStepObserver.StartedEagerly(IRunnable task)
    {
        next?.StartedEagerly(task);
        if (!_isStopped)
        {
            Record(task, "started eagerly", scheduler.Time);
        }
    }

    private void Record(IRunnable item, string why, double time)
    {
        if (item is not CoTask task)
        {
            string name = item is TimerHandle ? "timer callback" : item is Handle ? "callback" : "done-callback";
            record(new TraceEntry(TraceEntryKind.Callback, Iteration, time, name, why, string.Empty));
            return;
        }

        Wait wait = WaitOf(task);
        if (task.IsDone)
        {
            _waits.Remove(task);
        }
        else
        {
            _waits[task] = wait;
        }

        record(new TraceEntry(TraceEntryKind.Step, Iteration, time, task.Name, why, wait.Then));
    }

    // No step: that one comes when the group goes on, if it does.
    private (string Why, double Time)? Hold(CoTask task, IRunnable? by)
    {
        _held[task] = WhyOf(task, by);
        return null;
    }

    private string WhyOf(CoTask task, IRunnable? by)
    {
        TaskAttention attention = task.Attention;
        if (_held.Remove(task, out string? heldWhy) && (attention & TaskAttention.MustCancel) == 0)
        {
            return heldWhy.EndsWith(AfterPause, StringComparison.Ordinal) ? heldWhy : heldWhy + AfterPause;
        }

        _waits.TryGetValue(task, out Wait wait);
        if ((attention & TaskAttention.MustCancel) == 0 && wait.On?.PeekFault() is { } fault)
        {
            return $"{wait.Why} {(fault is CancelledException ? "cancelled" : "failed")}";
        }

        if ((attention & TaskAttention.MustCancel) != 0 || task.Awaited is Thrown { Exception: CancelledException } or Waiter { State: WaiterState.Cancelled })
        {
            return WithCause(task, (attention & TaskAttention.First) != 0 ? "cancelled before its start" : "cancelled", by);
        }

        if ((attention & TaskAttention.First) != 0)
        {
            return WithCause(task, "started", by);
        }

        if (wait.Why is null)
        {
            return WithCause(task, "resumed", by);
        }

        // A bare yield and a timer are nobody else's doing; a task says by its name that its end was its own.
        return wait.Kind is WaitKind.Yield or WaitKind.Timer || ReferenceEquals(wait.On, by) ? wait.Why : WithCause(task, wait.Why, by);
    }

    private static string WithCause(IRunnable item, string why, IRunnable? by) =>
        by is CoTask task && !ReferenceEquals(task, item) ? $"{why} (by {Repr.Name(task.Name)})" : why;

    private Wait WaitOf(CoTask task)
    {
        if (task.IsDone)
        {
            string end = task.PeekFault() switch
            {
                null => "done",
                CancelledException => "cancelled",
                Exception fault => $"failed: {fault.GetType().Name}",
            };
            return new Wait(WaitKind.Other, end, end, null);
        }

        if (task.State != FutureState.Waiting)
        {
            string what = task.CountsFrames ? "a number of frames" : scheduler.Frames.PhaseJoinedBy(task)?.ToString() ?? "yield";
            return new Wait(WaitKind.Yield, what, what == "yield" ? what : $"waiting for {what}", null);
        }

        return task.Awaited switch
        {
            Future future => new Wait(WaitKind.Other, future.Describe(), task.DescribeWait(), future),
            Suspension suspension => new Wait(WaitKind.Other, NameOf(suspension), suspension.Describe(), null),
            _ => new Wait(WaitKind.Timer, "timer", "sleep", null),
        };
    }

    private static string NameOf(Suspension suspension)
    {
        if (suspension is Waiter { Queue: { } queue })
        {
            return queue.Owner.Describe();
        }

        const string Prefix = "waiting";
        string description = suspension.Describe();
        return description.StartsWith(Prefix, StringComparison.Ordinal) ? description[Prefix.Length..].TrimStart(',', ' ') : description;
    }

    private enum WaitKind
    {
        Yield,
        Timer,
        Other,
    }

    private readonly record struct Wait(WaitKind Kind, string Why, string Then, Future? On);
}

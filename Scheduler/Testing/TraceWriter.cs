namespace Coroutines.Testing;

/// <summary>Puts the steps of a scheduler into words: the entries of a <see cref="StepTrace"/>.</summary>
/// <remarks>Why a task takes a step is said by what it was left waiting for at the end of the step before.</remarks>
internal sealed class TraceWriter : IItemListener, IDisposable
{
    private const int InitialRoom = 32;

    private readonly Scheduler _scheduler;
    private readonly Action<TraceEntry> _record;
    private readonly StepFeed _feed;
    private readonly StepRing _steps;
    private readonly Dictionary<CoTask, Wait> _waits = [];
    private readonly long _firstIteration;

    /// <summary>Begins.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="limit">How many steps are kept for a page; the last ones.</param>
    /// <param name="record">Takes each entry.</param>
    internal TraceWriter(Scheduler scheduler, int limit, Action<TraceEntry> record)
    {
        _steps = new StepRing(limit, keepsFirst: false, room: Math.Min(limit, InitialRoom));
        _scheduler = scheduler;
        _record = record;
        _firstIteration = scheduler.Loop.Iteration;
        _feed = StepFeed.Attach(scheduler, this, new StepTimer(StepTiming.EachStep));
    }

    /// <summary>The number of the iteration that is being run.</summary>
    internal long Iteration => _scheduler.Loop.Iteration - _firstIteration;

    /// <summary>The steps that are kept, as a page.</summary>
    internal TimelinePage ToPage() => new(_steps.ToArray(), _steps.Dropped);

    internal void Clear() => _steps.Clear();

    public void Dispose() => _feed.Dispose();

    void IStepListener.OnStep(in StepEvent step) => _steps.Add(step);

    bool IItemListener.OnItem(IRunnable item, in StepReason reason, in StepTime time)
    {
        _record(item is CoTask task ? EntryOf(task, reason) : EntryOf(item, reason));
        return true;
    }

    void IItemListener.OnTime(in StepTime time)
    {
    }

    private TraceEntry EntryOf(IRunnable callback, in StepReason reason)
    {
        string name = callback is TimerHandle ? "timer callback" : callback is Handle ? "callback" : "done-callback";
        string why = callback is TimerHandle ? "timer" : WithCause("called", null, reason.By);
        return new TraceEntry(TraceEntryKind.Callback, Iteration, reason.Time, name, why, string.Empty);
    }

    private TraceEntry EntryOf(CoTask task, in StepReason reason)
    {
        _waits.Remove(task, out Wait before);
        string why = WhyOf(task, before, reason);
        Wait after = WaitOf(task);
        if (!task.IsDone)
        {
            _waits[task] = after;
        }

        return new TraceEntry(TraceEntryKind.Step, Iteration, reason.Time, task.Name, reason.IsAfterPause ? $"{why}, after a pause" : why, after.Then);
    }

    private static string WhyOf(CoTask task, in Wait wait, in StepReason reason)
    {
        bool isFirst = (reason.Attention & TaskAttention.First) != 0;
        return reason.Cause switch
        {
            StepCause.StartedEagerly => "started eagerly",
            _ when (reason.Attention & TaskAttention.MustCancel) == 0 && wait.On?.PeekFault() is { } fault =>
                $"{wait.Why} {(fault is CancelledException ? "cancelled" : "failed")}",
            StepCause.Cancelled => WithCause(isFirst ? "cancelled before its start" : "cancelled", task, reason.By),
            _ when isFirst => WithCause("started", task, reason.By),
            _ when wait.Why is null => WithCause("resumed", task, reason.By),

            // A bare yield and a timer are nobody else's doing; a task says by its name that its end was its own.
            _ when wait.EndsByItself || ReferenceEquals(wait.On, reason.By) => wait.Why,
            _ => WithCause(wait.Why, task, reason.By),
        };
    }

    private static string WithCause(string why, CoTask? item, IRunnable? by) =>
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
            return new Wait(end, end, null);
        }

        if (task.State != FutureState.Waiting)
        {
            string what = task.CountsFrames ? "a number of frames" : _scheduler.Frames.PhaseJoinedBy(task)?.ToString() ?? "yield";
            return new Wait(what, what == "yield" ? what : $"waiting for {what}", null) { EndsByItself = true };
        }

        return task.Awaited switch
        {
            Future future => new Wait(future.Describe(), task.DescribeWait(), future),
            Suspension suspension => new Wait(NameOf(suspension), suspension.Describe(), null),
            _ => new Wait("timer", "sleep", null) { EndsByItself = true },
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

    /// <summary>What a task waits for.</summary>
    /// <param name="Why">What is said of the step that ends it.</param>
    /// <param name="Then">What is said of the step that begins it.</param>
    /// <param name="On">The future that is awaited; null for none.</param>
    private readonly record struct Wait(string Why, string Then, Future? On)
    {
        /// <summary>Whether it is a yield or a sleep, whose end is nobody's doing.</summary>
        internal bool EndsByItself { get; init; }
    }
}

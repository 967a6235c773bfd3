using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Knows why the step that runs is taken: who has woken its task, and what the task finds when it goes on.</summary>
/// <param name="ready">What runs the steps.</param>
internal sealed class StepReasons(ReadyQueue ready)
{
    private readonly WakeRuns _wakes = new();
    private readonly List<IRunnable> _asQueued = [];

    // Those who came to their step while their group was paused: why they were to take it.
    private Dictionary<CoTask, StepReason>? _held;

    private StepReason _current;

    /// <summary>Why.</summary>
    internal ref readonly StepReason Current => ref _current;

    /// <summary>Whether it is a step at all.</summary>
    internal bool IsStep { get; private set; }

    /// <summary>Whether it is the first one of a task.</summary>
    internal bool IsFirstStep => _current.Cause is StepCause.Started or StepCause.StartedEagerly;

    /// <summary>A batch begins.</summary>
    /// <param name="batch">What runs it, which may be the queue of a phase of a frame.</param>
    /// <param name="next">Who else is to be told of it; he may put it into another order.</param>
    internal void BeginBatch(ReadyQueue batch, IStepObserver? next)
    {
        if (!ReferenceEquals(batch, ready))
        {
            // Who waits for a phase of a frame has put himself there, or was put there long ago.
            _wakes.Forget();
            next?.BeginningBatch(batch);
            return;
        }

        _wakes.BeginBatch(batch);
        if (next is { ArrangesBatches: true })
        {
            FollowArrangement(next);
        }
        else
        {
            next?.BeginningBatch(batch);
        }
    }

    /// <summary>An item of the batch begins.</summary>
    /// <returns>What it is known by, if it is a task that goes on with what it has waited for, as most are; null otherwise: what comes of it is not known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TraceTag? Begin(IRunnable item)
    {
        TakeWaker();
        if (item is CoTask task)
        {
            return Begin(task);
        }

        IsStep = item is Handle { IsCancelled: false } or FutureCallback or ServerConnection;
        Set(StepCause.Unknown, TaskAttention.None);
        return null;
    }

    /// <summary>It is over.</summary>
    internal void End(IRunnable item) => _wakes.Note(ready, Doer(item));

    /// <summary>What stands last in the queue has just come from outside.</summary>
    /// <param name="count">How many items.</param>
    /// <param name="running">In whose step; null between two.</param>
    internal void Arrived(int count, IRunnable? running) => _wakes.NoteArrived(ready, running is null ? null : Doer(running), count);

    /// <summary>A task takes its first step within the step that runs.</summary>
    /// <param name="by">Who starts it.</param>
    /// <returns>Why the step that runs is taken, for <see cref="GoOn"/>.</returns>
    internal StepReason BeginEagerStart(IRunnable? by)
    {
        StepReason outer = _current;
        _current = new StepReason { By = by, Time = outer.Time, Cause = StepCause.StartedEagerly };
        return outer;
    }

    /// <summary>The step goes on within which a task has taken its first one.</summary>
    internal void GoOn(in StepReason outer) => _current = outer;

    /// <summary>The next step begins at this time of the scheduler's clock.</summary>
    internal void NoteTime(double time) => _current.Time = time;

    // What a combinator or a group passes on was brought about by whoever has ended, and what a timer does by nobody.
    private IRunnable? Doer(IRunnable item) => IsStep ? item : _current.By;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TraceTag? Begin(CoTask task)
    {
        if (task.Attention == TaskAttention.None)
        {
            IsStep = true;
            TraceTag? known = task.Tag;
            Set(known is null ? StepCause.Unknown : StepCause.Resumed, TaskAttention.None);
            return known;
        }

        Look(task);
        return IsStep && _current.Cause == StepCause.Resumed ? task.Tag : null;
    }

    /// <summary>A task has its turn, and something to look at before it goes on: whether that is a step, and why.</summary>
    private void Look(CoTask task)
    {
        Set(CauseOf(task), task.Attention);
        bool isHeld = task.NextItemIsHeld;
        IsStep = !isHeld && !task.NextItemIsVoid;
        if (isHeld)
        {
            // No step: that one comes when the group goes on, if it does.
            (_held ??= []).TryAdd(task, _current);
        }
        else if (_held is not null && IsStep && _held.Remove(task, out StepReason held) && (_current.Attention & TaskAttention.MustCancel) == 0)
        {
            (_current.By, _current.Cause, _current.Attention, _current.IsAfterPause) = (held.By, held.Cause, held.Attention, true);
        }
    }

    // Mostly nobody, as with the step before; to write a reference costs more than to look at it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeWaker()
    {
        IRunnable? by = _wakes.Take();
        if (!ReferenceEquals(by, _current.By))
        {
            _current.By = by;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(StepCause cause, TaskAttention attention)
    {
        _current.Cause = cause;
        _current.Attention = attention;
        _current.IsAfterPause = false;
    }

    private void FollowArrangement(IStepObserver next)
    {
        _asQueued.AddRange(ready.Items());
        next.BeginningBatch(ready);
        _wakes.Follow(_asQueued, ready);
        _asQueued.Clear();
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

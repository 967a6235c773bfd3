namespace Coroutines;

public sealed partial class Scheduler
{
    private readonly PhaseSlot[] _phases;
    private readonly PhaseSlot _update;

    // Time passes in the fixed phases, which stand together; where there are none, before the first one.
    private readonly int _firstFixed;
    private readonly int _firstAfterTime;

    // What yields bare before the update of this frame has begun: it waits for the next one (a bare yield always does).
    private ReadyQueue _tooEarly = new();

    private double _frameStart;
    private PhaseSlot? _phase;
    private bool _isResumingPhase;
    private Func<IRunnable, int>? _priorityOrder;

    /// <summary>The phase that a Tick is in; null between phases, in a run, and outside.</summary>
    public FramePhase? Phase => _phase?.Phase;

    /// <summary>How far the time has moved since the frame began; in a fixed phase, its step.</summary>
    internal double FrameDelta => _phase is { Phase: { IsFixed: true } phase } ? phase.Step : _clock.Now - _frameStart;

    /// <summary>What a phase has done so far.</summary>
    /// <param name="phase">One of <see cref="SchedulerOptions.Phases"/>.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentException">The phase is not declared.</exception>
    public PhaseStatus StatusOf(FramePhase phase)
    {
        ThrowHelper.IfNull(phase, nameof(phase));
        return FindPhase(phase)?.Status(_clock.Now) ?? throw new ArgumentException(Undeclared(phase), nameof(phase));
    }

    /// <summary>What waits for a phase is added to; in a run, the ready queue. Null if it is not declared.</summary>
    internal ReadyQueue? QueueOf(FramePhase phase) =>
        (ReferenceEquals(_phase?.Phase, phase) ? _phase : FindPhase(phase)) is not { } slot ? null
            : YieldsToNextFrame ? slot.Queue
            : _ready;

    internal string Undeclared(FramePhase phase) =>
        $"The {phase} is not declared. Put it into SchedulerOptions.Phases, which has: {string.Join(", ", _phases.Select(static slot => Repr.Name(slot.Phase.Name)))}.";

    /// <summary>The phase that a step belongs to, if it is one of those that had waited for the phase.</summary>
    internal PhaseSlot? ResumedPhase => _isResumingPhase ? _phase : null;

    /// <summary>Where to go on for somebody whose step was put off.</summary>
    /// <param name="phase">The phase whose turn the step was; null if it was none's.</param>
    internal ReadyQueue QueueToResume(PhaseSlot? phase) =>
        phase is null || ReferenceEquals(phase, _phase) || !YieldsToNextFrame ? _ready : phase.Queue;

    /// <summary>From now on, those who wait for a phase are put in the order of a key, lowest first.</summary>
    internal void OrderPhasesBy(Func<IRunnable, int> key) => _priorityOrder = key;

    /// <summary>Takes somebody out who waits for a frame or a phase.</summary>
    /// <returns>False if it does not.</returns>
    internal bool RemoveFromFrames(IRunnable item)
    {
        if (_tooEarly.Remove(item))
        {
            return true;
        }

        foreach (PhaseSlot slot in _phases)
        {
            if (slot.Remove(item))
            {
                return true;
            }
        }

        return false;
    }

    internal void AddFrameTimer(double frame, ITimed target) => _frameTimers.Add(frame, target);

    internal void CancelFrameTimer(ITimed target) => _frameTimers.Cancel(target);

    private static PhaseSlot[] MakePhases(SchedulerOptions options) =>
        [.. options.Phases.Select(static phase => new PhaseSlot(phase))];

    private PhaseSlot FindUpdate() => FindPhase(FramePhase.Update)!;

    private (int First, int End) FindFixedPhases() => (
        Math.Max(Array.FindIndex(_phases, static slot => slot.Phase.IsFixed), 0),
        Array.FindLastIndex(_phases, static slot => slot.Phase.IsFixed) + 1);

    private PhaseSlot? FindPhase(FramePhase phase)
    {
        foreach (PhaseSlot slot in _phases)
        {
            if (ReferenceEquals(slot.Phase, phase))
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>The fixed phase whose next step comes first in a frame; null if no step is left.</summary>
    private PhaseSlot? NextStep(double end, out double time)
    {
        PhaseSlot? next = null;
        time = double.PositiveInfinity;
        for (int i = _firstFixed; i < _firstAfterTime; i++)
        {
            // Where two mean the same moment, the order is that of the list.
            if (_phases[i].HasStepBy(end, out double stepTime) && stepTime < time - _phases[i].ToleranceAt(stepTime))
            {
                next = _phases[i];
                time = stepTime;
            }
        }

        return next;
    }

    private void RunPhases(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            RunPhase(_phases[i]);
        }
    }

    private void RunPhase(PhaseSlot slot)
    {
        slot.Runs++;
        _phase = slot;
        try
        {
            if (ReferenceEquals(slot, _update))
            {
                RunUpdate();
            }
            else if (slot.Phase.Budget is { } budget)
            {
                RunBackground(slot, budget);
            }
            else if (slot.Queue.Count > 0)
            {
                RunWaiting(slot.Queue);
            }
        }
        finally
        {
            _phase = null;
        }
    }

    private void RunUpdate()
    {
        // Who yields from now on waits for the next frame's update, behind those who did so earlier in this frame.
        ReadyQueue due = _update.Queue;
        due.ForgetBut(due.Count);
        _tooEarly.ForgetBut(due.Count);
        _update.Queue = _tooEarly;
        _yielded = _tooEarly;
        _tooEarly = due;
        if (_frameTimers.NextDeadline() <= FrameCount)
        {
            // They began to wait before everybody else.
            _frameTimers.MoveDue(FrameCount, _ready);
            due.MoveTo(_ready, due.Count);
            due = _ready;
        }

        if (due.Count > 0)
        {
            try
            {
                RunWaiting(due);
            }
            finally
            {
                if (_tooEarly.Count > 0)
                {
                    // Ctrl-C has left the loop: the others are still the first in the next frame.
                    _update.Queue.MoveTo(_tooEarly, _update.Queue.Count);
                    _tooEarly.MoveTo(_update.Queue, _tooEarly.Count);
                }
            }
        }

        if (_predicates.Count > 0)
        {
            AskPredicates();
            RunUntilIdle();
        }
    }

    /// <summary>Runs those who wait for a phase, then whatever is ready because of that.</summary>
    private void RunWaiting(ReadyQueue waiting)
    {
        StopRunaways();
        if (_priorityOrder is not null)
        {
            waiting.Sort(_priorityOrder);
        }

        int count = waiting.Count;
        _running = waiting;
        _isResumingPhase = true;
        Iteration++;
        try
        {
            waiting.RunBatch(StepObserver);
        }
        finally
        {
            _running = _ready;
            _isResumingPhase = false;
        }

        if (_phase!.Queue.Count * 2 < count && waiting != _ready)
        {
            // Most of them wait for it no more: they must not be kept alive here.
            waiting.Forget();
        }

        ThrowIfInterrupted();
        if (_ready.Count > 0 || _inbox.HasItems || _sockets.HasWork || _timers.NextDeadline() <= _clock.Now)
        {
            RunUntilIdle();
        }
    }

    private void RunBackground(PhaseSlot slot, double budget)
    {
        long start = _clock.GetTimestamp();
        long roundStart = start;
        TakeTurns(slot);
        int leftInRound = slot.Backlog.Count;
        while (slot.Backlog.Count > 0)
        {
            _spanStart = double.NegativeInfinity;
            IRunnable item = slot.Backlog.Dequeue();
            _ready.Enqueue(item);
            RunWaiting(_ready);
            TakeTurns(slot);

            long now = _clock.GetTimestamp();
            if (--leftInRound <= 0)
            {
                if (now == roundStart)
                {
                    break;
                }

                roundStart = now;
                leftInRound = slot.Backlog.Count;
            }

            // One whose group is paused has not had the turn that a frame has for somebody, however little its time is.
            if (!IsPutAside(item) && _clock.SecondsBetween(start, now) >= budget)
            {
                break;
            }
        }
    }

    private void TakeTurns(PhaseSlot slot)
    {
        ReadyQueue queue = slot.Queue;
        if (_priorityOrder is not null)
        {
            queue.Sort(_priorityOrder);
        }

        slot.Backlog.TakeAll(queue);
    }

    /// <summary>A group has been paused or goes on, and with it those of its tasks that wait for frames.</summary>
    internal void FramesChanged()
    {
        if (!YieldsToNextFrame)
        {
            EndFrameCounts();
        }

        RaiseAlarm();
    }

    private void ClearFrames()
    {
        _tooEarly.Clear();
        foreach (PhaseSlot slot in _phases)
        {
            slot.Clear();
        }

        _frameTimers.Clear();
    }

    /// <summary>A game loop begins: what yields bare from now on goes on in the next frame.</summary>
    private void ExpectFrames()
    {
        if (!YieldsToNextFrame)
        {
            _unseenFaults.BeginFrames();
            _yielded = _update.Queue;
            SetStepLimit(_options.StepLimit);
        }
    }

    /// <summary>What waits for a frame goes on in the next iteration instead: a run begins.</summary>
    private void LeaveFrames()
    {
        _yielded = _ready;
        _unseenFaults.EndFrames();
        SetStepLimit(NoStepLimit);
        _inbox.LeaveFrames();
        _sockets.LeaveFrames();
        EndFrameCounts();
        _tooEarly.MoveTo(_ready, _tooEarly.Count);
        foreach (PhaseSlot slot in _phases)
        {
            slot.MoveTo(_ready);
        }

        LetGoOfFrames();
    }

    /// <summary>Lets go of what has run, and of the room that a burst has needed.</summary>
    private void LetGoOfFrames()
    {
        _tooEarly.LetGo();
        foreach (PhaseSlot slot in _phases)
        {
            slot.LetGo();
        }
    }

    /// <summary>Those who count frames go on: in a run there are none.</summary>
    private void EndFrameCounts() => _frameTimers.MoveDue(double.PositiveInfinity, _ready);
}

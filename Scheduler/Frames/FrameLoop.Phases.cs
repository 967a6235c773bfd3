namespace Coroutines;

// The phases of a frame, and who waits for them.
internal sealed partial class FrameLoop
{
    private static readonly Func<IRunnable, int> _byPriority = static item => item is IStep step ? ~step.Priority : -1;

    private readonly PhaseSlot[] _phases;
    private readonly PhaseSlot _update;

    // Time passes in the fixed phases, which stand together; where there are none, before the first one.
    private readonly int _firstFixed;
    private readonly int _firstAfterTime;

    // What yields bare before the update of this frame has begun: it waits for the next one (a bare yield always does).
    private ReadyQueue _tooEarly = new();

    private PhaseSlot? _phase;
    private bool _isResumingPhase;
    private bool _hasPriorities;

    /// <summary>The phase that a Tick is in; null between phases, in a run, and outside.</summary>
    internal FramePhase? Phase => _phase?.Phase;

    /// <summary>The phase that a step belongs to, if it is one of those that had waited for the phase.</summary>
    internal PhaseSlot? ResumedPhase => _isResumingPhase ? _phase : null;

    /// <summary>What a phase has done so far; null if it is not declared.</summary>
    internal PhaseStatus? StatusOf(FramePhase phase) => FindPhase(phase)?.Status(_clock.Now);

    /// <summary>What waits for a phase is added to; in a run, the ready queue. Null if it is not declared.</summary>
    internal ReadyQueue? QueueOf(FramePhase phase) =>
        (ReferenceEquals(_phase?.Phase, phase) ? _phase : FindPhase(phase)) is not { } slot ? null
            : _loop.YieldsToNextFrame ? slot.Queue
            : _ready;

    internal string Undeclared(FramePhase phase) =>
        $"The {phase} is not declared. Put it into SchedulerOptions.Phases, which has: {string.Join(", ", _phases.Select(static slot => Repr.Name(slot.Phase.Name)))}.";

    /// <summary>Where to go on for somebody whose step was put off.</summary>
    /// <param name="phase">The phase whose turn the step was; null if it was none's.</param>
    internal ReadyQueue QueueToResume(PhaseSlot? phase) =>
        phase is null || ReferenceEquals(phase, _phase) || !_loop.YieldsToNextFrame ? _ready : phase.Queue;

    /// <summary>From now on, those who wait for a phase are put in the order of their priorities, the highest first.</summary>
    internal void UsePriorities() => _hasPriorities = true;

    /// <summary>Takes somebody out who waits for a frame or a phase.</summary>
    /// <returns>False if it does not.</returns>
    internal bool Remove(IRunnable item)
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

    /// <summary>Who waits for a phase; null stands for the next frame.</summary>
    internal IEnumerable<(IRunnable Item, FramePhase? Phase)> Waiting()
    {
        foreach (IRunnable item in _tooEarly.Items())
        {
            yield return (item, null);
        }

        foreach (PhaseSlot slot in _phases)
        {
            foreach (IRunnable item in slot.Items())
            {
                yield return (item, ReferenceEquals(slot, _update) ? null : slot.Phase);
            }
        }
    }

    /// <summary>The phase that somebody has just begun to wait for; null if that is none, or the update, as for a bare yield.</summary>
    internal FramePhase? PhaseJoinedBy(IRunnable item) => Array.Find(
        _phases, slot => slot != _update && slot.Queue.Count > 0 && ReferenceEquals(slot.Queue[slot.Queue.Count - 1], item))?.Phase;

    private PhaseSlot? FindPhase(FramePhase phase) => PlaceOf(phase) is >= 0 and var place ? _phases[place] : null;

    /// <summary>Which of the phases it is; below 0 if it is not declared.</summary>
    private int PlaceOf(FramePhase phase)
    {
        for (int i = 0; i < _phases.Length; i++)
        {
            if (ReferenceEquals(_phases[i].Phase, phase))
            {
                return i;
            }
        }

        return None;
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
        ReadyQueue due = TakeUpdate();
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
            _predicates.Ask();
            RunUntilIdle();
        }
    }

    /// <summary>Takes those who wait for the update.</summary>
    private ReadyQueue TakeUpdate()
    {
        // Who yields from now on waits for the next frame's update, behind those who did so earlier in this frame.
        ReadyQueue due = _update.Queue;
        due.ForgetBut(due.Count);
        _tooEarly.ForgetBut(due.Count);
        _update.Queue = _tooEarly;
        _loop.Yielded = _tooEarly;
        _tooEarly = due;
        if (_frameTimers.NextDeadline() > Count)
        {
            return due;
        }

        // They began to wait before everybody else.
        _frameTimers.MoveDue(Count, _ready);
        due.MoveTo(_ready, due.Count);
        return _ready;
    }

    /// <summary>Runs those who wait for a phase, then whatever is ready because of that.</summary>
    private void RunWaiting(ReadyQueue waiting)
    {
        _runaways.Stop();
        if (_hasPriorities)
        {
            waiting.Sort(_byPriority);
        }

        int count = waiting.Count;
        _isResumingPhase = true;
        try
        {
            _loop.RunBatchOf(waiting);
        }
        finally
        {
            _isResumingPhase = false;
        }

        if (_phase!.Queue.Count * 2 < count && waiting != _ready)
        {
            // Most of them wait for it no more: they must not be kept alive here.
            waiting.Forget();
        }

        _loop.LeaveIfInterrupted();
        if (_events.HasWork || _loop.HasReadyWork)
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
            _runaways.Forget();
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
            if (item is not IStep { IsPutAside: true } && _clock.SecondsBetween(start, now) >= budget)
            {
                break;
            }
        }
    }

    private void TakeTurns(PhaseSlot slot)
    {
        ReadyQueue queue = slot.Queue;
        if (_hasPriorities)
        {
            queue.Sort(_byPriority);
        }

        slot.Backlog.TakeAll(queue);
    }
}

namespace Coroutines;

// A frame in parts: its host has phases of its own, and says when each of these runs.
internal sealed partial class FrameLoop
{
    private const int None = -1;

    // The place of the phase that its host has run last.
    private int _lastRun = None;

    /// <summary>Whether a frame has begun and has not ended.</summary>
    internal bool IsOpen { get; private set; }

    /// <summary>Refuses what may not be done within a frame.</summary>
    /// <param name="operation">What was called.</param>
    internal void VerifyNotOpen(string operation)
    {
        if (IsOpen)
        {
            throw new InvalidOperationException(
                $"{operation} was called within frame {Count}, which BeginFrame has begun. Call EndFrame first.");
        }
    }

    /// <summary>Refuses what may be done within a frame only.</summary>
    /// <param name="operation">What was called.</param>
    internal void VerifyOpen(string operation)
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException(
                $"{operation} was called outside of a frame. Call BeginFrame first; or Tick, which runs a whole frame.");
        }
    }

    /// <summary>Refuses what is no frame time.</summary>
    internal static void VerifyTime(double seconds)
    {
        if (!(seconds >= 0) || double.IsInfinity(seconds))
        {
            throw new ArgumentOutOfRangeException(
                nameof(seconds), seconds, "A frame time is a finite number of seconds, 0 or more.");
        }
    }

    /// <summary>Refuses a phase outside of a frame, or whose turn it is not.</summary>
    internal void VerifyMayRun(FramePhase phase)
    {
        int place = PlaceOf(phase);
        if (place < 0)
        {
            throw new ArgumentException(Undeclared(phase), nameof(phase));
        }

        VerifyOpen(nameof(Scheduler.RunPhase));
        if (_lastRun == None || place > _lastRun)
        {
            return;
        }

        PhaseSlot last = _phases[_lastRun];
        if (place == _lastRun ? !MayRunAgain(phase) : !(phase.IsFixed && last.Phase.IsFixed))
        {
            throw new InvalidOperationException(place == _lastRun
                ? $"The {phase} has run in frame {Count} already. Only fixed and background phases may run more than once in a frame."
                : $"The {phase} cannot run after the {last.Phase}: SchedulerOptions.Phases has them the other way round. List them in the order in which the host runs them.");
        }
    }

    /// <summary>Begins a frame whose phases its host runs.</summary>
    /// <param name="seconds">How far the clock moves until its end.</param>
    internal void BeginParts(double seconds)
    {
        Disturb();
        _lastRun = None;
        Start(seconds);
        _loop.StepObserver?.EnteringFrame(isNew: true);
        try
        {
            for (int i = _firstFixed; i < _firstAfterTime; i++)
            {
                _phases[i].Anchor(FrameStart);
            }

            RunUntilIdle();
        }
        finally
        {
            _loop.StepObserver?.LeavingFrame(isOver: false);
        }
    }

    /// <summary>Runs a phase whose turn it is.</summary>
    internal void RunPart(FramePhase phase)
    {
        _loop.StepObserver?.EnteringFrame(isNew: false);
        try
        {
            RunInTurn(phase);
        }
        finally
        {
            _loop.StepObserver?.LeavingFrame(isOver: false);
        }
    }

    /// <summary>Ends a frame whose phases its host has run; what time is left passes.</summary>
    internal void EndParts()
    {
        _loop.StepObserver?.EnteringFrame(isNew: false);
        try
        {
            RunWhatHasCome();
            MoveTo(_end);
        }
        finally
        {
            End();
            _loop.StepObserver?.LeavingFrame(isOver: true);
        }
    }

    private void RunInTurn(FramePhase phase)
    {
        int place = PlaceOf(phase);
        PhaseSlot slot = _phases[place];
        RunWhatHasCome();
        _lastRun = place;
        if (phase.IsFixed)
        {
            MoveTo(slot.AdoptStep(_clock.Now, _end));
            slot.CountStep();
        }
        else if (place >= _firstAfterTime)
        {
            MoveTo(_end);
        }

        RunPhase(slot);
    }

    private static bool MayRunAgain(FramePhase phase) => phase.IsFixed || phase.Budget is not null;

    /// <summary>What the host has done since the last part comes before the next one.</summary>
    private void RunWhatHasCome()
    {
        if (_events.HasWork || _loop.HasReadyWork)
        {
            RunUntilIdle();
        }
    }
}

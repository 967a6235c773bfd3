namespace Coroutines;

/// <summary>What a Tick does: it moves the clock through a frame, and runs what is due in it, phase by phase.</summary>
internal sealed partial class FrameLoop : IUpkeep
{
    private readonly EventLoop _loop;
    private readonly ReadyQueue _ready;
    private readonly ThreadInbox _inbox;
    private readonly LoopClock _clock;
    private readonly TimerQueue _timers;
    private readonly TimerQueue _frameTimers;
    private readonly PredicateList _predicates;
    private readonly IEventSource _events;
    private readonly StepLimit _steps;
    private readonly HostAlarm _host;
    private readonly Reports _reports;
    private readonly Runaways _runaways;
    private readonly int _stepLimit;

    // When the present frame ends.
    private double _end;

    /// <param name="options">The phases, and the limits.</param>
    /// <param name="loop">What runs the iterations.</param>
    /// <param name="ready">What is ready.</param>
    /// <param name="inbox">What other threads post.</param>
    /// <param name="clock">The clock that is moved.</param>
    /// <param name="timers">The deadlines that it goes through.</param>
    /// <param name="frameTimers">Who waits for a number of frames, by the number of the frame.</param>
    /// <param name="predicates">What is asked in each update.</param>
    /// <param name="events">What is looked at in each frame.</param>
    /// <param name="steps">The limit that holds in a game loop.</param>
    /// <param name="host">Told when there may be something to do.</param>
    /// <param name="reports">Told of what failed, at the end of the frame.</param>
    internal FrameLoop(
        SchedulerOptions options,
        EventLoop loop,
        ReadyQueue ready,
        ThreadInbox inbox,
        LoopClock clock,
        TimerQueue timers,
        TimerQueue frameTimers,
        PredicateList predicates,
        IEventSource events,
        StepLimit steps,
        HostAlarm host,
        Reports reports)
    {
        _loop = loop;
        _ready = ready;
        _inbox = inbox;
        _clock = clock;
        _timers = timers;
        _frameTimers = frameTimers;
        _predicates = predicates;
        _events = events;
        _steps = steps;
        _host = host;
        _reports = reports;
        _stepLimit = options.StepLimit;
        Count = options.StartFrame;
        _runaways = new Runaways(options.TickIterationLimit, clock, ready, timers, inbox, events);
        Timeline = new LoopTimeline(frameTimers, host, () => Count, () => Count);
        _phases = [.. options.Phases.Select(static phase => new PhaseSlot(phase))];
        _update = FindPhase(FramePhase.Update)!;
        _firstFixed = Math.Max(Array.FindIndex(_phases, static slot => slot.Phase.IsFixed), 0);
        _firstAfterTime = Array.FindLastIndex(_phases, static slot => slot.Phase.IsFixed) + 1;
    }

    /// <summary>How many frames have begun.</summary>
    internal long Count { get; private set; }

    /// <summary>How long the frame is, in seconds.</summary>
    internal double Time { get; private set; }

    /// <summary>When the frame began, in the scheduler's time.</summary>
    internal double FrameStart { get; private set; }

    /// <summary>The number of the frame as a time, in which some wait.</summary>
    internal LoopTimeline Timeline { get; }

    /// <summary>How far the time has moved since the frame began; in a fixed phase, its step.</summary>
    internal double Delta => _phase is { Phase: { IsFixed: true } phase } ? phase.Step : _clock.Now - FrameStart;

    /// <summary>By when the next frame has to be run, if nothing comes from outside.</summary>
    /// <param name="socketInterval">How long those who wait for sockets have to wait at most, in seconds.</param>
    internal double NextDeadline(double socketInterval)
    {
        double now = _clock.Now;
        if (_ready.Count > 0 || _inbox.HasItems || _tooEarly.Count > 0 || _frameTimers.Count > 0)
        {
            return now;
        }

        double deadline = _loop.LatestWake;
        if (_events.HasWork)
        {
            deadline = Math.Min(deadline, now + socketInterval);
        }

        foreach (PhaseSlot slot in _phases)
        {
            if (slot.Count > 0)
            {
                deadline = Math.Min(deadline, slot.Phase.IsFixed ? slot.NextStepTime : now);
            }
        }

        return Math.Max(deadline, now);
    }

    /// <summary>Runs one frame, from beginning to end.</summary>
    /// <param name="seconds">How far the clock moves.</param>
    internal void Run(double seconds)
    {
        try
        {
            Start(seconds);
            _loop.StepObserver?.EnteringFrame(isNew: true);
            BeginSteps();
            RunUntilIdle();
            RunPhases(0, _firstFixed);
            PassTime();
            RunPhases(_firstAfterTime, _phases.Length);
        }
        finally
        {
            End();
            _loop.StepObserver?.LeavingFrame(isOver: true);
        }
    }

    /// <summary>A game loop begins: what yields bare from now on goes on in the next frame.</summary>
    internal void Expect()
    {
        if (!_loop.YieldsToNextFrame)
        {
            _reports.Unseen.BeginFrames();
            _loop.Yielded = _update.Queue;
            _steps.Limit = _stepLimit;
        }
    }

    /// <summary>What waits for a frame goes on in the next iteration instead: a run begins.</summary>
    internal void Leave()
    {
        Disturb();
        _caughtUp = 0;
        IsOpen = false;
        _loop.Yielded = _ready;
        _reports.Unseen.EndFrames();
        _steps.Limit = StepLimit.None;
        _inbox.LeaveFrames();
        _events.LeaveFrames();
        EndFrameCounts();
        _tooEarly.MoveTo(_ready, _tooEarly.Count);
        foreach (PhaseSlot slot in _phases)
        {
            slot.MoveTo(_ready);
        }

        LetGoOfQueues();
    }

    /// <summary>A group has been paused or goes on, and with it those of its tasks that wait for frames.</summary>
    internal void Changed()
    {
        if (!_loop.YieldsToNextFrame)
        {
            EndFrameCounts();
        }

        _host.Raise();
    }

    internal void Clear()
    {
        IsOpen = false;
        _tooEarly.Clear();
        foreach (PhaseSlot slot in _phases)
        {
            slot.Clear();
        }

        _frameTimers.Clear();
    }

    void IUpkeep.LetGoOfLittle(int work) => _frameTimers.LetGo(work);

    void IUpkeep.LetGo(int work, bool isQuiet) => LetGoOfQueues();

    private void Start(double seconds)
    {
        _end = _clock.BeginFrame(seconds);
        IsOpen = true;
        Count++;
        Time = seconds + _caughtUp;
        FrameStart = _clock.Now - _caughtUp;
        _caughtUp = 0;
        Expect();
        _loop.Yielded = _tooEarly;
        BeginShares();
    }

    /// <summary>Whatever has a limit for each frame has it anew.</summary>
    private void BeginShares()
    {
        _runaways.Forget();
        _steps.Limit = _stepLimit;
        _inbox.BeginFrame();
        _events.BeginFrame();
    }

    private void BeginSteps()
    {
        for (int i = _firstFixed; i < _firstAfterTime; i++)
        {
            _phases[i].BeginFrame(FrameStart);
        }
    }

    /// <summary>The clock goes to the end of the frame, by way of the deadlines and the fixed steps before it.</summary>
    private void PassTime()
    {
        while (NextStep(_end, out double time) is { } step)
        {
            MoveTo(time);
            step.CountStep();
            RunPhase(step);
        }

        MoveTo(_end);
        for (int i = _firstFixed; i < _firstAfterTime; i++)
        {
            _phases[i].EndFrame(_end);
        }
    }

    /// <summary>The clock goes to a moment, from deadline to deadline; what is due at the moment itself has woken too.</summary>
    private void MoveTo(double time)
    {
        while (_timers.NextDeadline() is var due && due <= time)
        {
            _clock.MoveTo(due);
            RunUntilIdle();
        }

        _clock.MoveTo(time);
    }

    private void End()
    {
        try
        {
            // However the frame ends, what failed in it is reported in it.
            _reports.Unseen.ReportDue();
        }
        finally
        {
            IsOpen = false;

            // A frame is over when its time is; a Stop inside it is no word on a later run.
            _loop.IsStopping = false;
            if (_loop.Yielded == _tooEarly)
            {
                // The frame was left before its update, by an error or by its host.
                _loop.Yielded = _update.Queue;
                _tooEarly.MoveTo(_update.Queue, _tooEarly.Count);
            }
        }
    }

    private void RunUntilIdle()
    {
        do
        {
            _runaways.Stop();
            _loop.RunIterationOfFrame();
        }
        while (_ready.Count > 0 || _events.HasMoreInMemory || _timers.NextDeadline() <= _clock.Now);
    }

    /// <summary>Lets go of what has run, and of the room that a burst has needed.</summary>
    private void LetGoOfQueues()
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

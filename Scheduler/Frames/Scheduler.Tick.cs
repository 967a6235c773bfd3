namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>How many Ticks have begun.</summary>
    public long FrameCount { get; private set; }

    /// <summary>The frame time, in seconds: what the present Tick, or the last one, was given.</summary>
    public double FrameTime { get; private set; }

    /// <summary>Runs one frame of a game loop; never waits.</summary>
    /// <param name="seconds">The frame time: how far the clock moves. 0 runs what is ready without moving it.</param>
    /// <remarks>
    /// <para>1. What is ready from outside (first steps of new tasks, callbacks, finished I/O, posted work) runs, still
    /// at the time of the last frame.</para>
    /// <para>2. The clock goes from deadline to deadline up to the end of the frame; what is due runs at exactly its
    /// time. A long frame fires every wake-up that fell inside it, in order, and nothing drifts. The steps of
    /// <see cref="FramePhase.Fixed"/> phases are such deadlines too.</para>
    /// <para>3. The clock stands at the end of the frame. The phases run, of which <see cref="FramePhase.Update"/> is the only
    /// one by default: what yielded bare in an earlier Tick resumes, in the order in which it yielded, then the
    /// predicates of <c>WaitUntil</c> are asked.</para>
    /// <para>Each part and each phase goes on until nothing is ready. A bare yield inside a Tick waits for a later one; handing a
    /// result from task to task costs no frame. asyncio has no counterpart.</para>
    /// <para>A task that failed, that nobody awaits and whose exception nobody has looked at by the end of the Tick is reported then
    /// (<see cref="SchedulerOptions.UnseenExceptions"/>).</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="seconds"/> is negative or not finite, or the time, of the scheduler or of a group, would not be finite any
    /// more. Nothing has changed then.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A scheduler already runs on this thread; or coroutines kept waking each other beyond
    /// <see cref="SchedulerOptions.TickIterationLimit"/> (the message names them; the next Tick goes on with them).
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void Tick(double seconds)
    {
        if (!(seconds >= 0) || double.IsInfinity(seconds))
        {
            throw new ArgumentOutOfRangeException(
                nameof(seconds), seconds, "A frame time is a finite number of seconds, 0 or more.");
        }

        if (TryPassIdleFrame(seconds))
        {
            return;
        }

        VerifyStaysFinite(seconds);
        Enter(nameof(Tick));
        RememberHome();
        try
        {
            RunFrame(seconds);
        }
        finally
        {
            EndFrame();
            Leave();
        }
    }

    /// <inheritdoc cref="Tick(double)"/>
    /// <param name="time">The frame time: how far the clock moves.</param>
    public void Tick(TimeSpan time) => Tick(Duration.SecondsOf(time));

    private void RunFrame(double seconds)
    {
        double end = BeginFrame(seconds);
        try
        {
            RunUntilIdle();
            RunPhases(0, _firstFixed);
            PassTime(end);
            RunPhases(_firstAfterTime, _phases.Length);
        }
        finally
        {
            // However the frame ends, what failed in it is reported in it.
            _unseenFaults.ReportDue();
        }
    }

    /// <returns>The time at the end of the frame.</returns>
    private double BeginFrame(double seconds)
    {
        double end = _clock.BeginFrame(seconds);
        FrameCount++;
        FrameTime = seconds;
        _frameStart = _clock.Now;
        ExpectFrames();
        _yielded = _tooEarly;
        _spanStart = double.NegativeInfinity;
        SetStepLimit(_options.StepLimit);
        _inbox.BeginFrame();
        _sockets.BeginFrame();
        for (int i = _firstFixed; i < _firstAfterTime; i++)
        {
            _phases[i].BeginFrame(_frameStart);
        }

        return end;
    }

    /// <summary>The clock goes to the end of the frame, by way of the deadlines and the fixed steps before it.</summary>
    private void PassTime(double end)
    {
        while (true)
        {
            double due = _timers.NextDeadline();
            PhaseSlot? step = NextStep(end, out double stepTime);
            if (due <= Math.Min(stepTime, end))
            {
                _clock.MoveTo(due);
                RunUntilIdle();
            }
            else if (step is not null)
            {
                _clock.MoveTo(stepTime);
                step.CountStep();
                RunPhase(step);
            }
            else
            {
                break;
            }
        }

        _clock.MoveTo(end);
        for (int i = _firstFixed; i < _firstAfterTime; i++)
        {
            _phases[i].EndFrame(end);
        }
    }

    private void EndFrame()
    {
        // A Tick is over when its frame is; a Stop inside it is no word on a later run.
        _isStopping = false;
        if (_yielded == _tooEarly)
        {
            // The frame was left before its update, by an error.
            _yielded = _update.Queue;
            _tooEarly.MoveTo(_yielded, _tooEarly.Count);
        }
    }

    private void RunUntilIdle()
    {
        do
        {
            StopRunaways();
            RunIteration(mayWait: false, isGuarded: true);
            ThrowIfInterrupted();
        }
        while (_ready.Count > 0 || _sockets.HasMoreInMemory || _timers.NextDeadline() <= _clock.Now);
    }
}

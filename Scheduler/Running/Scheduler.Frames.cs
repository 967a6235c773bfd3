namespace Coroutines;

// As the engine of a game loop.
public sealed partial class Scheduler
{
    /// <summary>How many frames have begun, by <see cref="Tick(double)"/> or <see cref="BeginFrame(double)"/>.</summary>
    public long FrameCount => Frames.Count;

    /// <summary>The frame time, in seconds: what the present frame, or the last one, was given.</summary>
    public double FrameTime => Frames.Time;

    /// <summary>The phase that a frame is in; null between phases, in a run, and outside.</summary>
    public FramePhase? Phase => Frames.Phase;

    /// <summary>
    /// The moment, in seconds of <see cref="Time"/>, by which a host has to call <see cref="Tick(double)"/> again:
    /// <see cref="Time"/> itself if something is ready or waits for the next frame, else the earliest deadline; positive infinity if
    /// nothing will happen until something comes from outside.
    /// </summary>
    /// <remarks>
    /// A host sleeps for <c>NextDeadline - Time</c> seconds, but at least for a frame, or until <see cref="SchedulerOptions.WakeUp"/> is
    /// called, and then gives Tick the time that has passed. Without that least one it would spin as soon as a coroutine waits for the next
    /// frame, as a tween does; and <c>Tick(NextDeadline - Time)</c> would then not move time at all. What is to go as fast as it can, needs
    /// no frames: <c>Run</c>, with a <see cref="VirtualClock"/>. While a coroutine waits for a socket or by <c>WaitUntil</c>, the deadline is at most
    /// <see cref="SchedulerOptions.PredicateInterval"/> away: those are looked at in each Tick, and tell nobody by themselves.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public double NextDeadline
    {
        get
        {
            VerifyThread();
            return Frames.NextDeadline(Options.PredicateInterval.Seconds);
        }
    }

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
    /// <para>A host that has phases of its own runs the frame in parts instead: <see cref="BeginFrame(double)"/>,
    /// <see cref="RunPhase"/>, <see cref="EndFrame"/>.</para>
    /// <para>A task that failed, that nobody awaits and whose exception nobody has looked at by the end of the Tick is reported then
    /// (<see cref="SchedulerOptions.UnseenExceptions"/>).</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="seconds"/> is negative or not finite, or the time, of the scheduler or of a group, would not be finite any
    /// more. Nothing has changed then.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A scheduler already runs on this thread; a frame that <see cref="BeginFrame(double)"/> began has not ended; or coroutines kept waking each other beyond
    /// <see cref="SchedulerOptions.TickIterationLimit"/> (the message names them; the next Tick goes on with them).
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void Tick(double seconds)
    {
        FrameLoop.VerifyTime(seconds);
        double end = Clock.EndOfFrame(seconds);
        if (Frames.TryPass(seconds, end, IsQuiet && Domains.StaysFinite(end)))
        {
            return;
        }

        EnterFrame(nameof(Tick), seconds, end);
        try
        {
            Frames.Run(seconds);
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc cref="Tick(double)"/>
    /// <param name="time">The frame time: how far the clock moves.</param>
    public void Tick(TimeSpan time) => Tick(Duration.SecondsOf(time));

    /// <summary>Lets time pass between two frames, and then runs what has come from outside, at the present time; never waits.</summary>
    /// <param name="seconds">How far the clock moves. May be 0.</param>
    /// <remarks>
    /// <para>For a host that has no beat, and calls when something has come (<see cref="SchedulerOptions.WakeUp"/>) or is due
    /// (<see cref="NextDeadline"/>): a UI, an actor, a grain. A <see cref="Tick(double)"/> runs what has come from outside at the time of the last
    /// frame, which in such a host may be long ago: a sleep that began with it would be too short by as much. Here the clock goes first, from
    /// deadline to deadline, and what is due runs at exactly its time; then what has come.</para>
    /// <para>It is no frame: no phase runs, and who waits for one, as by a bare yield or <c>WaitUntil</c>, goes on in the next Tick. That one has
    /// the time that has passed here as a part of its <see cref="FrameTime"/>.</para>
    /// <para>asyncio has no counterpart.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="seconds"/> is negative or not finite, or the time, of the scheduler or of a group, would not be finite any
    /// more. Nothing has changed then.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A scheduler already runs on this thread; a frame that <see cref="BeginFrame(double)"/> began has not ended; the scheduler has a
    /// <see cref="FramePhase.Fixed"/> phase, whose steps are taken in frames; or coroutines kept waking each other beyond
    /// <see cref="SchedulerOptions.TickIterationLimit"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void CatchUp(double seconds)
    {
        FrameLoop.VerifyTime(seconds);
        Frames.VerifyMayCatchUp();
        EnterFrame(nameof(CatchUp), seconds, Clock.EndOfFrame(seconds));
        try
        {
            Frames.CatchUp(seconds);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>What a phase has done so far.</summary>
    /// <param name="phase">One of <see cref="SchedulerOptions.Phases"/>.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentException">The phase is not declared.</exception>
    public PhaseStatus StatusOf(FramePhase phase)
    {
        ThrowHelper.IfNull(phase, nameof(phase));
        return Frames.StatusOf(phase) ?? throw new ArgumentException(Frames.Undeclared(phase), nameof(phase));
    }

    /// <summary>Whether it is at rest between two Ticks, nobody watches it, and nothing has come for it from anywhere.</summary>
    private bool IsQuiet => !IsRunning && !IsDisposed && !IsDebug && _current is null && Loop.IsQuiet && !Reports.Unseen.HasDue;

    private void EnterFrame(string operation, double seconds, double end)
    {
        if (double.IsInfinity(end))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "The time of the scheduler would become infinite.");
        }

        if (Domains.FindInfinite(end) is { } infinite)
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, $"The time of {infinite.Describe()} would become infinite.");
        }

        Outside.VerifyNotRecorded(operation);
        Enter(operation);
        if (IsDebug)
        {
            _thread.RememberHome();
        }
    }
}

namespace Coroutines;

// A frame in parts, for hosts that have phases of their own.
public sealed partial class Scheduler
{
    /// <summary>
    /// Whether a frame has begun and has not ended: inside of a <see cref="Tick(double)"/>, and from <see cref="BeginFrame(double)"/> to
    /// <see cref="EndFrame"/>.
    /// </summary>
    public bool IsInFrame => Frames.IsOpen;

    /// <summary>
    /// Begins a frame whose phases the host runs, one by one, with <see cref="RunPhase"/>; <see cref="EndFrame"/> ends it. Never
    /// waits.
    /// </summary>
    /// <param name="seconds">The frame time: how far the clock moves until <see cref="EndFrame"/>. May be 0.</param>
    /// <remarks>
    /// <para>For an engine that calls at several points of its frame, such as Unity's <c>FixedUpdate</c>, <c>Update</c> and
    /// <c>LateUpdate</c> or Godot's <c>_physics_process</c> and <c>_process</c>. A <see cref="Tick(double)"/> is such a frame too, of
    /// which the scheduler runs the parts itself. Between two parts the scheduler does not run, and the host does what it likes.</para>
    /// <para>What is ready from outside (first steps of new tasks, callbacks, finished I/O, posted work) runs here, still at the time
    /// of the last frame. What comes between two parts runs at the beginning of the next part.</para>
    /// <para>Whatever a part throws, the frame goes on until <see cref="EndFrame"/>. asyncio has no counterpart.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="seconds"/> is negative or not finite, or the time, of the scheduler or of a group, would not be finite any
    /// more. No frame has begun then.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A scheduler already runs on this thread; or the last frame has not ended, in which case nothing has changed; or coroutines kept
    /// waking each other beyond <see cref="SchedulerOptions.TickIterationLimit"/>, in which case the frame has begun.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void BeginFrame(double seconds)
    {
        FrameLoop.VerifyTime(seconds);
        EnterFrame(nameof(BeginFrame), seconds, Clock.EndOfFrame(seconds));
        try
        {
            Frames.BeginParts(seconds);
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc cref="BeginFrame(double)"/>
    /// <param name="time">The frame time: how far the clock moves until <see cref="EndFrame"/>. May be 0.</param>
    public void BeginFrame(TimeSpan time) => BeginFrame(Duration.SecondsOf(time));

    /// <summary>Runs a phase of the frame that <see cref="BeginFrame(double)"/> has begun, until nothing is ready. Never waits.</summary>
    /// <param name="phase">
    /// One of <see cref="SchedulerOptions.Phases"/>. They run in that order; one that the host does not run is left out of this frame,
    /// and who waits for it goes on waiting.
    /// </param>
    /// <remarks>
    /// <para>A <see cref="FramePhase.Fixed"/> phase takes one step in each call, as often as the host calls, which may be never: it is the
    /// host who counts the steps, and neither <see cref="FramePhase.MaxSteps"/> nor
    /// <see cref="PhaseStatus.DroppedSteps"/> has a meaning here. The clock moves to the time of the step first, one step after the
    /// last one, and no further than the end of the frame; sleeps that are due by then have woken.</para>
    /// <para>A phase that stands behind the fixed ones, as <see cref="FramePhase.Update"/> does, finds the clock at the end of the frame;
    /// all sleeps that are due by then have woken. One that stands before them finds it at the beginning.</para>
    /// <para>A plain phase runs once a frame. A <see cref="FramePhase.Background"/> one has its whole budget in each call.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="phase"/> is null.</exception>
    /// <exception cref="ArgumentException">The phase is not declared.</exception>
    /// <exception cref="InvalidOperationException">
    /// No frame has begun; the phase has run in this frame, or another one has that stands behind it; a scheduler already runs on
    /// this thread; or coroutines kept waking each other beyond <see cref="SchedulerOptions.TickIterationLimit"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void RunPhase(FramePhase phase)
    {
        ThrowHelper.IfNull(phase, nameof(phase));
        VerifyMayEnter(nameof(RunPhase), mayBeInFrame: true);
        Frames.VerifyMayRun(phase);
        Enter(nameof(RunPhase), mayBeInFrame: true);
        try
        {
            Frames.RunPart(phase);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the frame that <see cref="BeginFrame(double)"/> has begun. Never waits.</summary>
    /// <remarks>
    /// What has become ready since the last phase runs; the clock moves to the end of the frame, unless a phase has seen to that, and
    /// what is due by then runs too. What failed in the frame and was looked at by nobody is reported, as at the end of a
    /// <see cref="Tick(double)"/>. Whatever this throws, the frame has ended.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// No frame has begun; a scheduler already runs on this thread; or coroutines kept waking each other beyond
    /// <see cref="SchedulerOptions.TickIterationLimit"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void EndFrame()
    {
        VerifyMayEnter(nameof(EndFrame), mayBeInFrame: true);
        Frames.VerifyOpen(nameof(EndFrame));
        Enter(nameof(EndFrame), mayBeInFrame: true);
        try
        {
            Frames.EndParts();
        }
        finally
        {
            Leave();
        }
    }
}

using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A part of each frame of a game loop, such as input, physics or late update: <see cref="Scheduler.Tick(double)"/> runs
/// those that <see cref="SchedulerOptions.Phases"/> lists, in that order, and coroutines wait for them with
/// <see cref="Awaitable.NextPhase"/>.
/// </summary>
/// <remarks>
/// <para>A phase is only a name and a rule; it may be shared by any number of schedulers and threads, and belongs into a
/// <c>static readonly</c> field.</para>
/// <para>There are three sorts. A <b>plain</b> phase runs once in each frame. A <see cref="Fixed"/> one runs once for each
/// step of the frame's time. A <see cref="Background"/> one runs as much of what waits for it as a time budget allows.
/// <see cref="Update"/> is the plain phase in which bare yields resume.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class FramePhase
{
    /// <summary>Makes a plain phase, which runs once in each frame.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public FramePhase(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        Name = name;
    }

    /// <summary>
    /// The phase in which bare yields, <c>NextFrame()</c> and <c>WaitFrames(n)</c> resume and the predicates of
    /// <c>WaitUntil</c> are asked. A scheduler that is given no phases has this one alone.
    /// </summary>
    public static FramePhase Update { get; } = new("update");

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>How long a step of a fixed phase is, in seconds; 0 for other phases.</summary>
    public double Step { get; private init; }

    /// <summary>How many steps of a fixed phase a single frame runs at most; 0 for other phases.</summary>
    public int MaxSteps { get; private init; }

    /// <summary>How much time a background phase may take in a frame, in seconds; null for other phases.</summary>
    public double? Budget { get; private init; }

    internal bool IsFixed => Step > 0;

    /// <summary>
    /// Makes a phase that runs in steps of the same length, as many as the frame's time holds: none in a short frame,
    /// several in a long one.
    /// </summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="step">How long a step is.</param>
    /// <param name="maxSteps">
    /// How many steps a single frame runs at most. Those beyond are dropped, and counted in
    /// <see cref="PhaseStatus.DroppedSteps"/>: so a game that cannot keep up becomes slow instead of ever slower.
    /// </param>
    /// <returns>The phase.</returns>
    /// <remarks>
    /// Each step runs at its own time: the clock stands at the first Tick's beginning plus a multiple of the step, and sleeps
    /// that are due before then have woken. So this is the phase in which the frame's time passes: phases that are listed
    /// before it run at the time at which the frame begins, those after it at the frame's end. Nothing drifts.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="step"/> is not above 0, or not finite; or <paramref name="maxSteps"/> is not above 0.
    /// </exception>
    public static FramePhase Fixed(string name, Duration step, int maxSteps = 8)
    {
        if (!(step.Seconds > 0) || double.IsInfinity(step.Seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(step), step.Seconds, "A step is a finite number of seconds above 0.");
        }

        if (maxSteps <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(maxSteps), maxSteps, "A frame has to be allowed at least one step.");
        }

        return new FramePhase(name) { Step = step.Seconds, MaxSteps = maxSteps };
    }

    /// <summary>
    /// Makes a phase for work that can wait: in each frame it resumes those that wait for it, one after the other and
    /// again from the first, until its time is used up. Who did not have a turn is the first in the next frame, so that nobody
    /// starves; one is always resumed.
    /// </summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="budget">
    /// How much time it may take in a frame, by <see cref="SchedulerOptions.TimeProvider"/>. It is looked at between two steps: a
    /// step that takes longer is not interrupted.
    /// </param>
    /// <returns>The phase.</returns>
    /// <remarks>
    /// A round in which that clock does not move, as under a <see cref="VirtualClock"/> that nobody advances, is the frame's last.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="budget"/> is infinite: no frame would ever end.</exception>
    public static FramePhase Background(string name, Duration budget)
    {
        if (double.IsInfinity(budget.Seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(budget), budget.Seconds, "A budget is a finite number of seconds.");
        }

        return new FramePhase(name) { Budget = budget.Seconds };
    }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>phase 'late update'</c>.</returns>
    public override string ToString() => $"phase {Repr.Of(Name)}";
}

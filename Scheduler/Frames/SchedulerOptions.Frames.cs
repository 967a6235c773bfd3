namespace Coroutines;

public sealed partial class SchedulerOptions
{
    private static readonly IReadOnlyList<FramePhase> _updateAlone = [FramePhase.Update];

    /// <summary>
    /// The phases of a frame, in the order in which <see cref="Scheduler.Tick(double)"/> runs them;
    /// <see cref="FramePhase.Update"/> alone by default.
    /// </summary>
    /// <remarks>
    /// <see cref="FramePhase.Update"/> has to be among them. Fixed phases stand next to each other and before it; where two
    /// of them have a step at the same time, they run in this order.
    /// </remarks>
    public IReadOnlyList<FramePhase> Phases
    {
        get;
        init => field = Verified(value);
    } = _updateAlone;

    /// <summary>
    /// What <see cref="Scheduler.Time"/> shows before the first frame, in seconds; 0 by default. For a game that was saved at that time. A
    /// <see cref="VirtualClock"/> is advanced instead, and its time is taken as it is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite.</exception>
    public Duration StartTime
    {
        get;
        init => field = !double.IsInfinity(value.Seconds)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value.Seconds, "A time to begin at is a finite number of seconds.");
    }

    /// <summary>
    /// What <see cref="Scheduler.FrameCount"/> shows before the first frame; 0 by default. For a game that was saved in that frame.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long StartFrame
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Frames are counted from 0.");
    }

    /// <summary>
    /// How often a coroutine may go on in a single step of a Tick without ever being suspended, as in a loop over something that
    /// is always done. One that goes on beyond that is stopped by an <see cref="InvalidOperationException"/> that names it, as if
    /// its <c>yield return</c> had failed; for its clean-up, and for whoever awaits it, the step has the same number once more. What a
    /// socket operation brings is not counted. 1,000,000 by default. In a run there is no limit, as in asyncio.
    /// </summary>
    public int StepLimit
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A step has to be allowed at least one yield.");
    } = 1_000_000;

    /// <summary>
    /// For a game loop inside somebody else's loop: called when a scheduler that is not running has got something to do, so that
    /// the host can have it <see cref="Scheduler.Tick(double)"/> soon, or look at <see cref="Scheduler.NextDeadline"/> again.
    /// </summary>
    /// <remarks>
    /// It is called on the thread that brings the work (another one for <see cref="Scheduler.CallSoonThreadsafe"/> and for .NET tasks
    /// that are done), at least once between two Ticks if anything has come. It must not call the scheduler: it only wakes
    /// whoever does. What it throws goes to the exception handler. Null for none.
    /// </remarks>
    public Action? WakeUp { get; init; }

    private static FramePhase[] Verified(IReadOnlyList<FramePhase>? phases)
    {
        ThrowHelper.IfNull(phases, nameof(phases));

        // A copy, which nobody changes behind the schedulers' backs.
        FramePhase[] list = [.. phases];
        if (Array.IndexOf(list, null) >= 0)
        {
            throw new ArgumentException("One of the phases is null.", nameof(phases));
        }

        if (list.GroupBy(phase => phase.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are two phases {Repr.Of(twice.Key)}. Each needs a name of its own.", nameof(phases));
        }

        int update = Array.IndexOf(list, FramePhase.Update);
        if (update < 0)
        {
            throw new ArgumentException(
                "FramePhase.Update has to be among the phases: it is where bare yields resume.", nameof(phases));
        }

        int firstFixed = Array.FindIndex(list, phase => phase.IsFixed);
        int lastFixed = Array.FindLastIndex(list, phase => phase.IsFixed);
        if (lastFixed > update)
        {
            throw new ArgumentException(
                $"The fixed {list[lastFixed]} stands after FramePhase.Update. Time passes in the fixed phases, and has passed when the update begins.",
                nameof(phases));
        }

        if (firstFixed >= 0 && list[firstFixed..lastFixed].FirstOrDefault(phase => !phase.IsFixed) is { } between)
        {
            throw new ArgumentException(
                $"The {between} stands between fixed phases. Time passes in these, so they have to stand next to each other.",
                nameof(phases));
        }

        return list;
    }
}

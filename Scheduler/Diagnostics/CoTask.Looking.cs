namespace Coroutines;

// What a task tells of itself to those who look on.
public partial class CoTask
{
    /// <summary>
    /// The names of the coroutines that it is in, the outermost first: the one that it was made of, what that awaits by <c>Await</c>, and so
    /// on. Empty once it is done. What asyncio's <c>get_stack</c> has the frames of.
    /// </summary>
    /// <returns>A list of its own, made by this call in time in proportion to its length.</returns>
    public IReadOnlyList<string> CoroutineChain => CoroutineNames();

    /// <summary>
    /// The unfinished tasks whose ends it waits for, at this moment: the one that it awaits, or those behind a <c>Gather</c>, a
    /// <c>Wait</c>, a <c>Shield</c> or a <see cref="TaskGroup"/>. Empty while it waits for something else.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread; there, ask for a <see cref="Scheduler.TakeSnapshot"/>.</exception>
    public IReadOnlyList<CoTask> Awaiting
    {
        get
        {
            Scheduler.VerifyThread();
            return new AwaitGraph([this]).TasksAwaitedBy(this);
        }
    }

    /// <summary>The unfinished tasks that wait for its end, at this moment, directly or through a <c>Gather</c> and the like.</summary>
    /// <remarks>Looks through all tasks of the scheduler; whoever asks many had better take a <see cref="Scheduler.TakeSnapshot"/>.</remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread; there, ask for a <see cref="Scheduler.TakeSnapshot"/>.</exception>
    public IReadOnlyList<CoTask> Awaiters
    {
        get
        {
            Scheduler.VerifyThread();
            return new AwaitGraph(Scheduler.Tasks.Look()).TasksAwaiting(this);
        }
    }

    /// <summary>
    /// How long ago it took its first step, in seconds of the scheduler's time. Known of tasks that began while somebody had the scheduler
    /// observed (<see cref="Scheduler.Observe"/>, which a <see cref="StepRecorder"/> does too); else null: no task pays for it otherwise.
    /// </summary>
    public double? Age => AgeAt(Scheduler.Time);

    /// <summary>How many steps it has taken while somebody had the scheduler observed; null if it took none of them then.</summary>
    public long? StepCount => Tag is { StepCount: > 0 and var count } ? count : null;

    /// <summary>How long these steps took together, in real time; null if there were none.</summary>
    public TimeSpan? StepTime => Tag is { StepCount: > 0 } tag ? tag.StepTime : null;

    /// <summary>Its age at some time of the scheduler's.</summary>
    internal double? AgeAt(double now) => Tag is { Started: { } started } ? Math.Max(now - started, 0) : null;
}

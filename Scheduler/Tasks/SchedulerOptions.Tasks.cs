namespace Coroutines;

public sealed partial class SchedulerOptions
{
    /// <summary>
    /// Sees how each task is about to be made, and may change it; null for none. Can be replaced through
    /// <see cref="Scheduler.TaskFactory"/>.
    /// </summary>
    public Func<TaskStart, TaskStart>? TaskFactory { get; init; }

    /// <summary>
    /// Whether a coroutine that ended without ever having yielded is recognised when it is used again; it looks exactly like a fresh
    /// one, and would end at once. One that has yielded is always recognised.
    /// </summary>
    /// <remarks>
    /// Each of them is noted in a weak table, which costs more than such a coroutine itself. So this is false by default;
    /// <see cref="Debug"/> implies it, and a <see cref="Testing.TestScheduler"/> has it on.
    /// </remarks>
    public bool TracksReuse { get; init; }
}

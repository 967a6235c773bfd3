namespace Coroutines;

public sealed partial class SchedulerOptions
{
    /// <summary>
    /// Sees how each task is about to be made, and may change it; null for none. Can be replaced through
    /// <see cref="Scheduler.TaskFactory"/>.
    /// </summary>
    public Func<TaskStart, TaskStart>? TaskFactory { get; init; }
}

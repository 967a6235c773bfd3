namespace Coroutines;

/// <summary>
/// A task in a group's list. It hears of the task's end as a done-callback would: in the iteration after it.
/// </summary>
internal sealed class GroupChild(TaskGroup group, CoTask task) : IFutureWaiter, IRunnable, IChained<GroupChild>
{
    internal CoTask Task => task;

    public GroupChild? Previous { get; set; }

    public GroupChild? Next { get; set; }

    public void OnDone(Future future) => task.Scheduler.Ready.Enqueue(this);

    public void Run() => group.OnDone(this);
}

namespace Coroutines;

/// <summary>Done when the children of a group are.</summary>
internal sealed class GroupFuture(TaskGroup group, Scheduler scheduler) : Future(scheduler)
{
    internal override IReadOnlyList<Future?> Needs => group.Tasks;

    internal override string Describe() => "its task group";
}

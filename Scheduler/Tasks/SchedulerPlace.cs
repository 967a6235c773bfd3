namespace Coroutines;

/// <summary>A task's place among all tasks of the scheduler, which keeps each alive until it is done.</summary>
internal readonly struct SchedulerPlace : ITaskPlace
{
    public ref int IndexOf(CoTask task) => ref task.RegistryIndex;
}

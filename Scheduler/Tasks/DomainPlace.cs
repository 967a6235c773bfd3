namespace Coroutines;

/// <summary>A task's place among those of its group.</summary>
internal readonly struct DomainPlace : ITaskPlace
{
    public ref int IndexOf(CoTask task) => ref task.Membership.Index;
}

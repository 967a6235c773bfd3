namespace Coroutines;

/// <summary>What whoever starts a child waits on: done when the child has reported that it is ready, or has ended.</summary>
internal sealed class StartFuture(CoTask child) : Future(child.Scheduler)
{
    internal override IReadOnlyList<Future?> Needs => [child];

    internal override string Describe() =>
        child.Cancelling == 0 ? $"the start of {child.Describe()}" : $"the end of {child.Describe()}, which was cancelled in its start";
}

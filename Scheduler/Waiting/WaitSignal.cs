namespace Coroutines;

/// <summary>What a task waits on while something listens to several futures for it.</summary>
internal sealed class WaitSignal(Scheduler scheduler, string what, IReadOnlyCollection<Future> futures) : Future(scheduler)
{
    internal override IReadOnlyList<CoTask> Prerequisites => TasksBehind(futures);

    /// <summary>Wakes the task, unless it has been woken or cancelled.</summary>
    internal void Give()
    {
        if (!IsDone)
        {
            SetResult();
        }
    }

    internal override string Describe() => futures.Count == 1
        ? $"{what} {futures.First().Describe()}"
        : $"{what} {futures.Count} futures, {futures.Count(static future => !future.IsDone)} of them not done";
}

namespace Coroutines;

/// <summary>What a task waits on while something listens to several futures for it.</summary>
internal sealed class WaitSignal(Scheduler scheduler, string what, IReadOnlyList<Future> futures) : Future(scheduler)
{
    internal override IReadOnlyList<Future?> Needs => futures;

    /// <summary>Wakes the task, unless it has been woken or cancelled.</summary>
    internal void Give()
    {
        if (!IsDone)
        {
            SetResult();
        }
    }

    internal override string Describe() => futures.Count == 1
        ? $"{what} {futures[0].Describe()}"
        : $"{what} {futures.Count} futures, {futures.Count(static future => !future.IsDone)} of them not done";
}

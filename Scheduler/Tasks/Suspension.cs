namespace Coroutines;

/// <summary>Something, other than a future or a timer, that a task is suspended on until it is woken.</summary>
internal abstract class Suspension
{
    /// <summary>Registers the task, which is waiting from now on; <see cref="CoTask.Wake"/> ends that.</summary>
    internal abstract void Begin(CoTask task);

    /// <summary>The task was cancelled and is being woken: forget it.</summary>
    internal abstract void Abandon(CoTask task);

    /// <summary>The tasks that hold what is waited for, as far as can be known; for reports.</summary>
    internal virtual IReadOnlyList<CoTask> Holders => [];

    /// <summary>What the task waits on, for reports.</summary>
    internal abstract string Describe();
}

namespace Coroutines;

/// <summary>
/// What those keep of a scheduler who may outlive it: a way to it while it lives, and nothing of it once it was disposed.
/// </summary>
internal sealed class SchedulerReference(Scheduler scheduler)
{
    /// <summary>The scheduler; null once it was disposed.</summary>
    internal Scheduler? Target { get; private set; } = scheduler;

    /// <summary>The scheduler was disposed.</summary>
    internal void LetGo() => Target = null;
}

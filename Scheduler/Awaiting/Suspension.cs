namespace Coroutines;

/// <summary>Something, other than a future or a timer, that a task can be suspended on.</summary>
/// <remarks>
/// It is asked twice. When a coroutine yields it, <see cref="AwaitableSource.Begin"/> says whether to wait at all. When the task was
/// woken by <see cref="CoTask.WakeToFinish"/>, <see cref="AwaitableSource.Finish"/> says in the task's own step how to go on: this is where the
/// code stands that follows the <c>await</c> in asyncio. Both answer with what to wait for next, as a <see cref="Frame"/>
/// does, and what they throw is thrown into the coroutine.
/// </remarks>
internal abstract class Suspension : AwaitableSource
{
    /// <summary>The task is cancelled while it waits: wakes it.</summary>
    internal virtual void Cancel(CoTask task, CancelledException cancel)
    {
        Abandon(task);
        task.Wake(cancel);
    }

    /// <summary>The tasks that hold what is waited for, as far as can be known; for reports.</summary>
    internal virtual IReadOnlyList<CoTask> Holders => [];

    /// <summary>What the task waits on, for reports.</summary>
    internal abstract string Describe();

    /// <summary>For reports.</summary>
    public sealed override string ToString() => Describe();
}

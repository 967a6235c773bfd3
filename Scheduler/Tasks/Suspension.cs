namespace Coroutines;

/// <summary>Something, other than a future or a timer, that a task can be suspended on.</summary>
/// <remarks>
/// It is asked twice. When a coroutine yields it, <see cref="Begin"/> says whether to wait at all. When the task was woken
/// by <see cref="CoTask.WakeToFinish"/>, <see cref="Finish"/> says in the task's own step how to go on: this is where the
/// code stands that follows the <c>await</c> in asyncio. Both answer with what to wait for next, as a <see cref="Frame"/>
/// does, and what they throw is thrown into the coroutine.
/// </remarks>
internal abstract class Suspension
{
    /// <summary>A coroutine has yielded it.</summary>
    /// <param name="task">The task, which is running.</param>
    /// <param name="argument">What the awaitable carries beside this object.</param>
    internal abstract Awaitable Begin(CoTask task, long argument);

    /// <summary>The task was woken by <see cref="CoTask.WakeToFinish"/>, and takes its step.</summary>
    /// <param name="task">The task, which is running.</param>
    /// <param name="cancel">A cancel that came after the wake-up (rule 15).</param>
    internal virtual Awaitable Finish(CoTask task, CancelledException? cancel) => cancel is null ? Passed() : Refused(cancel);

    /// <summary>The task is cancelled while it waits: wakes it.</summary>
    internal virtual void Cancel(CoTask task, CancelledException cancel)
    {
        Abandon(task);
        task.Wake(cancel);
    }

    /// <summary>The task is gone or about to be woken: forget it.</summary>
    internal abstract void Abandon(CoTask task);

    /// <summary>The tasks that hold what is waited for, as far as can be known; for reports.</summary>
    internal virtual IReadOnlyList<CoTask> Holders => [];

    /// <summary>What the task waits on, for reports.</summary>
    internal abstract string Describe();

    /// <summary>For reports.</summary>
    public sealed override string ToString() => Describe();

    /// <summary>The answer that there is nothing to wait for.</summary>
    private protected Awaitable Passed() => new(this, AwaitableKind.Passed);

    /// <summary>The answer that this goes wrong.</summary>
    private protected static Awaitable Refused(Exception exception) => new(exception, AwaitableKind.Refused);

    /// <summary>The answer that the task has to wait until this wakes it.</summary>
    private protected Awaitable Suspended() => new(this, AwaitableKind.Suspended);
}

using System.Diagnostics;

namespace Coroutines;

/// <summary>What a coroutine can wait for, or wait on: a future or task, a call, a place in a queue. Nothing to derive from.</summary>
/// <remarks>An <see cref="Awaitable"/> is one of these and a number for it; how a task waits for it, it says itself.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class AwaitableSource
{
    private protected AwaitableSource()
    {
    }

    /// <summary>What it is about that others may have to do with too: the primitive, of an operation of one.</summary>
    internal virtual object Subject => this;

    /// <summary>A coroutine has yielded it.</summary>
    /// <param name="task">The task, which is running.</param>
    /// <param name="argument">What the awaitable carries beside this object.</param>
    /// <returns>That there is nothing to wait for, or that the task waits, or what else is to be done first.</returns>
    internal virtual Awaitable Begin(CoTask task, long argument) => Awaitable.Torn;

    /// <summary>The task was woken by <see cref="CoTask.WakeToFinish"/>, and takes its step.</summary>
    /// <param name="task">The task, which is running.</param>
    /// <param name="cancel">A cancel that came after the wake-up (rule 15).</param>
    internal virtual Awaitable Finish(CoTask task, CancelledException? cancel) => cancel is null ? Passed() : Refused(cancel);

    /// <summary>The task is gone or about to be woken: forget it.</summary>
    internal virtual void Abandon(CoTask task)
    {
    }

    /// <summary>The answer that there is nothing to wait for.</summary>
    private protected Awaitable Passed() => new(this, AwaitableKind.Passed);

    /// <summary>The answer that this goes wrong.</summary>
    private protected static Awaitable Refused(Exception exception) => new(exception, AwaitableKind.Refused);

    /// <summary>The answer that the task has to wait until this wakes it.</summary>
    private protected Awaitable Suspended() => new(this, AwaitableKind.Suspended);

    /// <summary>The answer that the task has taken its place in a queue.</summary>
    private protected Awaitable Placed() => new(this, AwaitableKind.Placed);
}

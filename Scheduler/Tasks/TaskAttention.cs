namespace Coroutines;

/// <summary>
/// What a task's next step has to look at before it resumes the coroutine. Nothing, in the common case: one comparison
/// tells.
/// </summary>
[Flags]
internal enum TaskAttention : ushort
{
    None = 0,

    /// <summary>The coroutine has not been started.</summary>
    First = 1,

    /// <summary>A cancel is remembered: it lands at the next real suspension (rules 15 and 16).</summary>
    MustCancel = 2,

    /// <summary>The outermost coroutine is being closed, and has no frame object: it is not to be resumed any more.</summary>
    Closing = 4,

    /// <summary>It waits on a timer. The timer fires in one iteration and the coroutine resumes in the next, as in asyncio.</summary>
    Asleep = 8,

    /// <summary>The next of its items in the queues is void: a timer that had fired already was cancelled, or see <see cref="Early"/>.</summary>
    Stale = 16,

    /// <summary>
    /// A cancel has queued it once more, ahead of the place in the next frame where it stands: its next step is that cancel,
    /// and the other item is taken out, or void, then.
    /// </summary>
    Early = 32,

    /// <summary>What it waited on is asked how to go on.</summary>
    Finishing = 64,

    /// <summary>It is in a group, which may be paused. Stays as long as the task does.</summary>
    InDomain = 128,

    /// <summary>It has an execution context of its own. Stays as long as it has.</summary>
    Flowing = 256,

    /// <summary>Its host was stopped for good: it takes no step any more, and nobody can end it.</summary>
    Abandoned = 512,

    /// <summary>What is no matter of a single step.</summary>
    Lasting = InDomain | Flowing | Abandoned,
}

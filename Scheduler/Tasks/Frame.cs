namespace Coroutines;

/// <summary>
/// One level of a task's call stack. The innermost frame is told what happened (it starts, what it awaited is done, or
/// has failed) and answers with what to wait for next, or that it has ended.
/// </summary>
/// <remarks>
/// Most frames run a coroutine (<see cref="CoroutineFrame"/>). The others (<see cref="PlainFrame"/>) are written out by hand: they
/// guard what they enclose, as <c>Settle</c> and <c>Try</c> do. A task resumes its innermost frame directly, so depth costs nothing.
/// Making one runs nothing; each is entered once.
/// </remarks>
internal abstract class Frame : AwaitableSource
{
    /// <summary>The frame that awaits this one; null for the outermost.</summary>
    internal Frame? Caller { get; set; }

    /// <summary>Whether it was ever entered.</summary>
    internal bool IsEntered { get; set; }

    /// <summary>Whether it has ended.</summary>
    internal bool IsLeft { get; set; }

    /// <summary>The iterator that a plain resume steps; null if <see cref="Resume"/> is to be asked.</summary>
    internal virtual IEnumerator<Awaitable>? Body => null;

    /// <summary>The name of the coroutine it runs, if it runs one.</summary>
    internal virtual string? CoroutineName => null;

    /// <summary>The frame of the coroutine that it belongs to: its own, or that which has yielded it. Only once it was entered.</summary>
    internal abstract CoroutineFrame Owner { get; }

    internal sealed override Awaitable Begin(CoTask task, long argument) => task.Enter(this);

    /// <summary>The frame is entered. What this throws ends it: it is asked nothing any more.</summary>
    internal abstract Awaitable Start(CoTask task);

    /// <summary>What it awaited is done.</summary>
    internal abstract Awaitable Resume(CoTask task);

    /// <summary>What it awaited has failed, or the task is cancelled.</summary>
    internal abstract Awaitable Throw(CoTask task, Exception exception);

    /// <summary>It has ended by what <see cref="Start"/> has thrown; for those who give a result.</summary>
    internal virtual void NoteFault(Exception fault)
    {
    }

    /// <summary>Its coroutine has ended, with a value or without.</summary>
    internal virtual Awaitable Return(CoTask task, Awaitable end) => Throw(task, new InvalidOperationException(
        $"Return({Repr.Of((end.Source as ReturnValue)?.Box(end.Argument))}) can only be yielded by a coroutine itself: {task.DescribeChain()} handed it to something else to await."));

    /// <summary>
    /// The scheduler was disposed, and nothing will be stepped any more: runs what can be run without a wait.
    /// </summary>
    /// <returns>The exception in flight.</returns>
    internal virtual Exception Abort(Exception fault) => fault;

    /// <summary>The frame has ended well.</summary>
    internal static Awaitable Completed { get; } = new(new Answer("completed"), AwaitableKind.Completed);

    /// <summary>The frame has ended well, by something that came from outside of the program.</summary>
    internal static Awaitable Fed { get; } = new(new Answer("fed"), AwaitableKind.Fed);
}

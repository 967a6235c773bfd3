namespace Coroutines;

/// <summary>What an <see cref="Awaitable"/> with a source asks of the task that is handed it.</summary>
internal enum AwaitableKind : byte
{
    /// <summary>Ask the source, which lets the coroutine go on, or refuses, or has it wait.</summary>
    Wait,

    /// <summary>The wait is over: ask the source how to go on.</summary>
    Woken,

    /// <summary>Nothing to wait for: the coroutine is resumed at once.</summary>
    Passed,

    /// <summary>Wait: the source has registered the task, and wakes it.</summary>
    Suspended,

    /// <summary>The task stands in a queue already, where its turn will come.</summary>
    Placed,

    /// <summary>An <see cref="System.Exception"/> for the coroutine, which is thrown into it at once.</summary>
    Refused,

    /// <summary>The frame ends with the value of a <see cref="ReturnValue"/>.</summary>
    Return,

    /// <summary>The iterator of the frame has ended, without a value.</summary>
    Ended,

    /// <summary>The frame has ended, with its clean-up done, and its result stored.</summary>
    Completed,

    /// <summary>As <see cref="Completed"/>, by something that came from outside of the program.</summary>
    Fed,

    /// <summary>The frame has ended, with its clean-up done, by an <see cref="System.Exception"/>.</summary>
    Failed,

    /// <summary>An exception that the frame has thrown, or that is thrown into it at once.</summary>
    Error,

    /// <summary>
    /// What cannot be awaited: what the coroutine does wrong, in words that go behind its name. The error is thrown into it
    /// by the next step.
    /// </summary>
    Misuse,
}

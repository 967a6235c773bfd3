namespace Coroutines;

/// <summary>
/// Something that a coroutine has opened in its frame and that cannot outlive it: what <c>async with</c> encloses in Python.
/// </summary>
internal interface IScope
{
    /// <summary>The scope that was opened before it in the same frame, and is open still.</summary>
    IScope? Outer { get; set; }

    /// <summary>The scope that was opened after it in the same frame, and is open still.</summary>
    IScope? Inner { get; set; }

    /// <summary>The frame is being closed, with an exception in flight or without.</summary>
    /// <returns>
    /// What a frame answers when it ends: well, or with the exception that is in flight from now on. Or a frame to be
    /// run first, whose end is that answer.
    /// </returns>
    Awaitable Exit(CoTask task, Exception? fault);

    /// <summary>Nothing will be stepped any more: leave nothing behind.</summary>
    void Abandon();
}

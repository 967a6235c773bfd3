namespace Coroutines;

/// <summary>What to do about a coroutine that is started under a key under which one is still running.</summary>
public enum RestartPolicy
{
    /// <summary>
    /// The one that runs goes on, and the new one is dropped: it never runs. If the one that runs has been cancelled, and none
    /// waits for its turn, the new one begins when that has ended.
    /// </summary>
    Keep,

    /// <summary>
    /// The one that runs is cancelled. The new one begins when that has ended, its clean-up included; others that were still
    /// waiting for their turn are cancelled too, and never run. One that is about to make room already is not cancelled again: that
    /// would interrupt its clean-up.
    /// </summary>
    Replace,

    /// <summary>The new one begins when the one that runs, and those that wait already, have ended.</summary>
    Queue,
}

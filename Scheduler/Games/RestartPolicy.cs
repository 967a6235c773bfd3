namespace Coroutines;

/// <summary>What to do about a coroutine that is started under a key under which one is still running.</summary>
public enum RestartPolicy
{
    /// <summary>The one that runs goes on, and the new one is dropped: it never runs.</summary>
    Keep,

    /// <summary>
    /// The one that runs is cancelled. The new one begins when that has ended, its clean-up included; others that were still
    /// waiting for their turn are cancelled too, and never run.
    /// </summary>
    Replace,

    /// <summary>The new one begins when the one that runs, and those that wait already, have ended.</summary>
    Queue,
}

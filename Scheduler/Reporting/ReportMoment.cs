namespace Coroutines;

/// <summary>When the exception of a failed task or future that nobody has looked at is reported, at the earliest.</summary>
public enum ReportMoment
{
    /// <summary>
    /// At once: in a Tick at its end, in a run as soon as those who wait for it have been told, in the iteration after the one in which
    /// it failed. Whoever looks at it before that makes the report needless; whoever does later still gets the exception.
    /// </summary>
    AtOnce,

    /// <summary>
    /// When nobody can look at it any more, because the garbage collector has taken the task: asyncio's moment.
    /// </summary>
    WhenCollected,
}

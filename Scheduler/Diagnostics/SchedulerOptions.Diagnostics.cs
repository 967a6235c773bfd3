namespace Coroutines;

public sealed partial class SchedulerOptions
{
    /// <summary>
    /// When the exception of a task or future that nobody has looked at, and that nobody waits for, is reported to the exception
    /// handler. Null, the default, is at once in a game loop and when collected in a run, as in asyncio. The latest moment is always
    /// the end of the scheduler.
    /// </summary>
    /// <remarks>
    /// Somebody waits for it who awaits it, also by a combinator that waits for others still; or whose <c>RunUntilComplete</c> it is.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such moment.</exception>
    public ReportMoment? UnseenExceptions
    {
        get;
        init => field = value is null or ReportMoment.AtOnce or ReportMoment.WhenCollected
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "AtOnce, WhenCollected or null is what can be chosen.");
    }
}

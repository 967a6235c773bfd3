namespace Coroutines;

/// <summary>
/// Numbers the timers of a scheduler in the order in which they were set, whichever queue they stand in, so that equal
/// deadlines come in that order (rule 4).
/// </summary>
internal sealed class TimerOrder
{
    /// <summary>Between two numbers there is room for those of clocks that keep the place of a timer.</summary>
    internal const long Stride = 1L << 20;

    private long _last;

    /// <summary>What those queues use again.</summary>
    internal TimerStore Store { get; } = new();

    /// <summary>Has timers of these queues be late, for a test; null where all are in time.</summary>
    internal ILateness? Lateness { get; set; }

    internal long Next() => _last += Stride;

    /// <summary>A number for a clock in whose queue a timer is the next one: as good as that timer's own among those of others.</summary>
    /// <param name="token">The timer's number.</param>
    /// <param name="entry">
    /// Which entry of the clock it is, from 1 to below <see cref="Stride"/>, so that one that the clock has given up is not taken
    /// for its present one.
    /// </param>
    internal static long InPlaceOf(long token, long entry) => (token & -Stride) | entry;
}

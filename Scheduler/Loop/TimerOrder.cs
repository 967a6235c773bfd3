namespace Coroutines;

/// <summary>
/// Numbers the timers of a scheduler in the order in which they were set, whichever queue they stand in, so that equal
/// deadlines come in that order (rule 4).
/// </summary>
internal sealed class TimerOrder
{
    // Between two numbers there is room for those of clocks that keep the place of a timer.
    private const long Stride = 1L << 12;

    private long _last;
    private long _kept;

    internal long Next() => _last += Stride;

    /// <summary>
    /// A number for a clock in whose queue a timer is the next one: as good as that timer's own among those of others, and yet
    /// another one each time, so that an entry that the clock has given up is not taken for its present one.
    /// </summary>
    internal long InPlaceOf(long token) => (token & -Stride) | (++_kept & (Stride - 1));
}

using System.Diagnostics;

namespace Coroutines;

/// <summary>All that a page shows of a scheduler, as it stood at one moment.</summary>
/// <param name="snapshot">Its tasks and groups.</param>
/// <param name="tally">What it has run since the page was opened; null as long as it has not come to be observed.</param>
/// <param name="lookTicks">How long the look has taken, without the wait for it, in units of <see cref="Stopwatch"/>.</param>
internal sealed class LoopReading(SchedulerSnapshot snapshot, TallyReading? tally, long lookTicks)
{
    // Looks take no more than a hundredth of the time.
    private const double LooksPerLookTime = 100;

    internal SchedulerSnapshot Snapshot => snapshot;

    internal TallyReading? Tally => tally;

    /// <summary>When it was taken: a value of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    internal long Timestamp { get; init; } = Stopwatch.GetTimestamp();

    /// <summary>How long the look has taken, in seconds.</summary>
    internal double LookTime => lookTicks / (double)Stopwatch.Frequency;

    /// <summary>How long a page waits before it asks again, in seconds: one, or more where there is so much to look at that it takes the loop's time.</summary>
    internal double Pause => Math.Max(1, LooksPerLookTime * LookTime);
}

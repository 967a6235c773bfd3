using System.Diagnostics;

namespace Coroutines;

/// <summary>What a <see cref="LoopTally"/> had counted at some moment.</summary>
internal sealed class TallyReading
{
    private TallyReading(LoopTally tally, long now)
    {
        Now = now;
        Started = tally.Started;
        Steps = tally.Steps;
        Longest = tally.Longest.ToArray();
        Yields = tally.Yields.ToArray();
        Frames = tally.Frames.ToArray();
        long second = now / Stopwatch.Frequency;
        for (int i = 0; i < LoopTally.Seconds; i++)
        {
            Seconds[i] = tally.In(second - LoopTally.Seconds + i);
        }
    }

    /// <summary>When it was taken: a value of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    internal long Now { get; }

    /// <summary>When the counting began.</summary>
    internal long Started { get; }

    internal long Steps { get; }

    /// <summary>The last whole seconds, the last one at the end.</summary>
    internal TallySecond[] Seconds { get; } = new TallySecond[LoopTally.Seconds];

    /// <summary>The longest steps, the longest first.</summary>
    internal StepEvent[] Longest { get; }

    internal YieldSeries[] Yields { get; }

    internal FrameEvent[] Frames { get; }

    /// <param name="tally">What is read.</param>
    /// <param name="now">When: a value of <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal static TallyReading Of(LoopTally tally, long now) => new(tally, now);

    internal double SecondsSince(long timestamp) => (Now - timestamp) / (double)Stopwatch.Frequency;
}

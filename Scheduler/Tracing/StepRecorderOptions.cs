using System.Diagnostics;

namespace Coroutines;

/// <summary>How a <see cref="StepRecorder"/> is set up.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class StepRecorderOptions
{
    /// <summary>How many steps are kept unless told otherwise.</summary>
    public const int DefaultCapacity = 100_000;

    // 6.4 GB.
    private const int MostCapacity = 100_000_000;

    /// <summary>How many steps are kept, 100,000 by default. Each takes 64 bytes, all of them when the recorder is made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more than 100,000,000.</exception>
    public int Capacity
    {
        get;
        init => field = value is > 0 and <= MostCapacity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A recorder keeps at least one step, and at most 100,000,000.");
    } = DefaultCapacity;

    /// <summary>Which ones are kept when there are more: the last ones by default, or the first ones.</summary>
    public bool KeepsFirst { get; init; }

    /// <summary>When the clock is looked at: by default after each step, but for those that are known to be very short.</summary>
    /// <remarks>On many machines a look costs more than all else that there is to record of a step. Where each step is to have its own duration, however
    /// short, <see cref="StepTiming.EachStep"/> costs two to three times as much; where durations are of no interest,
    /// <see cref="StepTiming.EachIteration"/> does without. With a <see cref="Filter"/>, the default is <see cref="StepTiming.EachStep"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such way.</exception>
    public StepTiming Timing
    {
        get;
        init => field = value is StepTiming.Adaptive or StepTiming.EachStep or StepTiming.EachIteration
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Adaptive, EachStep and EachIteration are what can be chosen.");
    }

    /// <summary>Which steps are recorded: by their task, group, kind or whatever else a step tells. Null for all.</summary>
    /// <remarks>What it throws goes to the exception handler, and the recording ends, until <see cref="StepRecorder.IsRecording"/> is set again.</remarks>
    public Func<StepEvent, bool>? Filter { get; init; }

    private string DebuggerDisplay => FormattableString.Invariant($"the {(KeepsFirst ? "first" : "last")} {Capacity} steps{(Filter is null ? string.Empty : " of some")}");
}

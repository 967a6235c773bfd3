using System.Diagnostics;

namespace Coroutines;

/// <summary>How a <see cref="FrameProfiler"/> is set up.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class FrameProfilerOptions
{
    /// <summary>How many frames are looked back on unless told otherwise.</summary>
    public const int DefaultWindow = 120;

    // Half an hour at 60 frames a second. Each coroutine has room for so many.
    private const int LongestWindow = 108_000;

    /// <summary>How many frames are looked back on: 120 by default, two seconds at 60 frames a second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1, or more than 108,000.</exception>
    public int Window
    {
        get;
        init => field = value is > 0 and <= LongestWindow
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A profile is of one frame at least, and of 108,000 at most.");
    } = DefaultWindow;

    /// <summary>How long a frame may take, in seconds of real time: a sixtieth by default. One that takes longer is an overrun.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration Budget
    {
        get;
        init => field = value.Seconds > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A frame takes more than 0 seconds.");
    } = 1.0 / 60;

    /// <summary>Told of each overrun when the frame is over, on the scheduler's thread; null for nobody.</summary>
    /// <remarks>What it throws goes to the exception handler, and the profile ends.</remarks>
    public Action<FrameReport>? Overrun { get; init; }

    private string DebuggerDisplay => $"{Window} frames of at most {Budget}";
}

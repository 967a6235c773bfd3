using System.Diagnostics;

namespace Coroutines;

/// <summary>What one coroutine, group or phase has cost: in a frame, or over the window of a <see cref="FrameProfiler"/>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProfileEntry
{
    internal ProfileEntry(string name, TimeSpan time, long steps, long allocatedBytes, long worstFrame, TimeSpan worstFrameTime)
    {
        Name = name;
        Time = time;
        Steps = steps;
        AllocatedBytes = allocatedBytes;
        WorstFrame = worstFrame;
        WorstFrameTime = worstFrameTime;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>How long its steps took together, in real time.</summary>
    public TimeSpan Time { get; }

    /// <summary>How many steps there were, callbacks included.</summary>
    public long Steps { get; }

    /// <summary>How many bytes they allocated.</summary>
    public long AllocatedBytes { get; }

    /// <summary>The number of the frame in which they took longest.</summary>
    public long WorstFrame { get; }

    /// <summary>How long they took in that frame, in real time.</summary>
    public TimeSpan WorstFrameTime { get; }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>Enemy: 3.20 ms in 96 steps, 5,120 B, worst 0.41 ms in frame 77</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: {Cost}, {AllocatedBytes:#,0} B, worst {WorstFrameTime.TotalMilliseconds:0.00} ms in frame {WorstFrame}");

    /// <summary>Its time and its steps, in words.</summary>
    internal string Cost => FormattableString.Invariant($"{Time.TotalMilliseconds:0.00} ms in {Steps} step{(Steps == 1 ? string.Empty : "s")}");
}

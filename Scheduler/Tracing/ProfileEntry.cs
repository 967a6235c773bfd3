namespace Coroutines;

/// <summary>What one coroutine, group or phase has cost: in a frame, or over the window of a <see cref="FrameProfiler"/>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Time">How long its steps took together, in real time.</param>
/// <param name="Steps">How many there were, callbacks included.</param>
/// <param name="AllocatedBytes">How many bytes they allocated.</param>
/// <param name="WorstFrame">The frame in which they took longest: its number.</param>
/// <param name="WorstFrameTime">How long they took in that frame, in real time.</param>
public sealed record ProfileEntry(
    string Name, TimeSpan Time, long Steps, long AllocatedBytes, long WorstFrame, TimeSpan WorstFrameTime)
{
    /// <summary>For reports.</summary>
    /// <returns>For example <c>Enemy: 3.20 ms in 96 steps, 5,120 B, worst 0.41 ms in frame 77</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: {Time.TotalMilliseconds:0.00} ms in {Steps} step{(Steps == 1 ? string.Empty : "s")}, {AllocatedBytes:#,0} B, worst {WorstFrameTime.TotalMilliseconds:0.00} ms in frame {WorstFrame}");
}

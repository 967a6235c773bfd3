using System.Diagnostics;

namespace Coroutines;

/// <summary>One frame of a game loop: which one it was, and how long the scheduler was busy with it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct FrameEvent
{
    internal FrameEvent(long number, double frameTime, long timestamp, long duration)
    {
        Number = number;
        FrameTime = frameTime;
        Timestamp = timestamp;
        DurationInTicks = duration;
    }

    /// <summary>Which frame it was: <see cref="Scheduler.FrameCount"/> in it.</summary>
    public long Number { get; }

    /// <summary>How far the clock moved in it, in seconds: what <see cref="Scheduler.Tick(double)"/> or <see cref="Scheduler.BeginFrame(double)"/> was given.</summary>
    public double FrameTime { get; }

    /// <summary>When it began, in real time: a value of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Timestamp { get; }

    /// <summary>How long the scheduler took for it, in real time; what a host does between the parts of a frame is not counted.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(DurationInTicks / (double)Stopwatch.Frequency);

    internal long DurationInTicks { get; }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>frame 120: 2.13 ms</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"frame {Number}: {Duration.TotalMilliseconds:0.00} ms");
}

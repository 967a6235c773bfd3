using System.Diagnostics;

namespace Coroutines.Examples.Terminal;

/// <summary>Waits for the time of the next frame, and tells how much has passed since the last one.</summary>
/// <remarks>
/// The host's own loop decides when a frame is due and waits for it. That is the place for Thread.Sleep: no coroutine runs
/// meanwhile.
/// </remarks>
internal sealed class FramePacer(double frameTime, double longest)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _due;
    private double _before;

    /// <summary>Waits.</summary>
    /// <returns>
    /// The frame's time, in seconds. After a long pause (the machine slept) it is the longest allowed: the game goes on where it was,
    /// rather than making up for hours in one frame.
    /// </returns>
    internal double WaitForFrame()
    {
        // From one due time to the next, so that a frame that came late does not delay all that follow.
        _due = Math.Max(_due + frameTime, _watch.Elapsed.TotalSeconds - frameTime);
        double left = _due - _watch.Elapsed.TotalSeconds;
        if (left > 0)
        {
            Thread.Sleep(TimeSpan.FromSeconds(left));
        }

        double now = _watch.Elapsed.TotalSeconds;
        double passed = now - _before;
        _before = now;
        return Math.Min(passed, longest);
    }
}

using System.Diagnostics;

namespace Coroutines;

/// <summary>Since when the loop has been at what it is at, as far as those know who have looked. The loop itself takes no time for that.</summary>
/// <remarks>For any thread.</remarks>
internal sealed class LoopWatch
{
    private readonly object _lock = new();
    private LoopMoment _seen;
    private long _since;

    /// <summary>Somebody has looked.</summary>
    /// <param name="moment">What was seen.</param>
    /// <returns>Since when it is known to be so: a value of <see cref="Stopwatch.GetTimestamp"/>.</returns>
    internal long Note(in LoopMoment moment)
    {
        lock (_lock)
        {
            if (!_seen.IsSameStepAs(moment) || _since == 0)
            {
                _since = Stopwatch.GetTimestamp();
            }

            _seen = moment;
            return _since;
        }
    }
}

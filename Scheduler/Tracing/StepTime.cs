using System.Diagnostics;

namespace Coroutines;

/// <summary>When a step ran, as far as that was looked at.</summary>
/// <param name="Started">When the clock was looked at before it, by <see cref="Stopwatch"/>.</param>
/// <param name="Ticks">How much later it was looked at again, at its end; 0 if it was not.</param>
/// <param name="Together">How many steps ran in between, the last of which it is. <see cref="Untimed"/> and <see cref="Pending"/> are no numbers.</param>
internal readonly record struct StepTime(long Started, long Ticks, byte Together)
{
    /// <summary>No look belongs to it.</summary>
    internal const byte Untimed = 0;

    /// <summary>It has a share in the time of the next one that is no such.</summary>
    internal const byte Pending = byte.MaxValue;

    /// <summary>Whether the time is that of the step alone.</summary>
    internal bool IsAlone => Together == 1;
}

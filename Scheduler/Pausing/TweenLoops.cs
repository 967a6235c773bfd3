namespace Coroutines;

/// <summary>How a tween goes its way: how long, how often, on which curve, and whether back in between.</summary>
/// <param name="seconds">How long it goes once.</param>
/// <param name="easing">The curve; null for a straight line.</param>
/// <param name="loops">How often; <see cref="Endless"/> for ever.</param>
/// <param name="yoyo">Whether it goes every second time back.</param>
internal sealed class TweenLoops(double seconds, Func<double, double>? easing, int loops, bool yoyo)
{
    /// <summary>For ever.</summary>
    internal const int Endless = -1;

    /// <summary>How long it takes altogether.</summary>
    internal double TotalSeconds => loops == Endless ? double.PositiveInfinity : seconds * loops;

    /// <summary>How much of the way is done at its end.</summary>
    internal double LastShare => IsBack(loops - 1) ? 0 : 1;

    /// <summary>How much of the way is done.</summary>
    /// <param name="elapsed">How long it has been going; less than altogether.</param>
    internal double ShareAt(double elapsed)
    {
        // Beside a large time what has elapsed is rounded, and may reach the end a little early: that is still the last loop.
        double loop = Math.Floor(elapsed / seconds);
        loop = loops == Endless ? loop : Math.Min(loop, loops - 1);
        double share = Math.Clamp((elapsed - (loop * seconds)) / seconds, 0, 1);
        if (IsBack(loop))
        {
            share = 1 - share;
        }

        return easing is null ? share : easing(share);
    }

    private bool IsBack(double loop) => yoyo && loop % 2 != 0;
}

namespace Coroutines;

/// <summary>
/// Curves for <see cref="Awaitable.Tween(double, double, Duration, Func{double, double}?, Action{double})"/>: from how much of the time has
/// passed, 0 to 1, to how much of the way is done. Each begins at 0 and ends at 1; any other function will do as well.
/// </summary>
/// <remarks><c>In</c> starts slowly, <c>Out</c> ends slowly, <c>InOut</c> does both.</remarks>
public static class Easing
{
    /// <summary>At the same speed all the way.</summary>
    /// <param name="t">How much of the time has passed, from 0 to 1.</param>
    /// <returns>How much of the way is done.</returns>
    public static double Linear(double t) => t;

    /// <summary>t², starting slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InQuad(double t) => t * t;

    /// <summary>t², ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutQuad(double t) => 1 - InQuad(1 - t);

    /// <summary>t², starting and ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutQuad(double t) => Both(InQuad, t);

    /// <summary>t³, starting slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InCubic(double t) => t * t * t;

    /// <summary>t³, ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutCubic(double t) => 1 - InCubic(1 - t);

    /// <summary>t³, starting and ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutCubic(double t) => Both(InCubic, t);

    /// <summary>A quarter of a sine wave, starting slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InSine(double t) => t < 1 ? 1 - Math.Cos(t * Math.PI / 2) : 1;

    /// <summary>A quarter of a sine wave, ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutSine(double t) => 1 - InSine(1 - t);

    /// <summary>Half a sine wave, starting and ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutSine(double t) => Both(InSine, t);

    /// <summary>Backs up a little before it starts.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InBack(double t) => t * t * (t + (1.70158 * (t - 1)));

    /// <summary>Goes a little too far before it ends.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutBack(double t) => 1 - InBack(1 - t);

    /// <summary>Comes down like a ball that bounces.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutBounce(double t)
    {
        const double Height = 7.5625;
        const double Length = 2.75;
        return t switch
        {
            >= 1 => 1,
            < 1 / Length => Height * t * t,
            < 2 / Length => (Height * Square(t - (1.5 / Length))) + 0.75,
            < 2.5 / Length => (Height * Square(t - (2.25 / Length))) + 0.9375,
            _ => (Height * Square(t - (2.625 / Length))) + 0.984375,
        };
    }

    private static double Both(Func<double, double> curve, double t) =>
        t < 0.5 ? curve(2 * t) / 2 : 1 - (curve(2 - (2 * t)) / 2);

    private static double Square(double x) => x * x;
}

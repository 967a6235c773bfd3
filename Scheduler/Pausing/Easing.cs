namespace Coroutines;

/// <summary>
/// Curves for <see cref="Awaitable.Tween(double, double, Duration, Func{double, double}?, Action{double}, int, bool)"/>: from how much of the time has
/// passed, 0 to 1, to how much of the way is done. Each begins at 0 and ends at 1; any other function will do as well.
/// </summary>
/// <remarks>
/// <para>The usual thirty, and the straight line: <c>In</c> starts slowly, <c>Out</c> ends slowly, <c>InOut</c> does both. <c>Sine</c>,
/// <c>Quad</c>, <c>Cubic</c>, <c>Quart</c>, <c>Quint</c> and <c>Expo</c> are each more decided than the one before; <c>Circ</c> begins and
/// ends with a jerk. <c>Back</c> and <c>Elastic</c> leave the way between 0 and 1 for a while.</para>
/// <para>A number beyond 0 or 1 is no time of a tween's, and gives whatever the formula does. May be called on any thread.</para>
/// </remarks>
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

    /// <summary>t⁴, starting slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InQuart(double t) => t * t * t * t;

    /// <summary>t⁴, ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutQuart(double t) => 1 - InQuart(1 - t);

    /// <summary>t⁴, starting and ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutQuart(double t) => Both(InQuart, t);

    /// <summary>t⁵, starting slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InQuint(double t) => t * t * t * t * t;

    /// <summary>t⁵, ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutQuint(double t) => 1 - InQuint(1 - t);

    /// <summary>t⁵, starting and ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutQuint(double t) => Both(InQuint, t);

    /// <summary>Doubles its speed with each tenth of the time, starting slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InExpo(double t) => t > 0 ? Math.Pow(2, 10 * (t - 1)) : 0;

    /// <summary>Halves its speed with each tenth of the time, ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutExpo(double t) => 1 - InExpo(1 - t);

    /// <summary>Doubles its speed up to the middle and halves it from there, starting and ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutExpo(double t) => Both(InExpo, t);

    /// <summary>A quarter of a circle, starting slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InCirc(double t) => 1 - Math.Sqrt(Math.Max(1 - (t * t), 0));

    /// <summary>A quarter of a circle, ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutCirc(double t) => 1 - InCirc(1 - t);

    /// <summary>Two quarters of a circle, starting and ending slowly.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutCirc(double t) => Both(InCirc, t);

    /// <summary>Backs up a little before it starts.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InBack(double t) => BackBy(t, 1.70158);

    /// <summary>Goes a little too far before it ends.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutBack(double t) => 1 - InBack(1 - t);

    /// <summary>Backs up a little before it starts, and goes a little too far before it ends.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutBack(double t) => Both(static half => BackBy(half, 1.70158 * 1.525), t);

    /// <summary>Swings wider and wider like a rubber band, before it starts.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InElastic(double t) => Swing(t, period: 3, phase: 10.75);

    /// <summary>Swings out like a rubber band, before it ends.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double OutElastic(double t) => 1 - InElastic(1 - t);

    /// <summary>Swings like a rubber band, before it starts and before it ends.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutElastic(double t) => Both(static half => Swing(half, period: 4.5, phase: 11.125), t);

    /// <summary>Hops like a ball, higher and higher, before it starts.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InBounce(double t) => 1 - OutBounce(1 - t);

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

    /// <summary>Hops like a ball before it starts, and bounces like one before it ends.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double InOutBounce(double t) => Both(InBounce, t);

    private static double BackBy(double t, double overshoot) => t * t * (t + (overshoot * (t - 1)));

    private static double Swing(double t, double period, double phase) =>
        t is > 0 and < 1 ? -Math.Pow(2, 10 * (t - 1)) * Math.Sin(((t * 10) - phase) * 2 * Math.PI / period) : t;

    private static double Both(Func<double, double> curve, double t) =>
        t < 0.5 ? curve(2 * t) / 2 : 1 - (curve(2 - (2 * t)) / 2);

    private static double Square(double x) => x * x;
}

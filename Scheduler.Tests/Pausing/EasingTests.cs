using System.Reflection;

namespace Coroutines.Tests.Pausing;

/// <summary>The usual thirty curves, by the formulas that everybody uses.</summary>
public sealed class EasingTests
{
    private static readonly string[] _families = ["Sine", "Quad", "Cubic", "Quart", "Quint", "Expo", "Circ", "Back", "Elastic", "Bounce"];

    private static IEnumerable<string> Names => from family in _families from kind in (string[])["In", "Out", "InOut"] select kind + family;

    private static IEnumerable<string> All => Names.Append("Linear");

    [Test]
    public void Easing_HasTheThirty_AndTheStraightLine() =>
        typeof(Easing).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(static method => method.Name).ShouldBe(All, ignoreOrder: true);

    [TestCaseSource(nameof(All))]
    public void Curve_BeginsAtZero_AndEndsAtOne_Exactly(string name)
    {
        Func<double, double> curve = Curve(name);
        curve(0).ShouldBe(0);
        curve(1).ShouldBe(1);
    }

    [TestCaseSource(nameof(All))]
    public void Curve_IsFinite_AndGoesNowhereByLeaps(string name)
    {
        Func<double, double> curve = Curve(name);
        for (double t = 0; t < 1; t += 1.0 / 1024)
        {
            // Only a circle is steeper than that, at its very end; and doubling speeds begin with a small step.
            Math.Abs(curve(Math.Min(t + (1.0 / 1024), 1)) - curve(t)).ShouldBeLessThan(0.05, $"{name} at {t}");
        }
    }

    [TestCaseSource(nameof(_families))]
    public void Out_IsInTurnedRound_AndInOutIsEvenAboutTheMiddle(string family)
    {
        for (double t = 0; t <= 1; t += 1.0 / 64)
        {
            Curve("Out" + family)(t).ShouldBe(1 - Curve("In" + family)(1 - t), 1e-12);
            Curve("InOut" + family)(t).ShouldBe(1 - Curve("InOut" + family)(1 - t), 1e-12);
        }

        Curve("InOut" + family)(0.5).ShouldBe(0.5, 1e-12);
    }

    [TestCase("InSine", 0.07612046748871326), TestCase("InQuad", 0.0625), TestCase("InCubic", 0.015625), TestCase("InQuart", 0.00390625)]
    [TestCase("InQuint", 0.0009765625), TestCase("InExpo", 0.005524271728019903), TestCase("InCirc", 0.031754163448145745)]
    [TestCase("InBack", -0.06413656250000001), TestCase("InElastic", -0.005524271728019903), TestCase("InBounce", 0.02734375)]
    [TestCase("InOutExpo", 0.015625), TestCase("InOutBack", -0.09968184375), TestCase("InOutElastic", 0.011969444423734044)]
    [TestCase("InOutBounce", 0.1171875), TestCase("OutBounce", 0.47265625)]
    public void Curve_AtAQuarter_IsWhatItsFormulaSays(string name, double value) => Curve(name)(0.25).ShouldBe(value, 1e-12);

    private static Func<double, double> Curve(string name) =>
        typeof(Easing).GetMethod(name)!.CreateDelegate<Func<double, double>>();
}

using Coroutines.Testing;

namespace Coroutines.Tests.Testing;

/// <summary>Which way of choosing finds which bug how fast: the figures of the page on testing.</summary>
public sealed class ScheduleStrategyTests
{
    private const int Seeds = 8;

    private static readonly (string Name, Func<bool, IEnumerator<Awaitable>> Program)[] _bugs =
    [
        ("lost wake-up", ClassicBugs.LostWakeUp),
        ("check, then act", ClassicBugs.CheckThenAct),
        ("lock order", ClassicBugs.LockOrder),
        ("four philosophers", ClassicBugs.Philosophers),
        ("late pair", ClassicBugs.LatePair),
        ("slow one", ClassicBugs.SlowOne),
    ];

    [Test]
    public void Mixture_IsNeverFarFromTheBestOfItsParts()
    {
        foreach ((string name, Func<bool, IEnumerator<Awaitable>> program) in _bugs)
        {
            Dictionary<ScheduleStrategy, double> means = [];
            foreach (ScheduleStrategy strategy in Enum.GetValues<ScheduleStrategy>())
            {
                means[strategy] = Enumerable.Range(0, Seeds).Average(seed => RunsUntilFound(() => program(false), strategy, 10_000 * seed));
            }

            TestContext.Out.WriteLine(FormattableString.Invariant(
                $"| {name} | {string.Join(" | ", means.Values.Select(mean => FormattableString.Invariant($"{mean:0.0}")))} |"));
            means[ScheduleStrategy.Mixed].ShouldBeLessThanOrEqualTo(5 + (4 * means.Values.Min()), name);
        }
    }

    // 1,000 stands for not found.
    private static int RunsUntilFound(Func<IEnumerator<Awaitable>> program, ScheduleStrategy strategy, int firstSeed)
    {
        int runs = 1000;
        int? seed = firstSeed;
        Schedules.Sample(test => test.Run(program()), ref runs, ref seed, TestOptions.Default, strategy, out _);
        return runs;
    }
}

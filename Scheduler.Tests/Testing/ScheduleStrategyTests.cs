using Coroutines.Testing;

namespace Coroutines.Tests.Testing;

/// <summary>What an exploration finds: the figures of the page on testing.</summary>
public sealed class ScheduleStrategyTests
{
    private static readonly int[] _paddings = [0, 1, 2, 4, 8];

    private static readonly (string Name, ScheduleStrategy Strategy)[] _strategies =
    [
        ("default", ScheduleStrategy.Default),
        ("order", ScheduleStrategy.RandomOrder),
        ("delays", ScheduleStrategy.Delays),
        ("delays, jitter", ScheduleStrategy.Delays.With(ScheduleStrategy.Jitter())),
        ("priorities", ScheduleStrategy.Priorities()),
        ("walk", ScheduleStrategy.RandomWalk),
        ("paces", ScheduleStrategy.Paces),
    ];

    private static IEnumerable<TestCaseData> Bugs => PaddedBugs.All.Select(static bug => new TestCaseData(bug.Program).SetArgDisplayNames(bug.Name));

    [TestCaseSource(nameof(Bugs))]
    public void Bug_IsFoundWithinAThousandRuns_WhateverStandsBetweenItsSteps(Func<int, bool, IEnumerator<Awaitable>> program)
    {
        foreach (int padding in _paddings)
        {
            Scheduler.Run(program(padding, false), new SchedulerOptions { TimeProvider = new VirtualClock() });
            ScheduleFailure failure = Schedules.Explore(() => program(padding, false), seed: 10_000 * padding).ShouldFail();

            failure.Run.ShouldBeGreaterThan(1);
            Should.Throw<ScheduleFailedException>(() => Schedules.Replay(() => program(padding, false), failure.Choices))
                .InnerException!.GetType().ShouldBe(failure.Exception.GetType());
            Should.Throw<ScheduleFailedException>(() => Schedules.Replay(() => program(padding, false), failure.Seed!.Value))
                .InnerException!.GetType().ShouldBe(failure.Exception.GetType());
        }
    }

    [TestCaseSource(nameof(Bugs))]
    public void RightProgram_Passes(Func<int, bool, IEnumerator<Awaitable>> program) => RunRightly(program, runs: 40);

    [Category("Nightly")]
    [TestCaseSource(nameof(Bugs))]
    public void RightProgram_Passes_HoweverOften(Func<int, bool, IEnumerator<Awaitable>> program) => RunRightly(program, runs: 1000);

    private static void RunRightly(Func<int, bool, IEnumerator<Awaitable>> program, int runs)
    {
        foreach (int padding in _paddings)
        {
            Schedules.Explore(() => program(padding, true), runs: runs, seed: 10_000 * padding).ShouldPass().Runs.ShouldBe(runs);
        }
    }

    /// <summary>The table: in how many of 20 explorations each strategy finds each bug, and after how many runs in the middle.</summary>
    [Test]
    [Category("Nightly")]
    [Explicit("It takes some minutes, and is run when the page's table is made anew.")]
    public void Table_OfWhatEachStrategyFinds()
    {
        TestContext.Out.WriteLine($"| | {string.Join(" | ", _strategies.Select(static strategy => strategy.Name))} |");
        int[] found = new int[_strategies.Length];
        foreach ((string name, Func<int, bool, IEnumerator<Awaitable>> program) in PaddedBugs.All)
        {
            List<string> cells = [name];
            for (int i = 0; i < _strategies.Length; i++)
            {
                int[] runs = [.. RunsUntilFound(program, _strategies[i].Strategy).Order()];
                found[i] += runs.Count(static count => count <= Schedules.DefaultRuns);
                cells.Add(runs[^1] <= Schedules.DefaultRuns ? $"{runs[runs.Length / 2]}" : $"{runs.Count(static count => count <= Schedules.DefaultRuns)} of {runs.Length}");
            }

            TestContext.Out.WriteLine($"| {string.Join(" | ", cells)} |");
        }

        TestContext.Out.WriteLine($"| found of {PaddedBugs.All.Length * _paddings.Length * 4} | {string.Join(" | ", found)} |");
        found[0].ShouldBe(PaddedBugs.All.Length * _paddings.Length * 4);
    }

    private static IEnumerable<int> RunsUntilFound(Func<int, bool, IEnumerator<Awaitable>> program, ScheduleStrategy strategy) =>
        from padding in _paddings
        from seed in Enumerable.Range(0, 4)
        let exploration = Schedules.Explore(() => program(padding, false), new ExplorationOptions { Seed = 10_000 * seed, Strategy = strategy })
        select exploration.Failure?.Run ?? int.MaxValue;
}

namespace Coroutines.Tests.Races;

/// <summary>
/// Cancels against completions: whichever task is cancelled at whichever moment, no wake-up, no item and nobody who waits
/// is lost, and nothing is left over.
/// </summary>
public sealed class CancelRaceTests
{
    private static IEnumerable<RaceScenario> Scenarios =>
    [
        .. SyncScenarios.All, .. ConditionScenarios.All, .. BarrierScenarios.All, .. LimiterScenarios.All, .. QueueScenarios.All,
        .. GatherScenarios.All, .. WaitScenarios.All, .. TimeLimitScenarios.All, .. RaceOfTasksScenarios.All, .. GroupScenarios.All,
        .. GuardScenarios.All, .. ThreadScenarios.All, .. StreamScenarios.All,
    ];

    private static IEnumerable<TestCaseData> Cases => Scenarios.Select(scenario =>
        new TestCaseData(scenario).SetArgDisplayNames(scenario.Name));

    // How long after a first cancel a second one may come: far enough for what the first has begun to be under way; and, in the night, to have
    // ended.
    private const int Window = 3;
    private const int WideWindow = 8;

    [TestCaseSource(nameof(Cases))]
    public void CancelAtAnyMoment_LosesNothing(object scenario) => Search((RaceScenario)scenario, Window);

    [Category("Nightly")]
    [TestCaseSource(nameof(Cases))]
    public void CancelAtAnyMoment_AndAnotherLongAfter_LosesNothing(object scenario) => Search((RaceScenario)scenario, WideWindow);

    private static void Search(RaceScenario scenario, int window)
    {
        var search = new RaceSearch(scenario, window);
        if (search.FindProblem() is { } problem)
        {
            Assert.Fail(problem);
        }

        search.Struck.ShouldBeGreaterThan(20);
        TestContext.Out.WriteLine($"{search.Runs} runs, {search.Struck} of them with a cancel that met its task");
    }
}

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
        .. GuardScenarios.All, .. ThreadScenarios.All,
    ];

    private static IEnumerable<TestCaseData> Cases => Scenarios.Select(scenario =>
        new TestCaseData(scenario).SetArgDisplayNames(scenario.Name));

    [TestCaseSource(nameof(Cases))]
    public void CancelAtAnyMoment_LosesNothing(object scenario)
    {
        var search = new RaceSearch((RaceScenario)scenario);
        if (search.FindProblem() is { } problem)
        {
            Assert.Fail(problem);
        }

        search.Struck.ShouldBeGreaterThan(20);
        TestContext.Out.WriteLine($"{search.Runs} runs, {search.Struck} of them with a cancel that met its task");
    }
}

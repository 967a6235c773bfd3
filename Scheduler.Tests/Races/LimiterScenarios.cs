namespace Coroutines.Tests.Races;

/// <summary>Limiters, also while their total changes.</summary>
internal static class LimiterScenarios
{
    internal static IEnumerable<RaceScenario> All =>
    [
        new("CoLimiter with one token", run =>
        {
            CoLimiter limiter = run.Watch(new CoLimiter(1, "limiter"));
            SyncScenarios.TakeTurns(run, limiter.Acquire, places: 1);
        }),
        new("CoLimiter with two tokens", run =>
        {
            CoLimiter limiter = run.Watch(new CoLimiter(2, "limiter"));
            SyncScenarios.TakeTurns(run, limiter.Acquire, places: 2, parties: 4);
        }),
        new("CoLimiter whose total grows", run => Resize(run, 0, 1, 3)),
        new("CoLimiter whose total shrinks and grows", run => Resize(run, 2, 0, 2)),
    ];

    private static void Resize(RaceRun run, params int[] totals)
    {
        CoLimiter limiter = run.Watch(new CoLimiter(totals[0], "limiter"));
        SyncScenarios.TakeTurns(run, limiter.Acquire, places: totals.Max());
        run.Start("manager", Manager());
        run.WhenStuck(() => limiter.Total < totals[^1] && run.WasStruck("manager"), () => limiter.Total = totals[^1]);

        IEnumerator<Awaitable> Manager()
        {
            foreach (int total in totals[1..])
            {
                yield return null;
                limiter.Total = total;
            }
        }
    }
}

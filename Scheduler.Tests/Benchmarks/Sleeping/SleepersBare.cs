namespace Coroutines.Benchmarks;

/// <summary>The sleepers by the bare-bones scheduler.</summary>
internal static class SleepersBare
{
    internal static void Run(int sleepers)
    {
        var scheduler = new BareScheduler();
        for (int i = 0; i < sleepers; i++)
        {
            scheduler.Start(Sleeper(SleepersScenario.DurationOf(i)));
        }

        scheduler.Run(Sleeper(10_000));
    }

    /// <summary>What one of them keeps in memory while it sleeps.</summary>
    internal static double Bytes(int sleepers)
    {
        var scheduler = new BareScheduler();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < sleepers; i++)
        {
            scheduler.Start(Sleeper(SleepersScenario.DurationOf(i)));
        }

        scheduler.Tick(0);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(scheduler);
        return (after - before) / (double)sleepers;
    }

    internal static IEnumerator<BareWait> Sleeper(double seconds)
    {
        yield return BareWait.Sleep(seconds);
    }
}

namespace Coroutines.Benchmarks;

/// <summary>The sleepers as async methods.</summary>
internal static class SleepersOnRing
{
    internal static void Run(int sleepers, bool withContext) => new Ring().Run(ring => RunAll(ring, sleepers), withContext);

    /// <summary>What one of them keeps in memory while it sleeps.</summary>
    internal static double Bytes(int sleepers)
    {
        double bytes = double.NaN;
        new Ring().Run(async ring =>
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            Start(ring, sleepers);

            // One turn of the ring, and all of them are asleep.
            await ring.Yield();
            bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)sleepers;
        }, withContext: false);
        return bytes;
    }

    private static async Task RunAll(Ring ring, int sleepers)
    {
        Start(ring, sleepers);
        await ring.Sleep(10_000);
    }

    private static void Start(Ring ring, int sleepers)
    {
        for (int i = 0; i < sleepers; i++)
        {
            _ = Sleeper(ring, SleepersScenario.DurationOf(i));
        }
    }

    private static async Task Sleeper(Ring ring, double seconds)
    {
        await ring.Yield();
        await ring.Sleep(seconds);
    }
}

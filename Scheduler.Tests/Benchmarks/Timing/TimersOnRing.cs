namespace Coroutines.Benchmarks;

/// <summary>The random sleeps as async methods.</summary>
internal static class TimersOnRing
{
    internal static void Run(int sleeps, int sleepers) => new RingContext().Run(ring => RunAll(ring, sleeps, sleepers));

    private static async Task RunAll(RingContext ring, int sleeps, int sleepers)
    {
        var tasks = new Task[sleepers];
        for (int i = 0; i < sleepers; i++)
        {
            tasks[i] = Sleeper(ring, sleeps / sleepers, (uint)i);
        }

        foreach (Task task in tasks)
        {
            await task;
        }
    }

    private static async Task Sleeper(RingContext ring, int sleeps, uint random)
    {
        for (int i = 0; i < sleeps; i++)
        {
            await ring.Sleep(TimersScenario.NextDuration(ref random));
        }
    }
}

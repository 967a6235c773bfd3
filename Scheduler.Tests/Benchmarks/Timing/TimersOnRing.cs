namespace Coroutines.Benchmarks;

/// <summary>The random sleeps as async methods.</summary>
internal static class TimersOnRing
{
    internal static void Run(int sleeps, int sleepers, bool withContext) =>
        new Ring().Run(ring => RunAll(ring, sleeps, sleepers), withContext);

    private static async Task RunAll(Ring ring, int sleeps, int sleepers)
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

    private static async Task Sleeper(Ring ring, int sleeps, uint random)
    {
        for (int i = 0; i < sleeps; i++)
        {
            await ring.Sleep(TimersScenario.NextDuration(ref random));
        }
    }
}

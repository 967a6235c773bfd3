namespace Coroutines.Benchmarks;

/// <summary>The deep calls as async methods.</summary>
internal static class DepthOnRing
{
    internal static void Run(int tasks, int yields, int depth) =>
        new Ring().Run(ring => RunAll(ring, tasks, yields, depth));

    private static async Task RunAll(Ring ring, int tasks, int yields, int depth)
    {
        var all = new Task[tasks];
        for (int i = 0; i < tasks; i++)
        {
            all[i] = Descend(ring, depth, yields);
        }

        foreach (Task task in all)
        {
            await task;
        }
    }

    private static async Task Descend(Ring ring, int depth, int yields)
    {
        if (depth > 1)
        {
            await Descend(ring, depth - 1, yields);
            return;
        }

        for (int i = 0; i < yields; i++)
        {
            await ring.Yield();
        }
    }
}

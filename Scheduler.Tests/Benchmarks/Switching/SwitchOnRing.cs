namespace Coroutines.Benchmarks;

/// <summary>The four kinds of <see cref="SwitchKinds"/>, as async methods.</summary>
internal static class SwitchOnRing
{
    internal static void Run(int coroutines, int yields, bool withContext) =>
        new Ring().Run(ring => RunAll(ring, coroutines, yields), withContext);

    private static async Task RunAll(Ring ring, int coroutines, int yields)
    {
        var tasks = new Task[coroutines];
        for (int i = 0; i < coroutines; i++)
        {
            tasks[i] = (i % 4) switch
            {
                0 => Counting(ring, yields),
                1 => CountingDown(ring, yields),
                2 => WithParameters(ring, yields, i, 0.5),
                _ => WithFinally(ring, yields),
            };
        }

        foreach (Task task in tasks)
        {
            await task;
        }
    }

    private static async Task Counting(Ring ring, int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            await ring.Yield();
        }
    }

    private static async Task CountingDown(Ring ring, int yields)
    {
        while (yields-- > 0)
        {
            await ring.Yield();
        }
    }

    private static async Task WithParameters(Ring ring, int yields, double position, double speed)
    {
        for (int i = 0; i < yields; i++)
        {
            position += speed;
            await ring.Yield();
        }

        GC.KeepAlive(position);
    }

    private static async Task WithFinally(Ring ring, int yields)
    {
        int left = yields;
        try
        {
            while (left > 0)
            {
                left--;
                await ring.Yield();
            }
        }
        finally
        {
            left = 0;
        }
    }
}

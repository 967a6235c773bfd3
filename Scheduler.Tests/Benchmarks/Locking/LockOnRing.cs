namespace Coroutines.Benchmarks;

/// <summary>The lock as .NET has it for async methods: a semaphore of 1.</summary>
internal static class LockOnRing
{
    internal static void Run(int handOvers, int workers) => new Ring().Run(async ring =>
    {
        using var gate = new SemaphoreSlim(1, 1);
        var tasks = new Task[workers];
        for (int i = 0; i < workers; i++)
        {
            tasks[i] = Work(ring, gate, handOvers / workers);
        }

        await Task.WhenAll(tasks);
    });

    private static async Task Work(Ring ring, SemaphoreSlim gate, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await gate.WaitAsync();
            try
            {
                if (i == 0)
                {
                    await ring.Yield();
                }
            }
            finally
            {
                gate.Release();
            }
        }
    }
}

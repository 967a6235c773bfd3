namespace Coroutines.Benchmarks;

/// <summary>The gathering as async methods. As with <c>create_task</c>, the first step of each is posted.</summary>
internal static class GatherOnRing
{
    internal static void Run(int count) => new Ring().Run(async ring =>
        GC.KeepAlive(await Task.WhenAll(Enumerable.Range(0, count).Select(i => Number(ring, i)))));

    private static async Task<int> Number(Ring ring, int i)
    {
        await ring.Yield();
        return i;
    }
}

namespace Coroutines.Benchmarks;

/// <summary>The tree as async methods.</summary>
internal static class SkynetOnRing
{
    private const int Children = SkynetScenario.Children;

    internal static void Run(int leaves, bool withContext) => new Ring().Run(
        async ring => SkynetScenario.Verify(await Node(ring, 0, leaves), leaves), withContext);

    /// <summary>As calls that end without ever being suspended, which are ValueTasks at their best.</summary>
    internal static void RunDirect(int leaves) => new Ring().Run(
        async _ => SkynetScenario.Verify(await DirectNode(0, leaves), leaves), withContext: false);

    // As with create_task, the first step is posted.
    private static async Task<long> Node(Ring ring, long first, int size)
    {
        await ring.Yield();
        if (size < Children)
        {
            return SkynetScenario.SumOf(first, size);
        }

        int part = size / Children;
        var children = new Task<long>[Children];
        for (int i = 0; i < Children; i++)
        {
            children[i] = Node(ring, first + i * part, part);
        }

        long sum = 0;
        for (int i = 0; i < Children; i++)
        {
            sum += await children[i];
        }

        return sum;
    }

    private static async ValueTask<long> DirectNode(long first, int size)
    {
        if (size < Children)
        {
            return SkynetScenario.SumOf(first, size);
        }

        int part = size / Children;
        long sum = 0;
        for (int i = 0; i < Children; i++)
        {
            sum += await DirectNode(first + i * part, part);
        }

        return sum;
    }
}

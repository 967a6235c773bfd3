namespace Coroutines.Benchmarks;

/// <summary>The tree by the bare-bones scheduler.</summary>
internal static class SkynetBare
{
    private const int Children = SkynetScenario.Children;

    internal static void Run(int leaves)
    {
        var scheduler = new BareScheduler();
        SkynetScenario.Verify(scheduler.Run(Node(scheduler, 0, leaves)).Result, leaves);
    }

    private static IEnumerator<BareWait> Node(BareScheduler scheduler, long first, int size)
    {
        if (size < Children)
        {
            yield return BareWait.Return(SkynetScenario.SumOf(first, size));
        }

        int part = size / Children;
        var children = new BareTask[Children];
        for (int i = 0; i < Children; i++)
        {
            children[i] = scheduler.Start(Node(scheduler, first + i * part, part));
        }

        long sum = 0;
        for (int i = 0; i < Children; i++)
        {
            yield return children[i];
            sum += children[i].Result;
        }

        yield return BareWait.Return(sum);
    }
}

namespace Coroutines.Benchmarks;

/// <summary>The four kinds of <see cref="SwitchKinds"/>, for the bare-bones scheduler.</summary>
internal static class SwitchBare
{
    internal static void Run(int coroutines, int yields)
    {
        var scheduler = new BareScheduler();
        scheduler.Run(RunAll(scheduler, coroutines, yields));
    }

    private static IEnumerator<BareWait> RunAll(BareScheduler scheduler, int coroutines, int yields)
    {
        var tasks = new BareTask[coroutines];
        for (int i = 0; i < coroutines; i++)
        {
            tasks[i] = scheduler.Start((i % 4) switch
            {
                0 => Counting(yields),
                1 => CountingDown(yields),
                2 => WithParameters(yields, i, 0.5),
                _ => WithFinally(yields),
            });
        }

        foreach (BareTask task in tasks)
        {
            yield return task;
        }
    }

    private static IEnumerator<BareWait> Counting(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            yield return BareWait.Yield;
        }
    }

    private static IEnumerator<BareWait> CountingDown(int yields)
    {
        while (yields-- > 0)
        {
            yield return BareWait.Yield;
        }
    }

    private static IEnumerator<BareWait> WithParameters(int yields, double position, double speed)
    {
        for (int i = 0; i < yields; i++)
        {
            position += speed;
            yield return BareWait.Yield;
        }

        GC.KeepAlive(position);
    }

    private static IEnumerator<BareWait> WithFinally(int yields)
    {
        int left = yields;
        try
        {
            while (left > 0)
            {
                left--;
                yield return BareWait.Yield;
            }
        }
        finally
        {
            left = 0;
        }
    }
}

namespace Coroutines.Benchmarks;

/// <summary>Start and join by the bare-bones scheduler.</summary>
internal static class SpawnBare
{
    internal static void Run(int tasks, int batch)
    {
        var scheduler = new BareScheduler();
        scheduler.Run(batch == 1 ? OneByOne(scheduler, tasks) : InBatches(scheduler, tasks, batch));
    }

    private static IEnumerator<BareWait> OneByOne(BareScheduler scheduler, int tasks)
    {
        for (int i = 0; i < tasks; i++)
        {
            yield return scheduler.Start(Noop(i));
        }
    }

    private static IEnumerator<BareWait> InBatches(BareScheduler scheduler, int tasks, int size)
    {
        var batch = new BareTask[size];
        for (int left = tasks; left > 0; left -= size)
        {
            for (int i = 0; i < size; i++)
            {
                batch[i] = scheduler.Start(Noop(i));
            }

            foreach (BareTask task in batch)
            {
                yield return task;
            }
        }
    }

    // Four kinds of coroutines that end at once; with a single kind, the JIT would turn the calls to it into something that no
    // program ever sees.
    private static IEnumerator<BareWait> Noop(int i) => (i % 4) switch
    {
        0 => Nothing(),
        1 => WithParameter(i),
        2 => WithFinally(),
        _ => WithMore(i, 0.5),
    };

    private static IEnumerator<BareWait> Nothing()
    {
        yield break;
    }

    private static IEnumerator<BareWait> WithParameter(int i)
    {
        if (i >= 0)
        {
            yield break;
        }

        yield return BareWait.Yield;
    }

    private static IEnumerator<BareWait> WithFinally()
    {
        int left = 1;
        try
        {
            yield break;
        }
        finally
        {
            left--;
        }
    }

    private static IEnumerator<BareWait> WithMore(int i, double share)
    {
        if (share > i + 1)
        {
            yield return BareWait.Yield;
        }

        yield break;
    }
}

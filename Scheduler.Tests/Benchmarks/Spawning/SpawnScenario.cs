using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>1,000,000 tasks that are started and joined: one after the other, or a number of them side by side.</summary>
internal sealed class SpawnScenario(int batch) : IScenario
{
    private const int Tasks = 1_000_000;

    private readonly Contender _ours = new(Tasks, tasks => RunOurs(tasks, batch));
    private readonly Contender _bareBones = new(Tasks, tasks => SpawnBare.Run(tasks, batch));
    private readonly Contender _ring = new(Tasks, tasks => SpawnOnRing.Run(tasks, batch, withContext: false));
    private readonly Contender _context = new(Tasks, tasks => SpawnOnRing.Run(tasks, batch, withContext: true));
    private readonly Contender _asyncio = CPython.Contender("spawn.py", Tasks / 20, $"{batch}");

    public string Name => "spawn";

    public void WarmUp()
    {
        _ours.WarmUp();
        _bareBones.WarmUp();
        _ring.WarmUp();
        _context.WarmUp();
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(4, [_ours, _bareBones, _ring, _context]);
        Contender.Measure(3, [_ours, _bareBones, _ring, _context, _asyncio]);
        yield return new Row($"spawn and join, {(batch == 1 ? "one by one" : $"{batch:N0} at a time")}", _ours.Median)
        {
            BareBones = _bareBones.Median,
            Ring = _ring.Median,
            AsyncAwait = _context.Median,
            Asyncio = _asyncio.Median,
            Checks =
            [
                Check.AtMost(1.35, _ours.Median, _bareBones.Median, "bare-bones"),
                Check.Faster(2, _ours.Median, _context.Median, "async/await"),
                Check.Faster(50, _ours.Median, _asyncio.Median, "asyncio"),
            ],
        };

        double bytes = BytesOf(tasks => RunOurs(tasks, batch));
        yield return new Row("the same, bytes with the iterator", bytes, "B")
        {
            BareBones = BytesOf(tasks => SpawnBare.Run(tasks, batch)),
            Ring = BytesOf(tasks => SpawnOnRing.Run(tasks, batch, withContext: false)),
            AsyncAwait = BytesOf(tasks => SpawnOnRing.Run(tasks, batch, withContext: true)),
            Checks = [Check.Bytes(140, bytes)],
        };
    }

    internal static void RunOurs(int tasks, int batch)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(batch == 1 ? OneByOne(tasks) : InBatches(tasks, batch));
    }

    private static double BytesOf(Action<int> run)
    {
        const int Some = Tasks / 10;
        long before = GC.GetAllocatedBytesForCurrentThread();
        run(Some);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Some;
    }

    private static IEnumerator<Awaitable> OneByOne(int tasks)
    {
        for (int i = 0; i < tasks; i++)
        {
            yield return CreateTask(Noop(i));
        }
    }

    private static IEnumerator<Awaitable> InBatches(int tasks, int size)
    {
        var batch = new CoTask[size];
        for (int left = tasks; left > 0; left -= size)
        {
            for (int i = 0; i < size; i++)
            {
                batch[i] = CreateTask(Noop(i));
            }

            foreach (CoTask task in batch)
            {
                yield return task;
            }
        }
    }

    // Four kinds of coroutines that end at once; with a single kind, the JIT would turn the calls to it into something that no
    // program ever sees.
    private static IEnumerator<Awaitable> Noop(int i) => (i % 4) switch
    {
        0 => Nothing(),
        1 => WithParameter(i),
        2 => WithFinally(),
        _ => WithMore(i, 0.5),
    };

    private static IEnumerator<Awaitable> Nothing()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> WithParameter(int i)
    {
        if (i >= 0)
        {
            yield break;
        }

        yield return null;
    }

    private static IEnumerator<Awaitable> WithFinally()
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

    private static IEnumerator<Awaitable> WithMore(int i, double share)
    {
        if (share > i + 1)
        {
            yield return null;
        }

        yield break;
    }
}

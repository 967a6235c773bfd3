using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>1,000,000 tasks that are started and joined: one after the other, or a number of them side by side.</summary>
internal sealed class SpawnScenario(int batch) : IScenario
{
    private const int Tasks = 1_000_000;

    private readonly Contender _ours = new(Tasks, tasks => RunOurs(tasks, batch));
    private readonly Contender _ring = new(Tasks, tasks => SpawnOnRing.Run(tasks, batch));
    private readonly Contender _asyncio = CPython.Contender("spawn.py", Tasks / 20, $"{batch}");

    public string Name => "spawn";

    public void WarmUp()
    {
        _ours.WarmUp();
        _ring.WarmUp();
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(4, [_ours, _ring]);
        Contender.Measure(3, [_ours, _ring, _asyncio]);
        yield return new Row($"spawn and join, {(batch == 1 ? "one by one" : $"{batch:N0} at a time")}", _ours.Median)
        {
            AsyncAwait = _ring.Median,
            Asyncio = _asyncio.Median,
            Checks =
            [
                Check.Faster(2, _ours.Median, _ring.Median, "async/await"),
                Check.Faster(50, _ours.Median, _asyncio.Median, "asyncio"),
            ],
        };
    }

    internal static void RunOurs(int tasks, int batch)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(batch == 1 ? OneByOne(tasks) : InBatches(tasks, batch));
    }

    private static IEnumerator<Awaitable> OneByOne(int tasks)
    {
        for (int i = 0; i < tasks; i++)
        {
            yield return CreateTask(Noop());
        }
    }

    private static IEnumerator<Awaitable> InBatches(int tasks, int size)
    {
        var batch = new CoTask[size];
        for (int left = tasks; left > 0; left -= size)
        {
            for (int i = 0; i < size; i++)
            {
                batch[i] = CreateTask(Noop());
            }

            foreach (CoTask task in batch)
            {
                yield return task;
            }
        }
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }
}

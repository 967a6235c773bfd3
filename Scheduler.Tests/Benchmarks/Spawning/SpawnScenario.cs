using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>1,000,000 tasks that are started and joined: one after the other, and 1,000 side by side.</summary>
internal sealed class SpawnScenario : IScenario
{
    private const int Tasks = 1_000_000;
    private const int Batch = 1_000;

    private readonly Contender _ours = new(Tasks, tasks => RunOurs(tasks, 1));
    private readonly Contender _ring = new(Tasks, tasks => SpawnOnRing.Run(tasks, 1));
    private readonly Contender _asyncio = CPython.Contender("spawn.py", Tasks / 20, "1");
    private readonly Contender _oursInBatches = new(Tasks, tasks => RunOurs(tasks, Batch));
    private readonly Contender _ringInBatches = new(Tasks, tasks => SpawnOnRing.Run(tasks, Batch));
    private readonly Contender _asyncioInBatches = CPython.Contender("spawn.py", Tasks / 20, "1000");

    public string Name => "spawn";

    public void WarmUp()
    {
        foreach (Contender contender in new[] { _ours, _ring, _oursInBatches, _ringInBatches })
        {
            contender.WarmUp();
        }
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(4, [_ours, _ring, _oursInBatches, _ringInBatches]);
        Contender.Measure(3, [_ours, _ring, _asyncio, _oursInBatches, _ringInBatches, _asyncioInBatches]);
        yield return Row("spawn and join, one by one", _ours.Median, _ring.Median, _asyncio.Median);
        yield return Row("spawn and join, 1,000 at a time", _oursInBatches.Median, _ringInBatches.Median, _asyncioInBatches.Median);
    }

    internal static void RunOurs(int tasks, int batch)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(batch == 1 ? OneByOne(tasks) : InBatches(tasks, batch));
    }

    private static Row Row(string operation, double ours, double ring, double asyncio) => new(operation, ours)
    {
        AsyncAwait = ring,
        Asyncio = asyncio,
        Checks = [Check.Faster(2, ours, ring, "async/await"), Check.Faster(50, ours, asyncio, "asyncio")],
    };

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

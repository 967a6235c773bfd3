using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>Tasks whose coroutines await each other, 100 deep; the innermost yields.</summary>
internal sealed class DepthScenario : IScenario
{
    private const int Tasks = 100;
    private const int Switches = 1_000_000;
    private const int Deep = 100;

    private readonly Contender _ours = Ours(Deep);
    private readonly Contender _oursFlat = Ours(1);
    private readonly Contender _ring = Ring(Deep);
    private readonly Contender _ringFlat = Ring(1);
    private readonly Contender _asyncio = CPython.Contender("depth.py", Switches / 20, $"{Tasks}", $"{Deep}");
    private readonly Contender _asyncioFlat = CPython.Contender("depth.py", Switches / 20, $"{Tasks}", "1");

    public string Name => "depth";

    public void WarmUp()
    {
        RunOurs(10, 50, Deep);
        RunOurs(10, 50, 1);
        DepthOnRing.Run(10, 50, Deep);
        DepthOnRing.Run(10, 50, 1);
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(4, [_ours, _oursFlat, _ring, _ringFlat]);
        Contender.Measure(3, [_ours, _oursFlat, _ring, _ringFlat, _asyncio, _asyncioFlat]);
        yield return new Row("resume, 1 coroutine deep", _oursFlat.Median)
        {
            AsyncAwait = _ringFlat.Median,
            Asyncio = _asyncioFlat.Median,
        };
        yield return new Row("resume, 100 coroutines deep", _ours.Median)
        {
            AsyncAwait = _ring.Median,
            Asyncio = _asyncio.Median,
            Checks = [Check.AtMost(1.5, _ours.Median, _oursFlat.Median, "1 deep")],
        };
    }

    private static Contender Ours(int depth) => new(Switches, switches => RunOurs(Tasks, switches / Tasks, depth));

    private static Contender Ring(int depth) => new(Switches, switches => DepthOnRing.Run(Tasks, switches / Tasks, depth));

    private static void RunOurs(int tasks, int yields, int depth)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(RunAll(tasks, yields, depth));
    }

    private static IEnumerator<Awaitable> RunAll(int tasks, int yields, int depth)
    {
        var all = new CoTask[tasks];
        for (int i = 0; i < tasks; i++)
        {
            all[i] = CreateTask(Descend(depth, yields));
        }

        foreach (CoTask task in all)
        {
            yield return task;
        }
    }

    private static IEnumerator<Awaitable> Descend(int depth, int yields)
    {
        if (depth > 1)
        {
            yield return Await(Descend(depth - 1, yields));
            yield break;
        }

        for (int i = 0; i < yields; i++)
        {
            yield return null;
        }
    }
}

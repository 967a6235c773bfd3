namespace Coroutines.Benchmarks;

/// <summary>1,000 coroutines that yield 1,000 times each.</summary>
internal sealed class SwitchScenario : IScenario
{
    private const int Coroutines = 1_000;
    private const int Switches = 1_000_000;

    private readonly Contender _ours = new(Switches, switches => RunOurs(Coroutines, switches / Coroutines));
    private readonly Contender _bare = new(Switches, switches => RunBare(Coroutines, switches / Coroutines));
    private readonly Contender _bareBones = new(Switches, switches => SwitchBare.Run(Coroutines, switches / Coroutines));
    private readonly Contender _ring = new(Switches, switches => SwitchOnRing.Run(Coroutines, switches / Coroutines, withContext: false));
    private readonly Contender _context = new(Switches, switches => SwitchOnRing.Run(Coroutines, switches / Coroutines, withContext: true));
    private readonly Contender _asyncio = CPython.Contender("switch.py", Switches / 10);

    public string Name => "switch";

    public void WarmUp()
    {
        _ours.WarmUp();
        _bare.WarmUp();
        _bareBones.WarmUp();
        _ring.WarmUp();
        _context.WarmUp();
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(11, [_ours, _bare, _bareBones, _ring, _context]);
        Contender.Measure(3, [_ours, _bare, _bareBones, _ring, _context, _asyncio]);
        yield return new Row("switch, 1,000 coroutines", _ours.Median)
        {
            Bare = _bare.Median,
            BareBones = _bareBones.Median,
            Ring = _ring.Median,
            AsyncAwait = _context.Median,
            Asyncio = _asyncio.Median,
            Checks =
            [
                Check.AtMost(1.6, _ours.Median, _bare.Median, "bare"),
                Check.AtMost(1, _ours.Median, _ring.Median, "ring"),
                Check.Faster(1.5, _ours.Median, _context.Median, "async/await"),
                Check.Faster(100, _ours.Median, _asyncio.Median, "asyncio"),
            ],
        };
    }

    internal static void RunOurs(int coroutines, int yields)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(RunAll(coroutines, yields));
    }

    internal static void RunBare(int coroutines, int yields) => BareLoop.Run(SwitchKinds.Create(coroutines, yields));

    private static IEnumerator<Awaitable> RunAll(int coroutines, int yields)
    {
        CoTask[] tasks = [.. SwitchKinds.Create(coroutines, yields).Select(coroutine => Awaitable.CreateTask(coroutine))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }
}

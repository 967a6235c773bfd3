using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>1,000,000 tasks that sleep at the same time, each to a moment of its own: made, put to sleep, woken, done.</summary>
internal sealed class SleepersScenario : IScenario
{
    private const int Sleepers = 1_000_000;

    private readonly Contender _ours = new(Sleepers, RunOurs);
    private readonly Contender _bareBones = new(Sleepers, sleepers => SleepersBare.Run(sleepers));
    private readonly Contender _ring = new(Sleepers, sleepers => SleepersOnRing.Run(sleepers, withContext: false));
    private readonly Contender _context = new(Sleepers, sleepers => SleepersOnRing.Run(sleepers, withContext: true));
    private readonly Contender _asyncio = CPython.Contender("sleepers.py", Sleepers / 10);

    public string Name => "sleepers";

    public void WarmUp()
    {
        _ours.WarmUp();
        _bareBones.WarmUp();
        _ring.WarmUp();
        _context.WarmUp();
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(3, [_ours, _bareBones, _ring, _context, _asyncio]);
        yield return new Row("sleep, 1,000,000 at a time, from start to end", _ours.Median)
        {
            BareBones = _bareBones.Median,
            Ring = _ring.Median,
            AsyncAwait = _context.Median,
            Asyncio = _asyncio.Median,
        };

        double bytes = BytesOfOurs();
        yield return new Row("memory of a sleeping task, all in all", bytes, "B")
        {
            Bare = BytesOfIterator(),
            BareBones = SleepersBare.Bytes(Sleepers),
            Ring = SleepersOnRing.Bytes(Sleepers),
            Asyncio = CPython.Run("sleepers_memory.py", $"{Sleepers / 10}")[0],
            Checks = [Check.Bytes(165, bytes)],
        };
    }

    internal static void RunOurs(int sleepers)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.RunUntilComplete(RunAll(sleepers));
    }

    // Scattered, but the same in every run: multiples of a large prime. Sorted deadlines would spare the heap its work.
    internal static double DurationOf(int sleeper) => 1 + sleeper * 7_919L % 1_000_003 * 1e-3;

    internal static IEnumerator<Awaitable> Sleeper(double seconds)
    {
        yield return Sleep(seconds);
    }

    private static IEnumerator<Awaitable> RunAll(int sleepers)
    {
        for (int i = 0; i < sleepers; i++)
        {
            CreateTask(Sleeper(DurationOf(i)));
        }

        yield return Sleep(10_000);
    }

    private static double BytesOfOurs()
    {
        var scheduler = new Scheduler();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Sleepers; i++)
        {
            scheduler.CreateTask(Sleeper(DurationOf(i)));
        }

        scheduler.Tick(0);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(scheduler);
        return (after - before) / (double)Sleepers;
    }

    private static double BytesOfIterator()
    {
        var iterators = new IEnumerator<Awaitable>[1_000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < iterators.Length; i++)
        {
            iterators[i] = Sleeper(1);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)iterators.Length;
    }
}

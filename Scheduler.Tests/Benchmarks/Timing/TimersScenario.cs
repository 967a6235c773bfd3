using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>Timers that are set and cancelled, as time limits mostly are; and timers that fire.</summary>
internal sealed class TimersScenario : IScenario
{
    private const int Cancels = 1_000_000;
    private const int Sleeps = 1_000_000;
    private const int Sleepers = 100_000;

    // How many timers are set at a time; the oldest is cancelled when a new one is set.
    private const int Pending = 1_000;

    private readonly Contender _oursCancelled = new(Cancels, CancelOurs);
    private readonly Contender _asyncioCancelled = CPython.Contender("timers_cancelled.py", Cancels / 10, $"{Pending}");
    private readonly Contender _ours = new(Sleeps, sleeps => FireOurs(sleeps, Sleepers));
    private readonly Contender _bareBones = new(Sleeps, sleeps => TimersBare.Run(sleeps, Sleepers));
    private readonly Contender _ring = new(Sleeps, sleeps => TimersOnRing.Run(sleeps, Sleepers, withContext: false));
    private readonly Contender _context = new(Sleeps, sleeps => TimersOnRing.Run(sleeps, Sleepers, withContext: true));
    private readonly Contender _asyncio = CPython.Contender("timers.py", Sleeps / 5, $"{Sleepers}");

    public string Name => "timers";

    public void WarmUp()
    {
        _oursCancelled.WarmUp();
        FireOurs(2_000, 200);
        TimersBare.Run(2_000, 200);
        TimersOnRing.Run(2_000, 200, withContext: false);
        TimersOnRing.Run(2_000, 200, withContext: true);
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(4, [_ours, _bareBones, _ring, _context, _oursCancelled]);
        Contender.Measure(3, [_ours, _bareBones, _ring, _context, _asyncio, _oursCancelled, _asyncioCancelled]);
        yield return new Row("timer set and cancelled, 1,000 pending", _oursCancelled.Median)
        {
            Asyncio = _asyncioCancelled.Median,
            Checks = [Check.Faster(40, _oursCancelled.Median, _asyncioCancelled.Median, "asyncio")],
        };
        yield return new Row("random sleep, 100,000 pending", _ours.Median)
        {
            BareBones = _bareBones.Median,
            Ring = _ring.Median,
            AsyncAwait = _context.Median,
            Asyncio = _asyncio.Median,
            Checks = [Check.Faster(1.1, _ours.Median, _bareBones.Median, "bare-bones"), Check.Faster(40, _ours.Median, _asyncio.Median, "asyncio")],
        };
        yield return new Row("the same, sleeps per second", 1e9 / _ours.Median, "/s")
        {
            BareBones = 1e9 / _bareBones.Median,
            Ring = 1e9 / _ring.Median,
            AsyncAwait = 1e9 / _context.Median,
            Asyncio = 1e9 / _asyncio.Median,
        };
    }

    /// <summary>What the next sleep lasts: a generator of its own, the same everywhere, that costs next to nothing.</summary>
    internal static double NextDuration(ref uint random)
    {
        random = random * 1_664_525 + 1_013_904_223;
        return 1 + (random >> 8) * 1e-6;
    }

    private static void FireOurs(int sleeps, int sleepers)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.RunUntilComplete(SleepOften(sleeps, sleepers));
    }

    private static IEnumerator<Awaitable> SleepOften(int sleeps, int sleepers)
    {
        var tasks = new CoTask[sleepers];
        for (int i = 0; i < sleepers; i++)
        {
            tasks[i] = CreateTask(Sleeper(sleeps / sleepers, (uint)i));
        }

        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    private static IEnumerator<Awaitable> Sleeper(int sleeps, uint random)
    {
        for (int i = 0; i < sleeps; i++)
        {
            yield return Sleep(NextDuration(ref random));
        }
    }

    private static void CancelOurs(int cancels)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.RunUntilComplete(SetAndCancel(scheduler, cancels));
    }

    private static IEnumerator<Awaitable> SetAndCancel(Scheduler scheduler, int cancels)
    {
        Action callback = static () => { };
        var pending = new TimerHandle[Pending];
        uint random = 1;
        for (int i = 0; i < Pending; i++)
        {
            pending[i] = scheduler.CallLater(NextDuration(ref random), callback);
        }

        for (int i = 0; i < cancels; i++)
        {
            ref TimerHandle oldest = ref pending[i % Pending];
            oldest.Cancel();
            oldest = scheduler.CallLater(NextDuration(ref random), callback);
        }

        yield return null;
    }
}

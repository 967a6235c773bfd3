namespace Coroutines.Benchmarks;

/// <summary>A Tick in which everybody sleeps on.</summary>
internal sealed class IdleTickScenario : IScenario
{
    private const int Ticks = 200_000;
    private const double Frame = 1.0 / 1024;

    // Longer than all Ticks together.
    private const double Long = 1e9;

    private static readonly int[] _crowds = [0, 10, 100_000, 1_000_000];

    private readonly Scheduler _warm = SchedulerOf(100);
    private readonly ScannedList _warmList = new(100, Long);

    public string Name => "tick";

    public void WarmUp()
    {
        Tick(_warm, 100);
        Scan(_warmList, 100);
    }

    public IEnumerable<Row> Measure()
    {
        Contender[] ours = [.. _crowds.Select(Ours)];
        Contender[] scanned = [.. _crowds.Select(Scanned)];
        Contender[] bareBones = [.. _crowds.Select(BareBones)];
        Contender.Measure(7, [.. ours, .. bareBones, .. scanned]);
        for (int i = 0; i < _crowds.Length; i++)
        {
            yield return new Row($"idle Tick, {_crowds[i]:N0} asleep", ours[i].Median)
            {
                Bare = scanned[i].Median,
                BareBones = bareBones[i].Median,
                Checks = i == 0
                    ? [Check.Under(20, ours[i].Median, "ns")]
                    : [Check.Under(20, ours[i].Median, "ns"), Check.AtMost(1.25, ours[i].Median, ours[0].Median, "0 asleep")],
            };
        }
    }

    internal static Scheduler SchedulerOf(int sleepers)
    {
        var scheduler = new Scheduler();
        for (int i = 0; i < sleepers; i++)
        {
            scheduler.CreateTask(SleepersScenario.Sleeper(Long + i));
        }

        scheduler.Tick(Frame);
        return scheduler;
    }

    private static Contender Ours(int sleepers)
    {
        Scheduler scheduler = SchedulerOf(sleepers);
        return new Contender(Ticks, ticks => Tick(scheduler, ticks));
    }

    private static Contender BareBones(int sleepers)
    {
        var scheduler = new BareScheduler();
        for (int i = 0; i < sleepers; i++)
        {
            scheduler.Start(SleepersBare.Sleeper(Long + i));
        }

        scheduler.Tick(Frame);
        return new Contender(Ticks, ticks =>
        {
            for (int i = 0; i < ticks; i++)
            {
                scheduler.Tick(Frame);
            }
        });
    }

    // The more there is to scan, the fewer Ticks it takes to measure it.
    private static Contender Scanned(int sleepers)
    {
        var list = new ScannedList(sleepers, Long);
        return new Contender(Math.Max(Ticks / Math.Max(sleepers, 1), 3), ticks => Scan(list, ticks));
    }

    private static void Tick(Scheduler scheduler, int ticks)
    {
        for (int i = 0; i < ticks; i++)
        {
            scheduler.Tick(Frame);
        }
    }

    private static void Scan(ScannedList list, int ticks)
    {
        for (int i = 0; i < ticks; i++)
        {
            list.Tick(Frame);
        }
    }
}

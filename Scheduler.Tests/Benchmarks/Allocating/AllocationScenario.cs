using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>What an operation allocates once everything is warm.</summary>
internal sealed class AllocationScenario : IScenario
{
    private const int Operations = 100_000;
    private const int Crowd = 10_000;

    public string Name => "allocations";

    public void WarmUp()
    {
        Run(1_000);
        RunCrowd(100);
    }

    public IEnumerable<Row> Measure()
    {
        AllocatedBytes measured = Run(Operations);
        yield return BytesRow("bytes allocated by a bare yield", measured.Yield, 0);
        yield return BytesRow("bytes allocated by a sleep", measured.Sleep, 0);
        yield return BytesRow("bytes allocated by a sleep among 10,000", RunCrowd(Crowd), 0);
        yield return BytesRow("bytes allocated by a task, beside its iterator", measured.Task, 120) with { Bare = measured.Iterator };
    }

    private static Row BytesRow(string operation, double bytes, double limit) =>
        new(operation, bytes, "B") { Checks = [Check.Bytes(limit, bytes)] };

    private static AllocatedBytes Run(int operations)
    {
        var figures = new AllocatedBytes();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.RunUntilComplete(RunAll(operations, figures));
        return figures;
    }

    private static IEnumerator<Awaitable> RunAll(int operations, AllocatedBytes figures)
    {
        // Company, so that the queues have something in them.
        CoTask[] others = [CreateTask(YieldAndSleep(operations)), CreateTask(YieldAndSleep(operations))];
        yield return Sleep(1);

        long before = Allocated;
        for (int i = 0; i < operations; i++)
        {
            yield return null;
        }

        figures.Yield = (Allocated - before) / (double)operations;

        before = Allocated;
        for (int i = 0; i < operations; i++)
        {
            yield return Sleep(0.001);
        }

        figures.Sleep = (Allocated - before) / (double)operations;

        foreach (CoTask other in others)
        {
            other.Cancel();
        }

        yield return null;

        before = Allocated;
        for (int i = 0; i < operations; i++)
        {
            GC.KeepAlive(Noop());
        }

        figures.Iterator = (Allocated - before) / (double)operations;

        before = Allocated;
        for (int i = 0; i < operations; i++)
        {
            yield return CreateTask(Noop());
        }

        figures.Task = (Allocated - before) / (double)operations - figures.Iterator;
    }

    private static double RunCrowd(int sleepers)
    {
        var scheduler = new Scheduler();
        for (int i = 0; i < sleepers; i++)
        {
            scheduler.CreateTask(SleepForEver((uint)i));
        }

        // The first ones let the queues grow to their size.
        const int FirstSleeps = 50;
        const int Sleeps = 10;
        const double MeanDuration = 9.4;
        RunFor(scheduler, FirstSleeps * MeanDuration);
        long before = Allocated;
        RunFor(scheduler, Sleeps * MeanDuration);
        return (Allocated - before) / (double)(Sleeps * sleepers);
    }

    private static void RunFor(Scheduler scheduler, double seconds)
    {
        for (double time = 0; time < seconds; time += 0.1)
        {
            scheduler.Tick(0.1);
        }
    }

    private static IEnumerator<Awaitable> SleepForEver(uint random)
    {
        while (true)
        {
            yield return Sleep(TimersScenario.NextDuration(ref random));
        }
    }

    private static long Allocated => GC.GetAllocatedBytesForCurrentThread();

    private static IEnumerator<Awaitable> YieldAndSleep(int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return null;
            yield return Sleep(0.002);
        }
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    private sealed class AllocatedBytes
    {
        internal double Yield { get; set; }

        internal double Sleep { get; set; }

        internal double Iterator { get; set; }

        internal double Task { get; set; }
    }
}

namespace Coroutines.Benchmarks;

/// <summary>An event that wakes 100,000 waiters, again and again. Counted from the set until all of them wait again.</summary>
internal sealed class EventScenario : IScenario
{
    private const int Waiters = 100_000;
    private const int WakeUps = 10 * Waiters;

    private readonly Comparison _comparison = new(
        "event broadcast to 100,000 waiters, each",
        new Contender(WakeUps, wakeUps => RunOurs(WaitersOf(wakeUps), wakeUps)),
        new Contender(WakeUps, wakeUps => EventOnRing.Run(WaitersOf(wakeUps), wakeUps)),
        CPython.Contender("event.py", 3 * Waiters, $"{Waiters}"));

    public string Name => "event";

    public void WarmUp() => _comparison.WarmUp();

    public IEnumerable<Row> Measure() => Comparison.Measure(_comparison);

    // Fewer when warming up.
    private static int WaitersOf(int wakeUps) => Math.Min(Waiters, wakeUps / 10);

    private static double RunOurs(int waiters, int wakeUps)
    {
        using var scheduler = new Scheduler();
        return scheduler.RunUntilComplete<double>(Broadcast(waiters, wakeUps / waiters));
    }

    private static IEnumerator<Awaitable> Broadcast(int waiters, int times)
    {
        var signal = new CoEvent();
        var tasks = new CoTask[waiters];
        for (int i = 0; i < waiters; i++)
        {
            tasks[i] = Awaitable.CreateTask(WaitOften(signal, times));
        }

        yield return null;
        TimeSpan start = CpuTime.Now;
        for (int i = 0; i < times; i++)
        {
            signal.Set();
            signal.Clear();
            yield return null;
        }

        double nanoseconds = (CpuTime.Now - start).TotalNanoseconds;
        foreach (CoTask task in tasks)
        {
            yield return task;
        }

        yield return Awaitable.Return(nanoseconds);
    }

    private static IEnumerator<Awaitable> WaitOften(CoEvent signal, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return signal.Wait();
        }
    }
}

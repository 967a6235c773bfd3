namespace Coroutines.Benchmarks;

/// <summary>Tasks that hand a lock on to each other: somebody always waits for it.</summary>
internal sealed class LockScenario : IScenario
{
    private const int HandOvers = 1_000_000;
    private const int Workers = 10;

    private readonly Comparison _comparison = new(
        "lock hand-over, 10 tasks",
        new Contender(HandOvers, RunOurs),
        new Contender(HandOvers, handOvers => LockOnRing.Run(handOvers, Workers)),
        CPython.Contender("lock.py", HandOvers / 10, $"{Workers}"));

    public string Name => "lock";

    public void WarmUp() => _comparison.WarmUp();

    public IEnumerable<Row> Measure() => Comparison.Measure(_comparison);

    private static void RunOurs(int handOvers)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(RunAll(handOvers / Workers));
    }

    private static IEnumerator<Awaitable> RunAll(int times)
    {
        var gate = new CoLock();
        var tasks = new CoTask[Workers];
        for (int i = 0; i < Workers; i++)
        {
            tasks[i] = Awaitable.CreateTask(Work(gate, times));
        }

        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    private static IEnumerator<Awaitable> Work(CoLock gate, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return gate.Acquire().Into(out Awaitable<Releaser> held);
            using (held.Result)
            {
                if (i == 0)
                {
                    // So that the others come to wait; from then on somebody always does.
                    yield return null;
                }
            }
        }
    }
}

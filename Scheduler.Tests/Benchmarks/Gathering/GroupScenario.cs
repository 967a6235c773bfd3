namespace Coroutines.Benchmarks;

/// <summary>A task group of 100,000 tasks.</summary>
internal sealed class GroupScenario : IScenario
{
    private const int Count = 100_000;

    private readonly Comparison _comparison = new(
        "task group of 100,000, each",
        new Contender(Count, RunOurs),
        new Contender(Count, GroupOnRing.Run),
        CPython.Contender("group.py", Count));

    public string Name => "group";

    public void WarmUp() => _comparison.WarmUp();

    public IEnumerable<Row> Measure() => Comparison.Measure(_comparison);

    private static void RunOurs(int count)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(RunGroup(count));
    }

    private static IEnumerator<Awaitable> RunGroup(int count)
    {
        var group = new TaskGroup();
        for (int i = 0; i < count; i++)
        {
            group.CreateTask(Noop());
        }

        yield return group;
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }
}

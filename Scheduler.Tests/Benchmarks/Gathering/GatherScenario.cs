using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>100,000 coroutines that are started together, and whose results are gathered.</summary>
internal sealed class GatherScenario : IScenario
{
    private const int Count = 100_000;

    private readonly Comparison _comparison = new(
        "gather of 100,000, each",
        new Contender(Count, RunOurs),
        new Contender(Count, GatherOnRing.Run),
        CPython.Contender("gather.py", Count))
    {
        AsyncAwaitGoal = 1,
    };

    public string Name => "gather";

    public void WarmUp() => _comparison.WarmUp();

    public IEnumerable<Row> Measure() => Comparison.Measure(_comparison);

    private static void RunOurs(int count)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(GatherAll(count));
    }

    private static IEnumerator<Awaitable> GatherAll(int count)
    {
        yield return Gather<int>(Enumerable.Range(0, count).Select(Number)).Into(out Awaitable<int[]> numbers);
        GC.KeepAlive(numbers.Result);
    }

    private static IEnumerator<Awaitable> Number(int i)
    {
        yield return Return(i);
    }
}

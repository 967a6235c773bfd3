namespace Coroutines.Benchmarks;

/// <summary>10,000 coroutines that are started in every frame, and end in the same one or in the next.</summary>
internal sealed class StartScenario : IScenario
{
    private const int Crowd = 10_000;
    private const double Frame = 1.0 / 64;

    // What a task may take beside its iterator; nothing else is to be allocated.
    private const double BytesOfATask = 120;

    private FrameComparison[]? _comparisons;

    public string Name => "starts";

    private FrameComparison[] Comparisons => _comparisons ??=
    [
        Of("start and end in a frame, 10,000", static () => Once()),
        Of("start in a frame, end in the next, 10,000", static () => Twice()),
        Of("start and end in a frame and a group, 10,000", static () => Once(), isGrouped: true),
    ];

    public void WarmUp()
    {
        foreach (FrameComparison comparison in Comparisons)
        {
            comparison.WarmUp();
        }
    }

    public IEnumerable<Row> Measure() => FrameComparison.Measure(Comparisons);

    private static FrameComparison Of(string name, Func<IEnumerator<Awaitable>> coroutine, bool isGrouped = false)
    {
        var scheduler = new Scheduler();
        CoGroup? group = isGrouped ? new CoGroup(scheduler) : null;
        var list = new PlainList();
        return new FrameComparison(name, Crowd, RunOurs, RunList)
        {
            BytesGoal = BytesOfATask,
            IteratorBytes = BytesOf(coroutine),
        };

        void RunOurs()
        {
            for (int i = 0; i < Crowd; i++)
            {
                _ = group is null ? scheduler.CreateTask(coroutine()) : group.CreateTask(coroutine());
            }

            scheduler.Tick(Frame);
        }

        void RunList()
        {
            for (int i = 0; i < Crowd; i++)
            {
                list.Add(coroutine());
            }

            list.Tick(Frame);
        }
    }

    private static double BytesOf(Func<IEnumerator<Awaitable>> coroutine)
    {
        GC.KeepAlive(coroutine());
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(coroutine());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IEnumerator<Awaitable> Once()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Twice()
    {
        yield return null;
    }
}

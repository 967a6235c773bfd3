using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>10,000 coroutines that go on in every frame: by a bare yield, in a group, or in a phase.</summary>
internal sealed class ActiveFrameScenario : IScenario
{
    private const int Crowd = 10_000;
    private const double Frame = 1.0 / 64;

    private static readonly FramePhase _physics = FramePhase.Fixed("physics", Frame);
    private static readonly FramePhase _late = new("late");

    private FrameComparison[]? _comparisons;

    public string Name => "active-frame";

    private FrameComparison[] Comparisons => _comparisons ??=
    [
        Of("step in a frame, 10,000 that yield bare", SwitchKinds.Create),
        Of("the same, in a group", SwitchKinds.Create, isGrouped: true),
        Of("the same, in a group at half speed", SwitchKinds.Create, isGrouped: true, timeScale: 0.5),
        Of("the same, beside a fixed phase", SwitchKinds.Create, _physics, FramePhase.Update),
        Of("the same, by NextPhase(late)", (count, _) => [.. Enumerable.Range(0, count).Select(_ => InPhase(_late))], FramePhase.Update, _late),
        Of("the same, by NextPhase(fixed)", (count, _) => [.. Enumerable.Range(0, count).Select(_ => InPhase(_physics))], _physics, FramePhase.Update),
    ];

    public void WarmUp()
    {
        foreach (FrameComparison comparison in Comparisons)
        {
            comparison.WarmUp();
        }
    }

    public IEnumerable<Row> Measure() => FrameComparison.Measure(Comparisons);

    private static FrameComparison Of(string name, Func<int, int, IEnumerator<Awaitable>[]> coroutines, params FramePhase[] phases) =>
        Of(name, coroutines, isGrouped: false, timeScale: 1, phases);

    private static FrameComparison Of(
        string name, Func<int, int, IEnumerator<Awaitable>[]> coroutines, bool isGrouped, double timeScale = 1, params FramePhase[] phases)
    {
        var scheduler = new Scheduler(phases.Length == 0 ? new SchedulerOptions() : new SchedulerOptions { Phases = phases });
        var group = new CoGroup(scheduler) { TimeScale = timeScale };
        foreach (IEnumerator<Awaitable> coroutine in coroutines(Crowd, int.MaxValue))
        {
            _ = isGrouped ? group.Start(coroutine) : scheduler.CreateTask(coroutine);
        }

        var list = new PlainList();
        list.AddRange(coroutines(Crowd, int.MaxValue));
        return new FrameComparison(name, Crowd, () => scheduler.Tick(Frame), () => list.Tick(Frame)) { ListGoal = 2, BytesGoal = 0 };
    }

    private static IEnumerator<Awaitable> InPhase(FramePhase phase)
    {
        while (true)
        {
            yield return NextPhase(phase);
        }
    }
}

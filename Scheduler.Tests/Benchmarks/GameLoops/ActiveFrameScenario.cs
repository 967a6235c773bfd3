namespace Coroutines.Benchmarks;

/// <summary>10,000 coroutines that go on in every frame: by bare yields, or by waiting for a phase.</summary>
/// <remarks>Two scenarios, as each way takes another path through a step, and a program mostly takes one.</remarks>
internal sealed class ActiveFrameScenario : IScenario
{
    private const int Crowd = 10_000;
    private const double Frame = 1.0 / 64;

    private static readonly FramePhase _physics = FramePhase.Fixed("physics", Frame);
    private static readonly FramePhase _late = new("late");

    private readonly Func<FrameComparison[]> _make;
    private FrameComparison[]? _comparisons;

    private ActiveFrameScenario(string name, Func<FrameComparison[]> make)
    {
        Name = name;
        _make = make;
    }

    public string Name { get; }

    private FrameComparison[] Comparisons => _comparisons ??= _make();

    public void WarmUp()
    {
        foreach (FrameComparison comparison in Comparisons)
        {
            comparison.WarmUp();
        }
    }

    public IEnumerable<Row> Measure() => FrameComparison.Measure(Comparisons);

    internal static ActiveFrameScenario OfBareYields() => new("active-frame", static () =>
    [
        Of("step in a frame, 10,000 that yield bare", SwitchKinds.Create),
        Of("the same, in a group", SwitchKinds.Create, isGrouped: true),
        Of("the same, in a group at half speed", SwitchKinds.Create, isGrouped: true, timeScale: 0.5),
        Of("the same, beside a fixed phase", SwitchKinds.Create, phases: [_physics, FramePhase.Update]),
    ]);

    internal static ActiveFrameScenario OfPhases() => new("active-phase", static () =>
    [
        Of("step in a frame, 10,000 by NextPhase(late)", PhaseKinds.Create(_late), phases: [FramePhase.Update, _late]),
        Of("the same, by NextPhase(fixed)", PhaseKinds.Create(_physics), phases: [_physics, FramePhase.Update]),
    ]);

    private static FrameComparison Of(
        string name,
        Func<int, int, IEnumerator<Awaitable>[]> coroutines,
        bool isGrouped = false,
        double timeScale = 1,
        FramePhase[]? phases = null)
    {
        var scheduler = new Scheduler(new SchedulerOptions { Phases = phases ?? [FramePhase.Update] });
        var group = new CoGroup(scheduler) { TimeScale = timeScale };
        foreach (IEnumerator<Awaitable> coroutine in coroutines(Crowd, int.MaxValue))
        {
            _ = isGrouped ? group.CreateTask(coroutine) : scheduler.CreateTask(coroutine);
        }

        var list = new PlainList();
        list.AddRange(coroutines(Crowd, int.MaxValue));
        return new FrameComparison(name, Crowd, () => scheduler.Tick(Frame), () => list.Tick(Frame)) { ListGoal = 2, BytesGoal = 0 };
    }
}

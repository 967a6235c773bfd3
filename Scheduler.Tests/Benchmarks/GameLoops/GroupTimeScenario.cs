namespace Coroutines.Benchmarks;

/// <summary>Groups, large and small, that are paused, go on, and change their speed.</summary>
internal sealed class GroupTimeScenario : IScenario
{
    private const double Frame = 1.0 / 1024;

    // Longer than all frames together.
    private const double Long = 1e9;

    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int FramesOfFew = 20_000;
    private const int ListFramesOfMany = 20;

    private FrameComparison[]? _comparisons;

    public string Name => "group-time";

    private FrameComparison[] Comparisons => _comparisons ??= [.. Make()];

    public void WarmUp()
    {
        foreach (FrameComparison comparison in Comparisons)
        {
            comparison.WarmUp();
        }
    }

    public IEnumerable<Row> Measure() => FrameComparison.Measure(Comparisons);

    private static IEnumerable<FrameComparison> Make()
    {
        Func<int, FrameComparison?, FrameComparison>[] rows = [PauseSleepers, ScaleSleepers, PauseActive, ScaleActive, TickPaused];
        foreach (Func<int, FrameComparison?, FrameComparison> row in rows)
        {
            FrameComparison few = row(Few, null);
            yield return few;
            yield return row(Many, few);
        }

        yield return HoldActive();
    }

    private static FrameComparison PauseSleepers(int count, FrameComparison? smaller)
    {
        CoGroup group = GroupOf(Sleepers(count));
        PlainList list = ListOf(count);
        return Of(
            $"pause, frame, resume, frame: {count:N0} asleep",
            () => PauseForAFrame(group),
            () =>
            {
                list.IsPaused = true;
                list.Tick(Frame);
                list.IsPaused = false;
                list.Tick(Frame);
            },
            smaller);
    }

    private static FrameComparison ScaleSleepers(int count, FrameComparison? smaller)
    {
        CoGroup group = GroupOf(Sleepers(count));
        PlainList list = ListOf(count);
        return Of(
            $"change of time scale, frame: {count:N0} asleep",
            () =>
            {
                group.TimeScale = 1.5 - group.TimeScale;
                group.Scheduler.Tick(Frame);
            },
            () =>
            {
                list.TimeScale = 1.5 - list.TimeScale;
                list.Tick(Frame);
            },
            smaller);
    }

    private static FrameComparison PauseActive(int count, FrameComparison? smaller)
    {
        CoGroup group = GroupOf(SwitchKinds.Create(count, int.MaxValue));
        return Of(
            $"pause and resume between two frames: {count:N0} active",
            () =>
            {
                group.Pause();
                group.Resume();
            },
            null,
            smaller);
    }

    private static FrameComparison ScaleActive(int count, FrameComparison? smaller)
    {
        CoGroup group = GroupOf(SwitchKinds.Create(count, int.MaxValue));
        return Of($"change of time scale: {count:N0} active", () => group.TimeScale = 1.5 - group.TimeScale, null, smaller);
    }

    private static FrameComparison TickPaused(int count, FrameComparison? smaller)
    {
        CoGroup group = GroupOf(SwitchKinds.Create(count, int.MaxValue));
        group.Pause();
        group.Scheduler.Tick(Frame);
        return Of($"frame of a paused group: {count:N0} active", () => group.Scheduler.Tick(Frame), null, smaller);
    }

    /// <summary>Each of them comes to its step, is put aside there, and taken back: what a pause does cost per coroutine.</summary>
    private static FrameComparison HoldActive()
    {
        CoGroup group = GroupOf(SwitchKinds.Create(Many, int.MaxValue));
        var list = new PlainList();
        list.AddRange(SwitchKinds.Create(Many, int.MaxValue));
        return new FrameComparison(
            $"pause, frame, resume, frame: {Many:N0} active, each",
            Many,
            () => PauseForAFrame(group),
            () =>
            {
                list.IsPaused = true;
                list.Tick(Frame);
                list.IsPaused = false;
                list.Tick(Frame);
            })
        {
            Frames = ListFramesOfMany,
            BytesGoal = 0,
        };
    }

    private static FrameComparison Of(string name, Action ours, Action? list, FrameComparison? smaller) => new(name, 1, ours, list)
    {
        Frames = FramesOfFew,
        ListFrames = ListFramesOfMany,
        Smaller = smaller,
        BytesGoal = 0,
    };

    private static void PauseForAFrame(CoGroup group)
    {
        group.Pause();
        group.Scheduler.Tick(Frame);
        group.Resume();
        group.Scheduler.Tick(Frame);
    }

    private static CoGroup GroupOf(IEnumerable<IEnumerator<Awaitable>> coroutines)
    {
        var group = new CoGroup(new Scheduler());
        foreach (IEnumerator<Awaitable> coroutine in coroutines)
        {
            group.CreateTask(coroutine);
        }

        group.Scheduler.Tick(Frame);
        return group;
    }

    private static IEnumerable<IEnumerator<Awaitable>> Sleepers(int count) =>
        Enumerable.Range(0, count).Select(i => SleepersScenario.Sleeper(Long + i));

    private static PlainList ListOf(int count)
    {
        var list = new PlainList();
        for (int i = 0; i < count; i++)
        {
            list.Add(LookAtTheClock(list, Long + i));
        }

        return list;
    }

    private static IEnumerator<Awaitable> LookAtTheClock(PlainList list, double end)
    {
        while (list.Time < end)
        {
            yield return null;
        }
    }
}

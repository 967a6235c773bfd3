using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>What a step costs more while somebody looks on, beside what a look at the system's clock costs.</summary>
/// <remarks>Each way to look on is a scenario of its own: a program with several of them at once is compiled for their mixture.</remarks>
internal sealed class RecordScenario : IScenario
{
    private const int Coroutines = 1_000;

    private const int Switches = 4_000_000;
    private const int Rounds = 11;

    private readonly string _row;
    private readonly double? _goal;
    private readonly Contender _watched;
    private readonly Contender _plain = Watched(static _ => null);
    private readonly Contender _clock = new(Switches, static looks => LookAtTheClock(looks));

    private RecordScenario(string name, string row, double? goal, Func<Scheduler, IDisposable?> watch)
    {
        Name = name;
        _row = row;
        _goal = goal;
        _watched = Watched(watch);
    }

    public string Name { get; }

    private Contender[] Contenders => [_plain, _watched, _clock];

    /// <summary>A recorder as it is made by default.</summary>
    internal static RecordScenario OfSteps() =>
        new("record", "step on record: so much more than without", 25, static scheduler => new StepRecorder(scheduler));

    /// <summary>One that looks at the clock after each step.</summary>
    internal static RecordScenario OfEachStep() =>
        new(
            "record-steps",
            "the same, the clock looked at after each step",
            null,
            static scheduler => new StepRecorder(scheduler, new StepRecorderOptions { Timing = StepTiming.EachStep }));

    /// <summary>One that looks at it once for each iteration.</summary>
    internal static RecordScenario OfIterations() =>
        new(
            "record-iterations",
            "the same, the clock looked at for each iteration",
            25,
            static scheduler => new StepRecorder(scheduler, new StepRecorderOptions { Timing = StepTiming.EachIteration }));

    /// <summary>One that is there, and does not record.</summary>
    internal static RecordScenario OfNothing() =>
        new("record-off", "the same, switched off", 0.5, static scheduler => new StepRecorder(scheduler) { IsRecording = false });

    /// <summary>A profiler, outside of frames, where it counts nothing.</summary>
    internal static RecordScenario OfAProfiler() =>
        new("profile", "step beside a profiler, outside of frames: so much more", null, static scheduler => new FrameProfiler(scheduler));

    public void WarmUp()
    {
        foreach (Contender contender in Contenders)
        {
            contender.WarmUp();
        }
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(Rounds, Contenders);
        double more = _watched.Median - _plain.Median;
        yield return new Row(_row, more) { Bare = _clock.Median, Checks = _goal is { } goal ? [Check.Under(goal, more, "ns")] : [] };
    }

    // One scheduler for all measurements: what its watcher allocates when it is made is no step's.
    private static Contender Watched(Func<Scheduler, IDisposable?> watch)
    {
        var scheduler = new Scheduler();
        watch(scheduler);
        return new Contender(Switches, switches => scheduler.RunUntilComplete(RunAll(switches / Coroutines)));
    }

    private static IEnumerator<Awaitable> RunAll(int yields)
    {
        CoTask[] tasks = [.. SwitchKinds.Create(Coroutines, yields).Select(static coroutine => Awaitable.CreateTask(coroutine))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    private static void LookAtTheClock(int looks)
    {
        long sum = 0;
        for (int i = 0; i < looks; i++)
        {
            sum += Stopwatch.GetTimestamp();
        }

        GC.KeepAlive(sum);
    }
}

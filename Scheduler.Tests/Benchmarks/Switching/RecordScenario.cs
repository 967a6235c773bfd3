using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>What a step costs more while somebody looks on, beside what a look at the system's clock costs, of which each takes one unless it says otherwise.</summary>
internal sealed class RecordScenario : IScenario
{
    private const int Coroutines = 1_000;
    private const int Switches = 1_000_000;

    private readonly Contender _plain = new(Switches, static switches => Run(switches, static _ => null));
    private readonly Contender _recorded = new(Switches, static switches => Run(switches, static scheduler => new StepRecorder(scheduler)));
    private readonly Contender _untimed = new(
        Switches, static switches => Run(switches, static scheduler => new StepRecorder(scheduler, new StepRecorderOptions { Timing = StepTiming.EachIteration })));

    private readonly Contender _off = new(Switches, static switches => Run(switches, static scheduler => new StepRecorder(scheduler) { IsRecording = false }));
    private readonly Contender _profiled = new(Switches, static switches => Run(switches, static scheduler => new FrameProfiler(scheduler)));
    private readonly Contender _clock = new(Switches, static looks => LookAtTheClock(looks));

    public string Name => "record";

    private Contender[] Contenders => [_plain, _recorded, _untimed, _off, _profiled, _clock];

    public void WarmUp()
    {
        foreach (Contender contender in Contenders)
        {
            contender.WarmUp();
        }
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(11, Contenders);
        yield return Of("step on record: so much more than without", _recorded, [Check.Under(25, _recorded.Median - _plain.Median, "ns")]);
        yield return Of("the same, the clock looked at for each iteration", _untimed, [Check.Under(25, _untimed.Median - _plain.Median, "ns")]);
        yield return Of("the same, switched off", _off, [Check.AtMost(1.05, _off.Median, _plain.Median, "without")]);
        yield return Of("step beside a profiler, outside of frames: so much more", _profiled, []);
    }

    private Row Of(string name, Contender contender, Check[] checks) => new(name, contender.Median - _plain.Median) { Bare = _clock.Median, Checks = checks };

    private static void Run(int switches, Func<Scheduler, IDisposable?> watch)
    {
        using var scheduler = new Scheduler();
        using IDisposable? watcher = watch(scheduler);
        scheduler.RunUntilComplete(RunAll(switches / Coroutines));
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

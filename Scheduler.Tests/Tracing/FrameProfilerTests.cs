using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tracing;

/// <summary>What the frames of a game loop were spent on, as a profiler tells it.</summary>
internal sealed class FrameProfilerTests
{
    // Whole multiples of what a TimeSpan can tell apart.
    private const int Unit = 1000;

    private static readonly FramePhase _late = new("late");

    private static Scheduler NewScheduler(Action<ExceptionContext>? handler = null) => new(new SchedulerOptions
    {
        TimeProvider = new VirtualClock(),
        Phases = [FramePhase.Update, _late],
        ExceptionHandler = handler,
    });

    [Test]
    public void Steps_AreAddedUp_ByCoroutine_ByGroup_AndByPhase()
    {
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler);
        CoGroup enemies = scheduler.Group("enemies");
        for (int i = 0; i < 3; i++)
        {
            enemies.CreateTask(Enemy(), $"enemy {i}");
        }

        scheduler.CreateTask(Camera());
        for (int i = 0; i < 5; i++)
        {
            scheduler.Tick(0.1);
        }

        // The first frame has the first steps, from outside of its phases; whoever waits for a phase then comes in the same frame.
        Steps(profiler, ProfileBy.Coroutine).ShouldBe(["Camera 6", "Enemy 15"]);
        Steps(profiler, ProfileBy.Group).ShouldBe(["group 'enemies' 15", "no group 6"]);
        Steps(profiler, ProfileBy.Phase).ShouldBe(["before the phases 4", "late 5", "update 12"]);
        profiler.Frames.ShouldBe(5);
        profiler.FrameTimes().Select(static frame => frame.Number).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Test]
    public void TaskThatEndsInItsFirstStep_IsKnownByItsCoroutine()
    {
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler);
        scheduler.CreateTask(Shot(), "shot 1");
        scheduler.CreateTask(Shot(), "shot 2");
        scheduler.CallSoon(static () => { });
        scheduler.Tick(0.1);
        Steps(profiler, ProfileBy.Coroutine).ShouldBe(["Shot 2", "outside of coroutines 1"], ignoreOrder: true);
    }

    [Test]
    public void Allocations_AreThoseOfTheStep()
    {
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler);
        scheduler.CreateTask(Wasteful());
        scheduler.CreateTask(Camera());
        for (int i = 0; i < 10; i++)
        {
            scheduler.Tick(0.1);
        }

        Dictionary<string, ProfileEntry> entries = profiler.Entries().ToDictionary(static entry => entry.Name);
        entries["Wasteful"].AllocatedBytes.ShouldBeInRange(10 * 100_000, (10 * 100_000) + 20_000);
        entries["Camera"].AllocatedBytes.ShouldBeLessThan(20_000);
    }

    [Test]
    public void Allocations_OfTheHostBetweenTheParts_AreNobodys()
    {
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler);
        scheduler.CreateTask(Camera());
        for (int i = 0; i < 10; i++)
        {
            scheduler.BeginFrame(0.1);
            GC.KeepAlive(new byte[100_000]);
            scheduler.RunPhase(_late);
            GC.KeepAlive(new byte[100_000]);
            scheduler.EndFrame();
        }

        profiler.Entries().Single().AllocatedBytes.ShouldBeLessThan(50_000);
    }

    [Test]
    public void FirstStepOfAnEagerTask_IsAPartOfTheStepThatStartsIt()
    {
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler);
        scheduler.CreateTask(Parent());
        scheduler.Tick(0.1);

        Dictionary<string, ProfileEntry> entries = profiler.Entries().ToDictionary(static entry => entry.Name);
        entries["Parent"].AllocatedBytes.ShouldBeGreaterThan(1_000_000);
        entries["Child"].AllocatedBytes.ShouldBe(0);
        entries["Child"].Time.ShouldBe(TimeSpan.Zero);
        entries["Child"].Steps.ShouldBe(1);

        static IEnumerator<Awaitable> Parent()
        {
            GC.KeepAlive(new byte[1_000_000]);
            CreateTask(Child(), eager: true);
            yield return null;
        }

        static IEnumerator<Awaitable> Child()
        {
            yield return Sleep(1);
        }
    }

    [Test]
    public void FrameThatTakesTooLong_SaysSoWhereNoCoroutineHasTakenIt()
    {
        using Scheduler scheduler = NewScheduler();
        bool isSlow = false;
        using var profiler = new FrameProfiler(scheduler, new FrameProfilerOptions { Budget = 0.005 });
        scheduler.CreateTask(Waiting());
        scheduler.Tick(0.1);
        isSlow = true;
        scheduler.Tick(0.1);

        profiler.LastOverrun!.Frame.Number.ShouldBe(2);
        profiler.LastOverrun.ToString().ShouldContain("ms in no coroutine: predicates of WaitUntil");

        IEnumerator<Awaitable> Waiting()
        {
            yield return WaitUntil(() =>
            {
                StepPrograms.Block(isSlow ? 0.01 : 0);
                return false;
            });
        }
    }

    [Test]
    public void FrameInParts_IsOneFrame()
    {
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler);
        scheduler.CreateTask(Camera());
        for (int i = 0; i < 2; i++)
        {
            scheduler.BeginFrame(0.1);
            scheduler.RunPhase(FramePhase.Update);
            scheduler.RunPhase(_late);
            scheduler.EndFrame();
        }

        FrameEvent[] frames = [.. profiler.FrameTimes()];
        frames.Select(static frame => (frame.Number, frame.FrameTime)).ShouldBe([(1, 0.1), (2, 0.1)]);
        Steps(profiler, ProfileBy.Phase).ShouldBe(["before the phases 1", "late 2"]);
    }

    [Test]
    public void FrameThatTakesTooLong_IsReported_WithThoseWhoTookIt()
    {
        using Scheduler scheduler = NewScheduler();
        var reports = new List<FrameReport>();
        using var profiler = new FrameProfiler(scheduler, new FrameProfilerOptions { Budget = 1e-9, Overrun = reports.Add });
        scheduler.CreateTask(Camera());
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);
        profiler.Overruns.ShouldBe(2);
        reports.Select(static report => report.Frame.Number).ShouldBe([1, 2]);
        profiler.LastOverrun.ShouldBeSameAs(reports[1]);
        reports[1].Entries.Select(static entry => $"{entry.Name} {entry.Steps} {entry.WorstFrame}").ShouldBe(["Camera 1 2"]);
        reports[1].Entries[0].Time.ShouldBeLessThanOrEqualTo(reports[1].Frame.Duration);
        reports[1].ToString().ShouldMatch(@"^frame 2: \d+\.\d\d ms of 0\.00 ms: Camera \d+\.\d\d ms in 1 step(;|$)");
    }

    [Test]
    public void FrameWithinItsTime_IsNotReported()
    {
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler, new FrameProfilerOptions { Budget = 1000, Overrun = static _ => Assert.Fail("It was in time.") });
        scheduler.Tick(0.1);
        profiler.Overruns.ShouldBe(0);
        profiler.LastOverrun.ShouldBeNull();
    }

    [Test]
    public void HandlerThatFails_EndsTheProfile_AndNothingElse()
    {
        var reports = new List<string>();
        using Scheduler scheduler = NewScheduler(report => reports.Add(report.Message));
        using var profiler = new FrameProfiler(scheduler, new FrameProfilerOptions { Budget = 1e-9, Overrun = static _ => throw new InvalidOperationException("no") });
        CoTask task = scheduler.CreateTask(Camera());
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);
        reports.ShouldBe(["FrameProfiler.OnFrame has failed, and is told of no more steps; a listener should throw nothing"]);
        profiler.Frames.ShouldBe(1);
        task.IsDone.ShouldBeFalse();
        scheduler.FrameCount.ShouldBe(3);
    }

    [Test]
    public void Profile_EndsWhenItIsDisposed_AndStaysReadable()
    {
        using Scheduler scheduler = NewScheduler();
        var profiler = new FrameProfiler(scheduler);
        scheduler.CreateTask(Camera());
        scheduler.Tick(0.1);
        profiler.Dispose();
        profiler.Dispose();
        scheduler.Tick(0.1);
        Steps(profiler, ProfileBy.Coroutine).ShouldBe(["Camera 2"]);
        profiler.Frames.ShouldBe(1);
    }

    [Test]
    public void TwoProfilers_HearOfTheSameFrames_AlsoBesideARecorder()
    {
        using Scheduler scheduler = NewScheduler();
        using var first = new FrameProfiler(scheduler);
        using var recorder = new StepRecorder(scheduler);
        using var trace = new Coroutines.Testing.StepTrace(scheduler);
        using var second = new FrameProfiler(scheduler);
        scheduler.CreateTask(Camera());
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);
        Steps(first, ProfileBy.Coroutine).ShouldBe(["Camera 3"]);
        Steps(second, ProfileBy.Coroutine).ShouldBe(["Camera 3"]);
        recorder.Count.ShouldBe(3);
        trace.Entries.Count.ShouldBe(3);
    }

    [Test]
    public void Table_ForgetsWhatLeavesItsWindow_AndKnowsTheWorstFrameWithinIt()
    {
        var table = new ProfileTable(window: 3);
        Frame(1, ("a", 100), ("b", 5));
        Frame(2, ("a", 10), ("a", 20));
        Frame(3, ("a", 40));
        Rows().ShouldBe(["a 170 4 worst 100 in 1", "b 5 1 worst 5 in 1"]);
        Frame(4);
        Rows().ShouldBe(["a 70 3 worst 40 in 3"]);
        Frame(5, ("c", 1));
        Rows().ShouldBe(["a 40 1 worst 40 in 3", "c 1 1 worst 1 in 5"]);
        table.EntriesOfFrame().Select(static entry => entry.Name).ShouldBe(["c"]);

        void Frame(long number, params (string Name, long Ticks)[] steps)
        {
            table.BeginFrame(number);
            foreach ((string name, long ticks) in steps)
            {
                table.Add(name, ticks * Unit, bytes: 0);
            }
        }

        string[] Rows() =>
        [
            .. table.Entries().Select(static entry => $"{entry.Name} {Ticks(entry.Time)} {entry.Steps} worst {Ticks(entry.WorstFrameTime)} in {entry.WorstFrame}"),
        ];

        static long Ticks(TimeSpan time) => (long)Math.Round(time.TotalSeconds * System.Diagnostics.Stopwatch.Frequency / Unit);
    }

    [Test]
    public void Options_ThatCannotBe_AreRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(static () => new FrameProfilerOptions { Window = 0 }).Message.ShouldContain("one frame at least");
        Should.Throw<ArgumentOutOfRangeException>(static () => new FrameProfilerOptions { Window = int.MaxValue }).Message.ShouldContain("108,000 at most");
        Should.Throw<ArgumentOutOfRangeException>(static () => new FrameProfilerOptions { Budget = 0 }).Message.ShouldContain("more than 0 seconds");
        using Scheduler scheduler = NewScheduler();
        using var profiler = new FrameProfiler(scheduler);
        Should.Throw<ArgumentOutOfRangeException>(() => profiler.Entries((ProfileBy)7)).Message.ShouldContain("Coroutine, Group and Phase");
    }

    private static string[] Steps(FrameProfiler profiler, ProfileBy by) =>
        [.. profiler.Entries(by).Select(static entry => $"{entry.Name} {entry.Steps}").Order(StringComparer.Ordinal)];

    private static IEnumerator<Awaitable> Enemy()
    {
        while (true)
        {
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> Camera()
    {
        while (true)
        {
            yield return NextPhase(_late);
        }
    }

    private static IEnumerator<Awaitable> Shot()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Wasteful()
    {
        while (true)
        {
            GC.KeepAlive(new byte[100_000]);
            yield return null;
        }
    }
}

using System.Runtime.CompilerServices;
using static Coroutines.Tests.Tracing.StepPrograms;

namespace Coroutines.Tests.Tracing;

/// <summary>How a recorder and other listeners are switched, limited and filtered, and what becomes of one that fails.</summary>
internal sealed class StepRecorderUseTests
{
    [TestCase(false, new long[] { 6, 7, 8, 9 })]
    [TestCase(true, new long[] { 0, 1, 2, 3 })]
    public void Capacity_KeepsTheLastOrTheFirst(bool first, long[] frames)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions { Capacity = 4, KeepsFirst = first });
        scheduler.CreateTask(Works(100));
        for (int i = 0; i < 10; i++)
        {
            scheduler.Tick(1.0);
        }

        recorder.Steps().Select(static step => (long)step.Frame - 1).ShouldBe(frames);
        recorder.Count.ShouldBe(4);
        recorder.Dropped.ShouldBe(6);
        recorder.Clear();
        recorder.Steps().ShouldBeEmpty();
        recorder.Dropped.ShouldBe(0);
        scheduler.Tick(1.0);
        recorder.Count.ShouldBe(1);
    }

    [Test]
    public void Recorder_IsSwitchedOffAndOn()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        var recorder = new StepRecorder(scheduler);
        scheduler.CreateTask(Works(100));
        scheduler.Tick(1.0);
        recorder.IsRecording = false;
        scheduler.Loop.StepObserver.ShouldBeNull();
        scheduler.Tick(1.0);
        recorder.Count.ShouldBe(1);
        recorder.IsRecording = true;
        scheduler.Tick(1.0);
        recorder.Count.ShouldBe(2);
        recorder.Dispose();
        recorder.Dispose();
        scheduler.Tick(1.0);
        recorder.Count.ShouldBe(2);
        recorder.IsRecording.ShouldBeFalse();
        recorder.IsRecording = false;
        Should.Throw<ObjectDisposedException>(() => recorder.IsRecording = true).Message.ShouldContain("make another one");
    }

    [Test]
    public void Filter_LetsInWhatItIsAskedFor()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        CoGroup enemies = scheduler.Group("enemies");
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions { Filter = static step => step.Group is not null });
        enemies.CreateTask(Works(1), name: "enemy");
        scheduler.CreateTask(Works(1), "other");
        scheduler.Tick(1.0);
        recorder.Steps().Select(static step => $"{step.TaskName} of {step.Group}").ShouldBe(["enemy of group 'enemies'"]);
    }

    [Test]
    public void FilterThatFails_EndsTheRecording_WhichMayBeginAgain()
    {
        int asked = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });
        using var recorder = new StepRecorder(
            scheduler, new StepRecorderOptions { Filter = _ => ++asked != 3 ? true : throw new InvalidOperationException("no") });
        scheduler.CreateTask(Works(100));
        scheduler.CreateTask(Works(100));
        scheduler.Tick(1.0);
        scheduler.Tick(1.0);
        recorder.IsRecording.ShouldBeFalse();
        recorder.Count.ShouldBe(2);
        recorder.IsRecording = true;
        scheduler.Tick(1.0);
        recorder.IsRecording.ShouldBeTrue();
        recorder.Count.ShouldBe(4);
    }

    [Test]
    public void Listeners_AreToldInTheirOrder_AndEndInAny([Values] bool firstEndsFirst)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        var told = new List<string>();
        IDisposable one = scheduler.Observe(new Listener(_ => told.Add("one")));
        IDisposable two = scheduler.Observe(new Listener(_ => told.Add("two")));
        scheduler.CreateTask(Works(100));
        scheduler.Tick(1.0);
        told.ShouldBe(["one", "two"]);
        told.Clear();
        (firstEndsFirst ? one : two).Dispose();
        scheduler.Tick(1.0);
        told.ShouldBe([firstEndsFirst ? "two" : "one"]);
        (firstEndsFirst ? two : one).Dispose();
        scheduler.Tick(1.0);
        told.Count.ShouldBe(1);
        scheduler.Loop.StepObserver.ShouldBeNull();
    }

    [Test]
    public void ListenerThatFails_IsReported_AndToldOfNothingMore_AndNobodyElseFeelsIt()
    {
        var reports = new List<ExceptionContext>();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = reports.Add });
        int told = 0;
        using IDisposable good = scheduler.Observe(new Listener(_ => told++));
        using IDisposable bad = scheduler.Observe(new Listener(static _ => throw new InvalidOperationException("no")));
        scheduler.RunUntilComplete(Works(9));
        told.ShouldBe(11);
        reports.Single().Message.ShouldBe("Listener.OnStep has failed, and is told of no more steps; a listener should throw nothing");
        reports[0].Exception!.Message.ShouldBe("no");
    }

    [Test]
    public void StepsThatAreKeptFirst_HaveTheirTimes([Values(10, 64, 101, 1000)] int capacity)
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions { Capacity = capacity, KeepsFirst = true });
        for (int i = 0; i < 40; i++)
        {
            scheduler.CreateTask(Works(1000));
        }

        scheduler.RunUntilComplete(Works(1000));
        recorder.Count.ShouldBe(capacity);
        KeptSteps.ShouldBeTimed([.. recorder.Steps()]);
    }

    [Test]
    public void Step_TakesAsMuchMemoryAsThePageSays() => Unsafe.SizeOf<StepEvent>().ShouldBe(64);

    [Test]
    public void BadInput_IsRefused()
    {
        using var scheduler = new Scheduler();
        Should.Throw<ArgumentNullException>(static () => new StepRecorder(null!));
        Should.Throw<ArgumentNullException>(() => scheduler.Observe(null!));
        Should.Throw<ArgumentOutOfRangeException>(static () => new StepRecorderOptions { Capacity = 0 }).Message.ShouldContain("at least one step");
        Should.Throw<ArgumentOutOfRangeException>(static () => new StepRecorderOptions { Capacity = int.MaxValue }).Message.ShouldContain("at most 100,000,000");
        using var recorder = new StepRecorder(scheduler);
        Should.Throw<ArgumentNullException>(() => recorder.SaveHtml(null!));
        Should.Throw<ArgumentNullException>(() => recorder.SaveChromeTrace(null!));
        recorder.Steps().ShouldBeEmpty();
        default(StepEvent).ToString().ShouldNotBeEmpty();
        recorder.IsRecording = false;
        scheduler.Dispose();
        Should.Throw<ObjectDisposedException>(() => new StepRecorder(scheduler));
        Should.Throw<ObjectDisposedException>(() => recorder.IsRecording = true);
        recorder.IsRecording = false;
    }

    private sealed class Listener(Action<StepEvent> told) : IStepListener
    {
        public void OnStep(in StepEvent step) => told(step);
    }
}

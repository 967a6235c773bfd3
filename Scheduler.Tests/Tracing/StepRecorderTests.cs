using System.Runtime.CompilerServices;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tracing;

/// <summary>What a recorder keeps of the steps of a scheduler, and what it costs those who are recorded: nothing but time.</summary>
internal sealed class StepRecorderTests
{
    private static SchedulerOptions Virtual => new() { TimeProvider = new VirtualClock() };

    [Test]
    public void Steps_TellWhyTheyWereTaken_ByWhom_AndWhatTheTaskWaitsForThen()
    {
        using var scheduler = new Scheduler(Virtual);
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(Main());
        Texts(recorder).ShouldBe(
        [
            "0.0 Task-1: Started, waits for task 'one'",
            "0.0 one: Started by Task-1, waits for Sleep",
            "0.0 two: Started by Task-1, waits for lock 'db'",
            "1.0 one: Resumed, waits for Yield",
            "1.0 two: Resumed by one, waits for queue 'jobs'",
            "1.0 one: Resumed, Done",
            "1.0 two: Resumed by one, Done",
            "1.0 Task-1: Resumed by one, waits for a gather of 2, 2 of them not done",
            "1.0 failing: Started by Task-1, Failed",
            "1.0 endless: Started by Task-1, waits for a future",
            "1.0 Task-1: Failed by failing, waits for task 'endless'",
            "1.0 endless: Cancelled by Task-1, Cancelled",
            "1.0 Task-1: Cancelled by endless, Done",
            "1.0 callback by Task-1",
        ]);
        recorder.Steps().Single(static step => step.End == StepEnd.Failed).Fault.ShouldBe("InvalidOperationException: no\ntask 'failing': Failing");

        IEnumerator<Awaitable> Main()
        {
            var gate = new CoLock("db");
            var jobs = new CoQueue<int>(name: "jobs");
            CoTask one = CreateTask(One(gate, jobs), "one");
            _ = CreateTask(Two(gate, jobs), "two");
            yield return one;
            CoTask endless = null!;
            CoTask failing = CreateTask(Failing(), "failing");
            endless = CreateTask(Endless(), "endless");
            yield return Settle(Gather(failing, endless), out _);
            endless.Cancel();
            yield return Settle(endless, out _, includeCancellation: true);
        }

        static IEnumerator<Awaitable> One(CoLock gate, CoQueue<int> jobs)
        {
            yield return gate.Acquire().Into(out Awaitable<Releaser> held);
            yield return Sleep(1.0);
            held.Result.Dispose();
            yield return Awaitable.Yield();
            jobs.PutNoWait(1);
        }

        static IEnumerator<Awaitable> Two(CoLock gate, CoQueue<int> jobs)
        {
            yield return gate.Acquire().Into(out Awaitable<Releaser> held);
            using (held.Result)
            {
                yield return jobs.Get();
            }
        }
    }

    [Test]
    public void Steps_KeepTheirOrderOfTimeAndTheirParents()
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(Parent());
        IReadOnlyList<StepEvent> steps = recorder.Steps();
        for (int i = 1; i < steps.Count; i++)
        {
            steps[i].Timestamp.ShouldBeGreaterThanOrEqualTo(steps[i - 1].Timestamp);
            steps[i].Time.ShouldBeGreaterThanOrEqualTo(steps[i - 1].Time);
            steps[i].Duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        }

        StepEvent child = steps.First(static step => step.TaskName == "child");
        child.ParentId.ShouldBe(steps[0].TaskId);
        child.WokenByName.ShouldBe("Task-1");
        steps[0].ParentId.ShouldBe(0);

        static IEnumerator<Awaitable> Parent()
        {
            yield return CreateTask(Yields(3), "child");
        }
    }

    [TestCase(false, new long[] { 6, 7, 8, 9 })]
    [TestCase(true, new long[] { 0, 1, 2, 3 })]
    public void Capacity_KeepsTheLastOrTheFirst(bool first, long[] frames)
    {
        using var scheduler = new Scheduler(Virtual);
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions { Capacity = 4, KeepsFirst = first });
        scheduler.CreateTask(Yields(100));
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
    public void Frames_AreWaitedForInAGameLoop_AndSoAreTheirTimers()
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler);
        scheduler.CreateTask(Game(), "game");
        scheduler.CallLater(1.0, static () => { });
        for (int i = 0; i < 4; i++)
        {
            scheduler.Tick(0.5);
        }

        recorder.Steps().Select(static step => $"{step.Frame} {step.Kind} {step.Cause} {step.Wait}").ShouldBe(
            ["1 Task Started Frame", "2 Timer Unknown None", "2 Task Resumed Sleep", "3 Task Resumed None"]);

        static IEnumerator<Awaitable> Game()
        {
            yield return Awaitable.Yield();
            yield return Sleep(0.5);
        }
    }

    [Test]
    public void Recorder_IsSwitchedOffAndOn()
    {
        using var scheduler = new Scheduler(Virtual);
        var recorder = new StepRecorder(scheduler);
        scheduler.CreateTask(Yields(100));
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
        using var scheduler = new Scheduler(Virtual);
        CoGroup enemies = scheduler.Group("enemies");
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions { Filter = static step => step.Group is not null });
        enemies.CreateTask(Yields(1), name: "enemy");
        scheduler.CreateTask(Yields(1), "other");
        scheduler.Tick(1.0);
        recorder.Steps().Select(static step => $"{step.TaskName} of {step.Group}").ShouldBe(["enemy of group 'enemies'"]);
    }

    [Test]
    public void Listeners_AreToldInTheirOrder_AndEndInAny([Values] bool firstEndsFirst)
    {
        using var scheduler = new Scheduler(Virtual);
        var told = new List<string>();
        IDisposable one = scheduler.Observe(new Listener(_ => told.Add("one")));
        IDisposable two = scheduler.Observe(new Listener(_ => told.Add("two")));
        scheduler.CreateTask(Yields(100));
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
        scheduler.RunUntilComplete(Yields(9));
        told.ShouldBe(11);
        reports.Single().Message.ShouldBe("Listener.OnStep has failed, and is told of no more steps; a listener should throw nothing");
        reports[0].Exception!.Message.ShouldBe("no");
    }

    [Test]
    public void FilterThatFails_EndsTheRecording_WhichMayBeginAgain()
    {
        int asked = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });
        using var recorder = new StepRecorder(
            scheduler, new StepRecorderOptions { Filter = _ => ++asked != 3 ? true : throw new InvalidOperationException("no") });
        scheduler.CreateTask(Endless());
        scheduler.CreateTask(Yields(100));
        scheduler.Tick(1.0);
        scheduler.Tick(1.0);
        recorder.IsRecording.ShouldBeFalse();
        recorder.Count.ShouldBe(2);
        recorder.IsRecording = true;
        scheduler.Tick(1.0);
        recorder.IsRecording.ShouldBeTrue();
        recorder.Count.ShouldBe(3);
    }

    [Test]
    public void WhatAnotherThreadHasPosted_WasWokenByNobody_AlsoIfItCameWithinAStep()
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(Posts());
        recorder.Steps().Where(static step => step.Kind == StepKind.Callback).SkipLast(1).Select(static step => step.WokenByName)
            .ShouldBe(["poster", null, null, "poster"]);

        IEnumerator<Awaitable> Posts()
        {
            yield return CreateTask(Poster(), "poster");
        }

        IEnumerator<Awaitable> Poster()
        {
            scheduler.CallSoon(static () => { });
            var other = new Thread(() =>
            {
                scheduler.CallSoonThreadsafe(static () => { });
                scheduler.CallSoonThreadsafe(static () => { });
            });
            other.Start();
            other.Join();
            scheduler.CallSoon(static () => { });
            yield return null;
        }
    }

    [Test]
    public void StepsThatAreKeptFirst_HaveTheirTimes([Values(10, 64, 101, 1000)] int capacity)
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions { Capacity = capacity, KeepsFirst = true });
        for (int i = 0; i < 40; i++)
        {
            scheduler.CreateTask(Yields(1000));
        }

        scheduler.RunUntilComplete(Yields(1000));
        recorder.Count.ShouldBe(capacity);
        KeptSteps.ShouldBeTimed([.. recorder.Steps()]);
    }

    [Test]
    public void Durations_AddUpToTheTimesOfTheTasks()
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler);
        CoTask task = scheduler.CreateTask(Yields(1000));
        scheduler.RunUntilComplete(task);
        long told = recorder.Steps().Where(static step => step.Kind == StepKind.Task).Sum(static step => step.DurationInTicks);
        task.StepTime.ShouldBe(TimeSpan.FromSeconds(told / (double)System.Diagnostics.Stopwatch.Frequency));
    }

    [Test]
    public void EagerTask_StepsInsideTheOneThatMakesIt()
    {
        using var scheduler = new Scheduler(Virtual);
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(Main());
        Texts(recorder).ShouldBe(
        [
            "0.0 eager: StartedEagerly by Task-1, waits for Yield",
            "0.0 Task-1: Started, waits for task 'eager'",
            "0.0 eager: Resumed by Task-1, Done",
            "0.0 Task-1: Resumed by eager, Done",
            "0.0 callback by Task-1",
        ]);

        static IEnumerator<Awaitable> Main()
        {
            yield return CreateTask(Yields(1), "eager", eager: true);
        }
    }

    [Test]
    public void Recorder_ThatBeginsInTheMiddle_KnowsWhoIsThere()
    {
        using var scheduler = new Scheduler(Virtual);
        scheduler.CreateTask(Yields(100), "old");
        scheduler.Tick(1.0);
        using var recorder = new StepRecorder(scheduler);
        scheduler.Tick(1.0);
        scheduler.Tick(1.0);
        recorder.Steps().Select(static step => $"{step.TaskName} {step.Cause}").ShouldBe(["old Unknown", "old Resumed"]);
    }

    [Test]
    public void Recorder_InAnExploration_ChangesNothing()
    {
        int recorded = 0;
        Exploration plain = Schedules.Explore(Race, new ExplorationOptions { Runs = 50, Seed = 7 });
        Exploration seen = Schedules.Explore(Recorded, new ExplorationOptions { Runs = 50, Seed = 7 });
        seen.Failure!.Run.ShouldBe(plain.Failure!.Run);
        recorded.ShouldBeGreaterThan(0);

        IEnumerator<Awaitable> Recorded()
        {
            using var recorder = new StepRecorder(Scheduler.Current);
            try
            {
                yield return Await(Race());
            }
            finally
            {
                recorded += recorder.Count;
            }
        }

        static IEnumerator<Awaitable> Race()
        {
            int balance = 1;
            yield return Gather(Withdraw(), Withdraw());
            balance.ShouldBe(0);

            IEnumerator<Awaitable> Withdraw()
            {
                int seen = balance;
                yield return Awaitable.Yield();
                if (seen > 0)
                {
                    balance = balance - 1;
                }
            }
        }
    }

    [Test]
    public void Numbers_OfAPrimitiveThatOutlivesItsScheduler_AreTheNextOnes()
    {
        var gate = new CoEvent("gate");
        for (int i = 0; i < 2; i++)
        {
            using var scheduler = new Scheduler(Virtual);
            using var recorder = new StepRecorder(scheduler);
            for (int k = 0; k <= 2 * i; k++)
            {
                scheduler.CreateTask(Yields(0));
            }

            scheduler.CreateTask(Waits());
            scheduler.Tick(1.0);
            long[] tasks = [.. recorder.Steps().Select(static step => step.TaskId).Distinct()];
            tasks.ShouldNotContain(recorder.Steps().Single(static step => step.Wait == WaitKind.Primitive).WaitsForId, $"in scheduler {i}");
        }

        IEnumerator<Awaitable> Waits()
        {
            yield return gate.Wait();
        }
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

    private static string[] Texts(StepRecorder recorder) => [.. recorder.Steps().Select(static step => FormattableString.Invariant(
        $"{step.Time:0.0} {Who(step)}{(step.WokenByName is { } by ? $" by {by}" : string.Empty)}{Then(step)}"))];

    private static string Who(StepEvent step) => step.Kind == StepKind.Task ? $"{step.TaskName}: {step.Cause}" : "callback";

    private static string Then(StepEvent step) => step.Kind != StepKind.Task ? string.Empty
        : step.End != StepEnd.Waits ? $", {step.End}"
        : $", waits for {(step.Wait == WaitKind.Task ? $"task '{step.WaitsFor}'" : step.WaitsFor ?? $"{step.Wait}")}";

    private static IEnumerator<Awaitable> Yields(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Awaitable.Yield();
        }
    }

    private static IEnumerator<Awaitable> Failing()
    {
        throw new InvalidOperationException("no");
#pragma warning disable CS0162 // Makes it an iterator.
        yield break;
#pragma warning restore CS0162
    }

    private static IEnumerator<Awaitable> Endless()
    {
        yield return new Future();
    }

    private sealed class Listener(Action<StepEvent> told) : IStepListener
    {
        public void OnStep(in StepEvent step) => told(step);
    }
}

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
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>Other threads than the loop's look at a scheduler: while it waits, runs, is stuck, or is not run at all.</summary>
public sealed class LookFromOutsideTests
{
    private static readonly Duration _noPatience = 0;
    private static readonly Duration _anyPatience = double.PositiveInfinity;

    [Test]
    public void StuckLoop_IsToldOf_WithItsCoroutines_AndForHowLong()
    {
        using var loop = new StuckLoop(start: () => CreateTask(Wait(new CoEvent("go").Wait()), "waiter"));
        string first = loop.Scheduler.FormatTasks(_noPatience);
        first.ShouldMatch(
            @"^Main > Crunch \(task 'Task-1'\) has been in its step for at least \d+(\.\d+)? s\n"
            + @"Task-1 \(Running\) Main > Crunch: running\n"
            + @"waiter \(Waiting\) Wait: waiting for event 'go'\n$");

        SchedulerSnapshot snapshot = loop.Scheduler.TakeSnapshot(_noPatience);
        snapshot.IsConsistent.ShouldBeFalse();
        snapshot.Tasks.Select(static task => task.ToString()).ShouldBe(["Task-1 (Running) Main > Crunch: running", "waiter (Waiting) Wait: waiting for event 'go'"]);
        snapshot.Step!.TaskName.ShouldBe("Task-1");
        snapshot.Step.TaskId.ShouldBe(1);
        snapshot.Step.Coroutines.ShouldBe(["Main", "Crunch"]);
        snapshot.Step.IsExact.ShouldBeFalse();

        // Whoever has looked before is the witness.
        loop.Scheduler.TakeSnapshot(0.05).Step!.Elapsed.ShouldBeGreaterThanOrEqualTo(snapshot.Step.Elapsed + TimeSpan.FromSeconds(0.05));
    }

    [Test]
    public void StuckLoop_ThatIsObservedWithoutALookAtEachStep_KnowsTheLeast()
    {
        StepRecorder? recorder = null;
        using var loop = new StuckLoop(start: () =>
            recorder = new StepRecorder(Scheduler.Current, new StepRecorderOptions { Timing = StepTiming.EachIteration }));
        StepUnderWay step = loop.Scheduler.TakeSnapshot(_noPatience).Step!;
        step.IsExact.ShouldBeFalse();
        step.Elapsed.ShouldBeLessThanOrEqualTo(loop.Scheduler.TakeSnapshot(_noPatience).Step!.Elapsed);
        recorder!.IsRecording.ShouldBeTrue();
    }

    [Test]
    public void StuckLoop_ThatIsObserved_KnowsExactlySinceWhen()
    {
        using var loop = new StuckLoop(start: static () => Scheduler.Current.Observe(new Nobody()));
        StepUnderWay step = loop.Scheduler.TakeSnapshot(_noPatience).Step!;
        step.IsExact.ShouldBeTrue();
        step.Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);
        step.ToString().ShouldMatch(@"^Main > Crunch \(task 'Task-1'\) has been in its step for \d+(\.\d+)? s$");
    }

    [Test]
    public void StuckCallback_IsToldOf_WithWhatComesAfterIt()
    {
        using var isIn = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        using var scheduler = new Scheduler();
        scheduler.CallSoon(() =>
        {
            isIn.Set();
            mayGoOn.Wait();
        });
        scheduler.CallSoon(() => { });
        scheduler.CallSoon(scheduler.Stop);
        var thread = new Thread(scheduler.RunForever);
        thread.Start();
        isIn.Wait();
        string text = scheduler.FormatTasks(_noPatience);
        mayGoOn.Set();
        thread.Join();
        text.ShouldMatch(@"^A callback has been running for at least \d+(\.\d+)? s; 2 more come after it in this iteration\n$");
    }

    [Test]
    public void LoopThatWaits_Answers_AndNothingElseComesOfIt()
    {
        var isWaiting = new ManualResetEventSlim();
        Scheduler scheduler = null!;
        CoEvent go = null!;
        var log = new List<string>();
        var thread = new Thread(() => Scheduler.Run(Main()));
        thread.Start();
        isWaiting.Wait();
        string text = scheduler.FormatTasks(_anyPatience);
        SchedulerSnapshot snapshot = scheduler.TakeSnapshot(_anyPatience);
        scheduler.CallSoonThreadsafe(go.Set);
        thread.Join();

        text.ShouldBe("Task-1 (Waiting) Main: waiting for event 'go'\n");
        snapshot.IsConsistent.ShouldBeTrue();
        snapshot.IsRunning.ShouldBeTrue();
        snapshot.Step.ShouldBeNull();
        snapshot.ReadyCount.ShouldBe(0);
        log.ShouldBe(["went on"]);

        IEnumerator<Awaitable> Main()
        {
            scheduler = Scheduler.Current;
            go = new CoEvent("go");
            scheduler.CallSoon(isWaiting.Set);
            yield return go.Wait();
            log.Add("went on");
        }
    }

    [Test]
    public void QuestionThatComesWithinATick_IsAnsweredBetweenTwoSteps_AndTakesNoPlaceInTheQueue()
    {
        using var scheduler = new Scheduler();
        SchedulerSnapshot? snapshot = null;
        var asker = new Thread(() => snapshot = scheduler.TakeSnapshot(_anyPatience));
        var order = new List<string>();
        scheduler.CreateTask(Main());
        scheduler.CreateTask(Other());
        scheduler.Tick(0.1);

        order.ShouldBe(["main", "other", "answered"]);
        snapshot!.IsConsistent.ShouldBeTrue();
        snapshot.IsRunning.ShouldBeTrue();
        snapshot.Step.ShouldBeNull();
        snapshot.ReadyCount.ShouldBe(0);
        snapshot.FrameCount.ShouldBe(1);
        snapshot.Tasks.Select(static task => task.State).ShouldBe([FutureState.Waiting, FutureState.Ready]);
        snapshot.Tasks.Select(static task => task.Phase).ShouldBe([null, "update"]);

        IEnumerator<Awaitable> Main()
        {
            Ask(asker);
            order.Add("main");
            yield return Sleep(0.05);
            asker.Join();
            order.Add("answered");
        }

        IEnumerator<Awaitable> Other()
        {
            order.Add("other");
            yield return null;
        }
    }

    [Test]
    public void QuestionThatComesInTheLastStepOfATick_IsAnsweredWithoutAnotherTick()
    {
        using var scheduler = new Scheduler();
        SchedulerSnapshot? snapshot = null;
        var asker = new Thread(() => snapshot = scheduler.TakeSnapshot(_anyPatience));
        scheduler.CallSoon(() => Ask(asker));
        scheduler.Tick(0.1);
        asker.Join();
        snapshot!.IsConsistent.ShouldBeTrue();
        snapshot.IsRunning.ShouldBeFalse();
    }

    [Test]
    public void SchedulerAtRest_IsLookedAtAtOnce_ByAnyThread_AndIsNotWokenByThat()
    {
        int wakeUps = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { WakeUp = () => wakeUps++, Debug = true });
        scheduler.CreateTask(Wait(Sleep(1)), "sleeper");
        scheduler.Tick(0.25);
        wakeUps = 0;
        double next = scheduler.NextDeadline;
        Elsewhere(() => scheduler.FormatTasks(_anyPatience)).ShouldBe("sleeper (Waiting) Wait: sleeping until 1 s (in 0.75 s)\n");
        Elsewhere(() => scheduler.TakeSnapshot(_anyPatience)).IsConsistent.ShouldBeTrue();
        wakeUps.ShouldBe(0);
        scheduler.NextDeadline.ShouldBe(next);
    }

    [Test]
    public void SchedulerThatWasDisposed_HasNothingToShow()
    {
        var scheduler = new Scheduler();
        scheduler.CreateTask(Wait(Sleep(1)));
        scheduler.Dispose();
        SchedulerSnapshot snapshot = Elsewhere(() => scheduler.TakeSnapshot(_anyPatience));
        snapshot.IsDisposed.ShouldBeTrue();
        snapshot.Tasks.ShouldBeEmpty();
        scheduler.FormatTasks().ShouldBeEmpty();
    }

    [TestCase(15, 200)]
    [TestCase(60, 1000, Category = "Nightly")]
    public void Step_ThatChangesEverything_IsNotDisturbedByThoseWhoLook(int looks, int most)
    {
        // So that they are still being made when the first looks have been taken.
        const int TurnsForEach = 20;
        CoGroup group = null!;
        var gate = new CoLock("gate");
        var queue = new CoQueue<int>();
        int made = 0;
        using var loop = new StuckLoop(
            new SchedulerOptions { ExceptionHandler = static _ => { } },
            start: () => group = new CoGroup(Scheduler.Current, "all"),
            work: () =>
            {
                made++;
                if (made % TurnsForEach == 0 && made < most * TurnsForEach)
                {
                    CoTask eager = CreateTask(Wait(gate.Acquire()), eager: true);
                    CoTask sleeper = group.CreateTask(Wait(Sleep(made)), $"sleeper {made}", eager: true);
                    CoTask waiter = CreateTask(Wait(Gather(eager, Shield(sleeper))), eager: true);
                    CreateTask(Wait(queue.Get()), eager: true);
                    if (made % (2 * TurnsForEach) == 0)
                    {
                        waiter.Cancel();
                        sleeper.Cancel();
                    }
                }

                group.TimeScale = 1 + (made % 3);
                group.Pause();
                Scheduler.Current.CallLater(made, static () => { }).Cancel();
                group.Resume();
            });

        SpinWait.SpinUntil(() => Volatile.Read(ref made) > 0);
        for (int i = 0; i < looks; i++)
        {
            loop.Scheduler.TakeSnapshot(_noPatience).Step!.TaskName.ShouldNotBeNull();
            loop.Scheduler.FormatTasks(_noPatience).ShouldNotBeEmpty();
        }
    }

    [Test]
    public void Exception_OfATask_IsNotAskedForItsWords_ByAnotherThread()
    {
        int asked = 0;
        CoTask? failing = null;
        using var loop = new StuckLoop(
            new SchedulerOptions { ExceptionHandler = static _ => { } }, start: () => failing = CreateTask(Failing(), "failing"));
        loop.Scheduler.FormatTasks(_noPatience).ShouldContain("failing (Finished, exception=TellingException)");
        asked.ShouldBe(0);
        failing!.IsDone.ShouldBeTrue();

        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new TellingException(() => asked++);
        }
    }

    // Whoever waits for an answer has asked.
    private static void Ask(Thread asker)
    {
        asker.Start();
        SpinWait.SpinUntil(() => (asker.ThreadState & ThreadState.WaitSleepJoin) != 0);
    }

    private static T Elsewhere<T>(Func<T> look)
    {
        T seen = default!;
        var thread = new Thread(() => seen = look());
        thread.Start();
        thread.Join();
        return seen;
    }

    private static IEnumerator<Awaitable> Wait(Awaitable awaited)
    {
        yield return awaited;
    }

    private sealed class Nobody : IStepListener
    {
        public void OnStep(in StepEvent step)
        {
        }
    }

    private sealed class TellingException(Action asked) : Exception
    {
        public override string Message
        {
            get
            {
                asked();
                return "words";
            }
        }
    }
}

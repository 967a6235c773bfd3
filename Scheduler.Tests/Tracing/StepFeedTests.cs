using static Coroutines.Awaitable;
using static Coroutines.Tests.Tracing.StepPrograms;

namespace Coroutines.Tests.Tracing;

/// <summary>A feed is a link of a chain: those behind it hear the same, and may arrange what it tells of.</summary>
internal sealed class StepFeedTests
{
    private static readonly FramePhase _late = new("late");

    [TestCase(StepTiming.EachStep, true)]
    [TestCase(StepTiming.Adaptive, true)]
    [TestCase(StepTiming.EachIteration, false)]
    public void StepThatRuns_HasBegunWhenItHas_IfWhoStaysKnowsIt_WhoeverLeavesInTheMiddleOfIt(StepTiming timing, bool isKnown)
    {
        using var scheduler = new Scheduler();
        using var stays = new StepRecorder(scheduler, new StepRecorderOptions { Timing = timing });
        var leaves = new StepRecorder(scheduler);
        long before = 0;
        long after = 0;
        long atLast = 0;
        scheduler.CallSoon(() =>
        {
            before = scheduler.Loop.StepStarted;
            leaves.Dispose();
            after = scheduler.Loop.StepStarted;
            stays.Dispose();
            atLast = scheduler.Loop.StepStarted;
        });
        scheduler.Tick(0);
        (after, atLast).ShouldBe((isKnown ? before : 0, 0));
        before.ShouldNotBe(0);
    }

    [Test]
    public void Frame_IsThatOfTheScheduler_HoweverManyThereWere()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { StartFrame = 3_000_000_000 });
        using var recorder = new StepRecorder(scheduler);
        scheduler.CallSoon(static () => { });
        scheduler.Tick(0);
        recorder.Steps().ShouldHaveSingleItem().Frame.ShouldBe(scheduler.FrameCount);
    }

    [Test]
    public void NextObserver_HearsAllThatTheFeedHears()
    {
        Log alone = LogOf(static _ => null);
        Log behind = LogOf(static scheduler => scheduler.Observe(new Deaf()));

        alone.Heard.Distinct().Order(StringComparer.Ordinal).ShouldBe(
            ["arrived 1", "batch", "eager", "enter", "enter new", "finished", "leave", "leave over", "starting", "touched"]);
        behind.Heard.ShouldBe(alone.Heard);
    }

    [Test]
    public void Wakers_AreThoseOfTheSteps_AlsoWhereAnObserverHasArrangedTheBatch()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.Loop.StepObserver = new Log { Reverses = true };
        using var recorder = new StepRecorder(scheduler);
        scheduler.CreateTask(Starts("a"), "starts a");
        scheduler.CreateTask(Starts("b"), "starts b");
        scheduler.Tick(1.0);
        scheduler.Tick(1.0);

        recorder.Steps().Where(static step => step.Cause == StepCause.Started).Select(static step => $"{step.TaskName} by {step.WokenByName}")
            .ShouldBe(["starts b by ", "starts a by ", "a by starts a", "b by starts b"]);

        static IEnumerator<Awaitable> Starts(string name)
        {
            CreateTask(Works(1), name);
            yield break;
        }
    }

    [Test]
    public void WhatComesFromOutsideBetweenTwoSteps_WasWokenByNobody()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler);
        scheduler.CreateTask(Works(10));
        scheduler.Tick(1.0);
        recorder.Clear();
        scheduler.CallSoon(static () => { });
        PostFromAnotherThread(scheduler);
        scheduler.CallSoon(static () => { });
        scheduler.Tick(1.0);

        recorder.Steps().Where(static step => step.Kind == StepKind.Callback).Select(static step => step.WokenByName).ShouldBe([null, null, null]);
    }

    [Test]
    public void EagerTask_IsTheChildOfWhoHasStartedIt()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(scheduler.CreateTask(Parent(), "parent"));

        recorder.Steps().First(static step => step.TaskName == "child").ParentId.ShouldBe(recorder.Steps().First(static step => step.TaskName == "parent").TaskId);

        static IEnumerator<Awaitable> Parent()
        {
            yield return CreateTask(Works(1), "child", eager: true);
        }
    }

    private static Log LogOf(Func<Scheduler, IDisposable?> observe)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), Phases = [FramePhase.Update, _late] });
        var log = new Log();
        scheduler.Loop.StepObserver = log;
        using IDisposable? feed = observe(scheduler);
        scheduler.CreateTask(Everything());
        scheduler.Tick(1.0);
        scheduler.BeginFrame(1.0);
        scheduler.RunPhase(FramePhase.Update);
        scheduler.EndFrame();
        return log;

        IEnumerator<Awaitable> Everything()
        {
            CreateTask(Works(1), eager: true);
            var gate = new CoLock();
            yield return gate.Acquire();
            PostFromAnotherThread(scheduler);
            scheduler.CallSoon(static () => { });
            yield return NextPhase(_late);
            yield return null;
        }
    }

    private static void PostFromAnotherThread(Scheduler scheduler)
    {
        var other = new Thread(() => scheduler.CallSoonThreadsafe(static () => { }));
        other.Start();
        other.Join();
    }

    private sealed class Deaf : IStepListener
    {
        public void OnStep(in StepEvent step)
        {
        }
    }

    private sealed class Log : IStepObserver
    {
        internal List<string> Heard { get; } = [];

        internal bool Reverses { get; init; }

        public bool ArrangesBatches => Reverses;

        public void BeginningBatch(ReadyQueue ready)
        {
            Heard.Add("batch");
            for (int i = 0; Reverses && i < ready.Count / 2; i++)
            {
                (ready[i], ready[ready.Count - 1 - i]) = (ready[ready.Count - 1 - i], ready[i]);
            }
        }

        public void Starting(IRunnable item) => Heard.Add("starting");

        public void Finished(IRunnable item) => Heard.Add("finished");

        public void Touched(object what) => Heard.Add("touched");

        public void Arrived(int count) => Heard.Add($"arrived {count}");

        public void StartedEagerly(IRunnable task) => Heard.Add("eager");

        public void EnteringFrame(bool isNew) => Heard.Add(isNew ? "enter new" : "enter");

        public void LeavingFrame(bool isOver) => Heard.Add(isOver ? "leave over" : "leave");
    }
}

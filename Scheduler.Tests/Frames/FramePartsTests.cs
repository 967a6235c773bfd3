using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>A host that has phases of its own runs a frame in parts; the scheduler's own Tick is such a frame too.</summary>
public sealed partial class FramePartsTests
{
    private static readonly FramePhase _input = new("input");
    private static readonly FramePhase _physics = FramePhase.Fixed("physics", 0.25, maxSteps: 2);
    private static readonly FramePhase _late = new("late");
    private static readonly FramePhase _loading = FramePhase.Background("loading", 0.001);

    private FrameRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Frame_InParts_TakesTheSameStepsAsATick()
    {
        Start();
        _rig.Tick(seconds: 0);
        _rig.Tick(seconds: 0.5);
        _rig.Tick(seconds: 0.375);
        string[] ticked = [.. _rig.Trace];

        _rig.Dispose();
        _rig = Rig();
        Start();
        Run(0, steps: 0);
        Run(0.5, steps: 2);
        Run(0.375, steps: 1);

        _rig.ShouldHaveLogged(ticked);
        ticked.ShouldBe(
        [
            "1 0 input", "1 0 late", "2 0 input", "2 0.2 sleep", "2 0.25 physics", "2 0.4 sleep", "2 0.5 physics", "2 0.5 update",
            "2 0.5 late", "3 0.5 input", "3 0.6 sleep", "3 0.75 physics", "3 0.8 sleep", "3 0.875 update", "3 0.875 late",
        ]);

        void Start()
        {
            foreach (FramePhase phase in (FramePhase[])[_late, _physics, _input])
            {
                _rig.Start(LogEach(phase));
            }

            _rig.Start(LogUpdates());
            _rig.Start(LogSleeps(0.2));
        }
    }

    [Test]
    public void BeginFrame_RunsWhatIsReadyFromOutside_AtTheTimeOfTheLastFrame()
    {
        _rig.Tick(seconds: 0.5);
        _rig.Start(LogOnce("first step"));
        _rig.Scheduler.CallSoon(() => Log("callback"));

        _rig.Scheduler.BeginFrame(0.25);

        _rig.ShouldHaveLogged("2 0.5 first step", "2 0.5 callback");
        _rig.Scheduler.FrameCount.ShouldBe(2);
        _rig.Scheduler.FrameTime.ShouldBe(0.25);
    }

    [Test]
    public void RunPhase_OfAFixedOne_TakesAStepEachTime_BeyondTheLimitOfATick_AndNoneIfItIsNotCalled()
    {
        _rig.Start(LogEach(_physics));
        Run(0, steps: 0);
        Run(1, steps: 4);
        Run(0.125, steps: 0);
        Run(0.125, steps: 1);

        _rig.ShouldHaveLogged("2 0.25 physics", "2 0.5 physics", "2 0.75 physics", "2 1 physics", "4 1.25 physics");
        _rig.Scheduler.StatusOf(_physics).ShouldBe(new PhaseStatus(Runs: 5, DroppedSteps: 0, Fraction: 0));
    }

    [Test]
    public void RunPhase_OfAFixedOne_FollowsTheStepsOfTheHost_WhichBeganAtAnotherMoment()
    {
        // The host's steps are at 0.1, 0.35, 0.6, 0.85, 1.1; ours would be at 0.25, 0.5, 0.75, 1.
        _rig.Start(LogEach(_physics));
        Run(0, steps: 0);
        Run(0.125, steps: 1);
        Run(0.125, steps: 0);
        Run(0.125, steps: 1);
        Run(0.125, steps: 0);
        Run(0.125, steps: 1);
        Run(0.125, steps: 0);
        Run(0.5, steps: 2);

        _rig.ShouldHaveLogged("2 0.125 physics", "4 0.375 physics", "6 0.625 physics", "8 0.875 physics", "8 1.125 physics");
    }

    [Test]
    public void RunPhase_OfAFixedOneThatTheHostHasLeftOut_IsNotMadeUpFor()
    {
        _rig.Start(LogEach(_physics));
        Run(0, steps: 0);
        Run(1, steps: 0);
        Run(0.25, steps: 1);
        Run(0.25, steps: 1);

        _rig.ShouldHaveLogged("3 1 physics", "4 1.25 physics");
    }

    [Test]
    public void Tick_AfterFramesInParts_GoesOnWithTheSteps()
    {
        _rig.Start(LogEach(_physics));
        Run(0, steps: 0);
        Run(0.5, steps: 2);
        _rig.Tick(seconds: 0.5);

        _rig.ShouldHaveLogged("2 0.25 physics", "2 0.5 physics", "3 0.75 physics", "3 1 physics");
    }

    [Test]
    public void RunPhase_ThatIsLeftOut_LeavesWhoWaitsForItToALaterFrame()
    {
        _rig.Start(LogUpdates());
        _rig.Start(LogEach(_late));
        Run(0, steps: 0);

        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.RunPhase(_late);
        _rig.Scheduler.EndFrame();
        Run(0.25, steps: 0);

        _rig.ShouldHaveLogged("1 0 late", "2 0.25 late", "3 0.5 update", "3 0.5 late");
    }

    [Test]
    public void BareYield_BetweenTheParts_WaitsForTheNextFrame()
    {
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Start(YieldAndLog(), "before").ShouldNotBeNull();
        _rig.Scheduler.RunPhase(FramePhase.Update);
        _rig.Scheduler.CreateTask(YieldAndLog(), eager: true);
        _rig.Scheduler.EndFrame();
        _rig.ShouldHaveLogged();

        Run(0.25, steps: 0);
        _rig.ShouldHaveLogged("2 0.5 yielded", "2 0.5 yielded");

        IEnumerator<Awaitable> YieldAndLog()
        {
            yield return null;
            Log("yielded");
        }
    }

    [Test]
    public void WhatComesBetweenTwoParts_RunsAtTheBeginningOfTheNextOne()
    {
        var hit = new CoSignal("hit");
        _rig.Start(Listen());
        _rig.Start(LogEach(_late));
        Run(0, steps: 0);
        _rig.ShouldHaveLogged("1 0 late");

        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.RunPhase(FramePhase.Update);
        hit.Emit();
        _rig.Scheduler.RunPhase(_late);
        hit.Emit();
        _rig.Scheduler.EndFrame();

        _rig.ShouldHaveLogged("2 0.25 hit", "2 0.25 late", "2 0.25 hit");

        IEnumerator<Awaitable> Listen()
        {
            while (true)
            {
                yield return hit.Next();
                Log("hit");
            }
        }
    }

    [Test]
    public void EndFrame_WithoutAnyPhase_LetsTheTimePass()
    {
        _rig.Start(LogSleeps(0.2));
        _rig.Scheduler.BeginFrame(0);
        _rig.Scheduler.EndFrame();
        _rig.Scheduler.BeginFrame(TimeSpan.FromSeconds(0.5));
        _rig.Scheduler.Time.ShouldBe(0);
        _rig.Scheduler.EndFrame();

        _rig.ShouldHaveLogged("2 0.2 sleep", "2 0.4 sleep");
        _rig.Scheduler.Time.ShouldBe(0.5);
    }

    [Test]
    public void RunPhase_OfABackgroundOne_MayBeCalledAgain()
    {
        _rig.Start(LogEach(_loading));
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.RunPhase(_loading);
        _rig.Scheduler.RunPhase(_loading);
        _rig.Scheduler.EndFrame();

        _rig.ShouldHaveLogged("1 0.25 loading", "1 0.25 loading");
    }

    [Test]
    public void Fault_IsReportedAtTheEndOfTheFrame()
    {
        _rig.Start(Fail());
        Run(0, steps: 0);
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.RunPhase(FramePhase.Update);
        _rig.Reports.ShouldBeEmpty();
        _rig.Scheduler.EndFrame();

        _rig.Reports.ShouldHaveSingleItem().Exception!.Message.ShouldBe("lost");

        static IEnumerator<Awaitable> Fail()
        {
            yield return null;
            throw new IOException("lost");
        }
    }

    [Test]
    public void DeltaTimeAndPhase_InTheParts_AreThoseOfATick()
    {
        _rig.Start(LogDelta());
        Run(0, steps: 0);
        Run(0.5, steps: 1);
        _rig.ShouldHaveLogged("2 0.25 phase 'physics' 0.25", "2 0.5 phase 'update' 0.5");
        _rig.Scheduler.Phase.ShouldBeNull();

        IEnumerator<Awaitable> LogDelta()
        {
            yield return NextPhase(_physics);
            Log($"{Scheduler.Current.Phase} {DeltaTime}");
            yield return NextPhase(FramePhase.Update);
            Log($"{Scheduler.Current.Phase} {DeltaTime}");
        }
    }

    [Test]
    public void IsInFrame_IsSo_FromBeginFrameToEndFrame_AndInsideATick()
    {
        _rig.Scheduler.IsInFrame.ShouldBeFalse();
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.IsInFrame.ShouldBeTrue();
        _rig.Scheduler.IsRunning.ShouldBeFalse();
        _rig.Scheduler.EndFrame();
        _rig.Scheduler.IsInFrame.ShouldBeFalse();
        _rig.Scheduler.CallSoon(() => Log(Scheduler.Current.IsInFrame ? "in" : "out"));
        _rig.Tick();
        _rig.ShouldHaveLogged("2 0.25 in");
        _rig.Scheduler.IsInFrame.ShouldBeFalse();
    }

    [Test]
    public void Parts_OfAnIdleGame_AllocateNothing()
    {
        _rig.Start(LogSleeps(1e6));
        for (int i = 0; i < 1000; i++)
        {
            Run(0.25, steps: 1);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Run(0.25, steps: 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static FrameRig Rig() => new(_input, _physics, FramePhase.Update, _late, _loading);

    private static string Refuse(Action action) => Should.Throw<InvalidOperationException>(action).Message;

    private void Run(double seconds, int steps)
    {
        _rig.Scheduler.BeginFrame(seconds);
        _rig.Scheduler.RunPhase(_input);
        for (int i = 0; i < steps; i++)
        {
            _rig.Scheduler.RunPhase(_physics);
        }

        _rig.Scheduler.RunPhase(FramePhase.Update);
        _rig.Scheduler.RunPhase(_late);
        _rig.Scheduler.EndFrame();
    }

    private void Log(string line) => _rig.LogFrame(FormattableString.Invariant($"{_rig.Scheduler.Time:0.######} {line}"));

    private IEnumerator<Awaitable> LogEach(FramePhase phase)
    {
        while (true)
        {
            yield return NextPhase(phase);
            Log(phase.Name);
        }
    }

    private IEnumerator<Awaitable> LogUpdates()
    {
        while (true)
        {
            yield return null;
            Log("update");
        }
    }

    private IEnumerator<Awaitable> LogSleeps(double seconds)
    {
        while (true)
        {
            yield return Sleep(seconds);
            Log("sleep");
        }
    }

    private IEnumerator<Awaitable> LogOnce(string line)
    {
        Log(line);
        yield break;
    }
}

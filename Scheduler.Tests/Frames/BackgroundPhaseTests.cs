using Coroutines.Tests.Timers;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>Work that can wait gets a share of each frame, and each of those who wait for it gets a turn.</summary>
public class BackgroundPhaseTests
{
    private static readonly FramePhase _loading = FramePhase.Background("loading", 0.010);

    private readonly ManualTimeProvider _clock = new();
    private FrameRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new FrameRig(_clock, FramePhase.Update, _loading);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Work_ThatFits_TakesTurnsUntilTheBudgetIsUsedUp()
    {
        _rig.Start(Work("a", 0.002));
        _rig.Start(Work("b", 0.002));
        _rig.Tick();
        _rig.ShouldHaveLogged("1 a1", "1 b1", "1 a2", "1 b2", "1 a3");
        _rig.Tick();
        _rig.ShouldHaveLogged("2 b3", "2 a4", "2 b4", "2 a5", "2 b5");
    }

    [Test]
    public void Work_ThatTakesTooLong_IsDoneOnceAFrame_AndStarvesNobody()
    {
        _rig.Start(Work("slow", 1));
        _rig.Start(Work("quick", 0.001));
        _rig.Tick(4);
        _rig.ShouldHaveLogged("1 slow1", "2 quick1", "2 slow2", "3 quick2", "3 slow3", "4 quick3", "4 slow4");
    }

    [Test]
    public void Work_OfMany_GetsEveryoneATurnBeforeAnybodyHasASecondOne()
    {
        for (int i = 0; i < 100; i++)
        {
            _rig.Start(Work($"{i}:", 0.004));
        }

        _rig.Tick(34);
        string[] turns = [.. _rig.Trace.Select(line => line[(line.IndexOf(' ') + 1)..])];
        turns.Take(100).ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}:1"));
        turns[100].ShouldBe("0:2");
        turns.Length.ShouldBe(102);
    }

    [Test]
    public void Work_UnderAClockThatStands_GetsOneRoundAFrame()
    {
        _rig.Start(Work("a", 0));
        _rig.Start(Work("b", 0));
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 a1", "1 b1", "2 a2", "2 b2");
    }

    [Test]
    public void Work_WithoutABudget_GetsOneTurnAFrame()
    {
        FramePhase idle = FramePhase.Background("idle", 0);
        using var rig = new FrameRig(_clock, FramePhase.Update, idle);
        rig.Start(Step(rig, idle, "a"));
        rig.Start(Step(rig, idle, "b"));
        rig.Tick(3);
        rig.ShouldHaveLogged("1 a", "2 b", "3 a");
    }

    [Test]
    public void Work_UnderAVirtualClockThatItAdvances_IsHeldToItsBudget()
    {
        var clock = new VirtualClock();
        using var rig = new FrameRig(clock, FramePhase.Update, _loading);
        rig.Start(Load());
        rig.Tick(2);
        rig.ShouldHaveLogged("1 loads", "1 loads", "1 loads", "2 loads", "2 loads", "2 loads");

        IEnumerator<Awaitable> Load()
        {
            while (true)
            {
                yield return NextPhase(_loading);
                rig.LogFrame("loads");
                clock.Advance(0.004);
            }
        }
    }

    [Test]
    public void Fault_InTheBackground_LeavesTheTurnsOfTheOthers()
    {
        _rig.Start(Work("a", 0.004));
        CoTask broken = _rig.Start(Fail());
        _rig.Start(Work("b", 0.004));
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 a1", "1 b1", "1 a2", "2 b2", "2 a3", "2 b3");
        broken.Exception.ShouldBeOfType<IOException>();

        static IEnumerator<Awaitable> Fail()
        {
            yield return NextPhase(_loading);
            throw new IOException();
        }
    }

    [Test]
    public void Cancel_OfOneWhoHasHadNoTurn_EndsItAtOnce()
    {
        _rig.Start(Work("slow", 1));
        CoTask other = _rig.Start(Work("other", 1));
        _rig.Tick();
        other.Cancel();
        _rig.Tick(2);
        other.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("1 slow1", "2 slow2", "3 slow3");
    }

    [Test]
    public void PausedOnes_TakeNoTurns_AndTheirTimeGoesToTheOthers()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Work("a", 0.005));
        _rig.Start(Work("b", 0.005));
        _rig.Tick();
        group.Pause();
        _rig.Tick();
        group.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("1 a1", "1 b1", "2 b2", "2 b3", "3 b4", "3 a2");
    }

    [Test]
    public void PausedOnes_WhereAFrameHasASingleTurn_LeaveItToTheOthers()
    {
        FramePhase idle = FramePhase.Background("idle", 0);
        using var rig = new FrameRig(_clock, FramePhase.Update, idle);
        var group = new CoGroup(rig.Scheduler);
        group.CreateTask(Step(rig, idle, "a"));
        group.CreateTask(Step(rig, idle, "b"));
        rig.Start(Step(rig, idle, "c"));
        rig.Tick();
        group.Pause();
        rig.Tick(2);
        group.Resume();
        rig.Tick(3);
        rig.ShouldHaveLogged("1 a", "2 c", "3 c", "4 c", "5 b", "6 a");
    }

    private static IEnumerator<Awaitable> Step(FrameRig rig, FramePhase phase, string name)
    {
        while (true)
        {
            yield return NextPhase(phase);
            rig.LogFrame(name);
        }
    }

    private IEnumerator<Awaitable> Work(string name, double seconds)
    {
        for (int i = 1; ; i++)
        {
            yield return NextPhase(_loading);
            _rig.LogFrame($"{name}{i}");
            _clock.Advance(seconds);
        }
    }
}

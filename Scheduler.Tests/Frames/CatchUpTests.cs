using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>A host that is called whenever something has come, and not at a beat, has time pass without a frame.</summary>
public class CatchUpTests
{
    private FrameRig _rig = null!;
    private Scheduler _scheduler = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new FrameRig();
        _scheduler = _rig.Scheduler;
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void WhatHasComeFromOutside_RunsAtThePresentTime_AndASleepThatItBeginsIsAsLongAsItSays()
    {
        var source = new TaskCompletionSource();
        _rig.Start(Main());
        _scheduler.CatchUp(0);
        source.SetResult();
        _scheduler.CatchUp(3600);
        _rig.ShouldHaveLogged("3600 answered");
        _scheduler.CatchUp(0.75);
        _rig.ShouldHaveLogged();
        _scheduler.CatchUp(0.5);
        _rig.ShouldHaveLogged("3601 slept");

        IEnumerator<Awaitable> Main()
        {
            yield return Await(source.Task);
            _rig.LogTime("answered");
            yield return Sleep(1);
            _rig.LogTime("slept");
        }
    }

    [Test]
    public void Deadlines_AreGoneThroughInOrder_BeforeWhatHasComeFromOutside()
    {
        _rig.Start(Sleeper(2));
        _rig.Start(Sleeper(1));
        _scheduler.CatchUp(0);
        _scheduler.CallSoonThreadsafe(() => _rig.LogTime("posted"));
        _scheduler.CatchUp(4);
        _rig.ShouldHaveLogged("1 slept", "2 slept", "4 posted");
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> Sleeper(double seconds)
        {
            yield return Sleep(seconds);
            _rig.LogTime("slept");
        }
    }

    [Test]
    public void WhoWaitsForAFrame_GoesOnInTheNextTick_WhichHasTheWholeTime()
    {
        int polled = 0;
        _rig.Start(Main());
        _rig.Start(Waiter());
        _scheduler.CatchUp(0.25);
        _scheduler.CatchUp(0.5);
        polled.ShouldBe(0);
        _scheduler.FrameCount.ShouldBe(0);
        _rig.ShouldHaveLogged("0.25 begins");
        _scheduler.NextDeadline.ShouldBe(0.75);

        _scheduler.Tick(0.25);
        _scheduler.FrameTime.ShouldBe(1);
        _rig.ShouldHaveLogged("1 frame of 1 s");
        polled.ShouldBe(1);
        _scheduler.Tick(0.25);
        _scheduler.FrameTime.ShouldBe(0.25);

        IEnumerator<Awaitable> Main()
        {
            _rig.LogTime("begins");
            yield return null;
            _rig.LogTime($"frame of {_scheduler.FrameTime} s");
        }

        IEnumerator<Awaitable> Waiter()
        {
            yield return WaitUntil(() => ++polled > 0);
        }
    }

    [Test]
    public void TaskThatFails_IsReportedAtItsEnd()
    {
        _rig.Start(Main());
        _scheduler.CatchUp(0);
        _rig.Reports.Single().Exception.ShouldBeOfType<IOException>();

        static IEnumerator<Awaitable> Main()
        {
            yield return Await(Task.CompletedTask);
            throw new IOException("lost");
        }
    }

    [Test]
    public void WhatIsNoTimeOrNoPlaceForIt_IsRefused_AndNothingHasChanged()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.CatchUp(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.CatchUp(double.NaN));
        _scheduler.BeginFrame(0.25);
        Should.Throw<InvalidOperationException>(() => _scheduler.CatchUp(1)).Message.ShouldStartWith("CatchUp was called within frame 1");
        _scheduler.EndFrame();
        _scheduler.Time.ShouldBe(0.25);

        using var rig = new FrameRig(FramePhase.Fixed("physics", 0.5), FramePhase.Update);
        Should.Throw<InvalidOperationException>(() => rig.Scheduler.CatchUp(1)).Message.ShouldContain("Call Tick");
    }
}

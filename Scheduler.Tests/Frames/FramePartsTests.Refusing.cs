namespace Coroutines.Tests.Frames;

// What a host does out of turn.
public sealed partial class FramePartsTests
{
    [Test]
    public void Parts_OutsideOfAFrame_AreRefused()
    {
        Refuse(() => _rig.Scheduler.RunPhase(_late)).ShouldStartWith("RunPhase was called outside of a frame. Call BeginFrame first");
        Refuse(_rig.Scheduler.EndFrame).ShouldStartWith("EndFrame was called outside of a frame.");
        Run(0.25, steps: 0);
        Refuse(() => _rig.Scheduler.RunPhase(_late)).ShouldContain("outside of a frame");
        Refuse(_rig.Scheduler.EndFrame).ShouldContain("outside of a frame");
    }

    [Test]
    public void Frame_ThatHasNotEnded_LetsNoOtherBegin()
    {
        _rig.Scheduler.BeginFrame(0.25);
        Refuse(() => _rig.Scheduler.BeginFrame(0.25)).ShouldBe("BeginFrame was called within frame 1, which BeginFrame has begun. Call EndFrame first.");
        Refuse(() => _rig.Tick()).ShouldStartWith("Tick was called within frame 1");
        Refuse(_rig.Scheduler.RunForever).ShouldStartWith("RunForever was called within frame 1");
        Refuse(() => _rig.Scheduler.RunUntilComplete(LogOnce("no"))).ShouldStartWith("RunUntilComplete was called within frame 1");
        _rig.Scheduler.AllTasks().ShouldBeEmpty();

        _rig.Scheduler.EndFrame();
        _rig.Tick();
        _rig.Scheduler.FrameCount.ShouldBe(2);
        _rig.Scheduler.Time.ShouldBe(0.5);
    }

    [Test]
    public void Phase_WhoseTurnItIsNot_IsRefused()
    {
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.RunPhase(FramePhase.Update);

        Refuse(() => _rig.Scheduler.RunPhase(FramePhase.Update)).ShouldBe(
            "The phase 'update' has run in frame 1 already. Only fixed and background phases may run more than once in a frame.");
        Refuse(() => _rig.Scheduler.RunPhase(_physics)).ShouldStartWith(
            "The phase 'physics' cannot run after the phase 'update': SchedulerOptions.Phases has them the other way round.");
        Should.Throw<ArgumentException>(() => _rig.Scheduler.RunPhase(new FramePhase("other"))).Message.ShouldContain("not declared");
        Should.Throw<ArgumentNullException>(() => _rig.Scheduler.RunPhase(null!));
        _rig.Scheduler.RunPhase(_late);
        _rig.Scheduler.EndFrame();
    }

    [Test]
    public void FixedPhases_StandTogether_AndMayTakeTurns()
    {
        FramePhase slow = FramePhase.Fixed("slow", 0.5), fast = FramePhase.Fixed("fast", 0.25);
        _rig.Dispose();
        _rig = new FrameRig(slow, fast, FramePhase.Update);
        _rig.Start(LogEach(slow));
        _rig.Start(LogEach(fast));
        _rig.Scheduler.BeginFrame(0.75);
        foreach (FramePhase phase in (FramePhase[])[fast, slow, fast, fast])
        {
            _rig.Scheduler.RunPhase(phase);
        }

        _rig.Scheduler.EndFrame();
        _rig.ShouldHaveLogged("1 0.25 fast", "1 0.5 slow", "1 0.5 fast", "1 0.75 fast");
    }

    [Test]
    public void Parts_FromInsideAStep_AreRefused()
    {
        _rig.Start(CallParts(), "caller");
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.EndFrame();
        _rig.ShouldHaveLogged("1 0 refused");

        IEnumerator<Awaitable> CallParts()
        {
            Action[] calls = [() => _rig.Scheduler.BeginFrame(1), () => _rig.Scheduler.RunPhase(_late), _rig.Scheduler.EndFrame];
            foreach (Action call in calls)
            {
                Refuse(call).ShouldContain("was called on a scheduler that is already running (in CallParts (task 'caller'))");
            }

            Log("refused");
            yield break;
        }
    }

    [Test]
    public void BeginFrame_OfWhatIsNoFrameTime_IsRefused_AndBeginsNone([Values(-1, double.NaN, double.PositiveInfinity)] double seconds)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _rig.Scheduler.BeginFrame(seconds));
        _rig.Scheduler.IsInFrame.ShouldBeFalse();
        _rig.Scheduler.FrameCount.ShouldBe(0);
    }

    [Test]
    public void Frame_WhosePartThrows_GoesOnUntilItIsEnded()
    {
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.CallSoon(() => throw new KeyboardInterruptException());
        Should.Throw<KeyboardInterruptException>(() => _rig.Scheduler.RunPhase(FramePhase.Update));
        _rig.Scheduler.IsInFrame.ShouldBeTrue();
        _rig.Scheduler.RunPhase(FramePhase.Update);
        _rig.Scheduler.EndFrame();
        _rig.Scheduler.Time.ShouldBe(0.25);
    }

    [Test]
    public void Dispose_WithinAFrame_EndsIt()
    {
        CoTask task = _rig.Start(LogSleeps(1));
        _rig.Scheduler.BeginFrame(0.25);
        _rig.Scheduler.Dispose();
        task.IsCancelled.ShouldBeTrue();
        _rig.Scheduler.IsInFrame.ShouldBeFalse();
        Should.Throw<ObjectDisposedException>(_rig.Scheduler.EndFrame);
    }
}

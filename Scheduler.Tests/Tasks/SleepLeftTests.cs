using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>What is left of a sleep can be read, and set: a game is saved in the middle of it, and loaded.</summary>
public sealed class SleepLeftTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void SleepLeft_IsWhatIsLeftOfTheSleep_AndNullOtherwise()
    {
        CoTask task = _rig.Start(SleepAndLog(2));
        task.SleepLeft.ShouldBeNull();
        _rig.Tick();
        task.SleepLeft.ShouldBe(1.75);
        _rig.Tick();
        task.SleepLeft.ShouldBe(1.5);
        _rig.Tick(7);
        task.SleepLeft.ShouldBeNull();
        task.IsDone.ShouldBeTrue();
    }

    [Test]
    public void SleepLeft_OfATaskInAGroup_IsInItsTime()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        CoTask task = group.CreateTask(SleepAndLog(2));
        _rig.Tick(3);
        task.SleepLeft.ShouldBe(1.625);
        task.SleepLeft = 0.125;
        _rig.Tick();
        _rig.ShouldHaveLogged("1 woken");
    }

    [TestCase(0.5, "0.75 woken"), TestCase(0, "0.25 woken"), TestCase(-1, "0.25 woken")]
    public void SleepLeft_ThatIsSet_IsWhatItStillSleeps(double seconds, string logged)
    {
        CoTask task = _rig.Start(SleepAndLog(100));
        _rig.Tick(1);
        task.SleepLeft = seconds;
        _rig.Tick(4);
        _rig.ShouldHaveLogged(logged);
        _rig.Scheduler.Waits.TimerCount.ShouldBe(0);
    }

    [Test]
    public void SleepLeft_ForEver_MayBeSetToAnEnd_AndTheOtherWayRound()
    {
        CoTask ending = _rig.Start(SleepAndLog(double.PositiveInfinity));
        CoTask endless = _rig.Start(SleepAndLog(0.5));
        _rig.Tick();
        ending.SleepLeft.ShouldBe(double.PositiveInfinity);
        ending.SleepLeft = 0.25;
        endless.SleepLeft = double.PositiveInfinity;
        _rig.Tick(4);
        _rig.ShouldHaveLogged("0.5 woken");
        endless.SleepLeft.ShouldBe(double.PositiveInfinity);
    }

    [Test]
    public void SleepLeft_OfATaskThatDoesNotSleep_CannotBeSet()
    {
        CoTask task = _rig.Start(SleepAndLog(1));
        Should.Throw<InvalidOperationException>(() => task.SleepLeft = 1).Message.ShouldContain("is not sleeping");
        _rig.Tick();
        Should.Throw<InvalidOperationException>(() => task.SleepLeft = null);
        Should.Throw<ArgumentOutOfRangeException>(() => task.SleepLeft = double.NaN);
        task.SleepLeft.ShouldBe(0.75);
        CoTask yielding = _rig.Start(YieldForEver());
        _rig.Tick();
        yielding.SleepLeft.ShouldBeNull();
    }

    [Test]
    public void StartTimeAndFrame_AreWhereTheFirstFrameBegins()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { StartTime = 90, StartFrame = 5400 });
        (scheduler.Time, scheduler.FrameCount).ShouldBe((90, 5400));
        scheduler.CreateTask(SleepAndCount(), eager: true);
        scheduler.Tick(0.5);
        (scheduler.Time, scheduler.FrameCount).ShouldBe((90.5, 5401));
        scheduler.Tick(0.5);
        _rig.ShouldHaveLogged("90.25", "5402");
        Should.Throw<ArgumentOutOfRangeException>(() => new SchedulerOptions { StartFrame = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SchedulerOptions { StartTime = double.PositiveInfinity });

        IEnumerator<Awaitable> SleepAndCount()
        {
            yield return Sleep(0.25);
            _rig.Log($"{Now}");
            yield return WaitFrames(1);
            _rig.Log($"{Scheduler.Current.FrameCount}");
        }
    }

    private IEnumerator<Awaitable> SleepAndLog(double seconds)
    {
        yield return Sleep(seconds);
        _rig.LogTime("woken");
    }

    private static IEnumerator<Awaitable> YieldForEver()
    {
        while (true)
        {
            yield return null;
        }
    }
}

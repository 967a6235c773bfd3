using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Awaiting;

/// <summary>A sleep until a moment wakes at exactly that moment.</summary>
public class SleepUntilTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void SleepUntil_AMomentToCome_IsOverThen()
    {
        _rig.Start(Walk("b", 0.7));
        _rig.Start(Walk("a", 0.3));
        _rig.Tick(4);
        _rig.ShouldHaveLogged("0.3 a", "0.7 b");
    }

    [TestCase(0), TestCase(-5), TestCase(double.NegativeInfinity), TestCase(1)]
    public void SleepUntil_AMomentThatHasCome_IsABareYield(double when)
    {
        _rig.Tick(seconds: 1);
        _rig.Start(Walk("a", when));
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1.5 a");
    }

    [Test]
    public void SleepUntil_Infinity_IsOverWhenItIsCancelled()
    {
        CoTask task = _rig.Start(Walk("never", double.PositiveInfinity));
        _rig.Tick();
        task.Cancel();
        _rig.Tick();
        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void SleepUntil_InALoop_DoesNotDrift()
    {
        int count = 0;
        double last = 0;
        _rig.Start(Loop());
        for (int i = 0; i < 60_000; i++)
        {
            _rig.Scheduler.Tick(1.0 / 60);
        }

        count.ShouldBe(2000);
        last.ShouldBe(1000);

        IEnumerator<Awaitable> Loop()
        {
            for (double at = Now + 0.5; ; at += 0.5)
            {
                yield return SleepUntil(at);
                last = Now;
                count++;
            }
        }
    }

    [Test]
    public void SleepUntil_InAGroup_IsTheGroupsTime()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        group.CreateTask(Walk("a", 1));
        _rig.Tick(10);
        _rig.ShouldHaveLogged("2 a");
    }

    [Test]
    public void SleepUntil_InARun_IsTheSchedulersTime()
    {
        _rig.Scheduler.RunUntilComplete(Walk("a", 2.5));
        _rig.ShouldHaveLogged("2.5 a");
    }

    [Test]
    public void SleepUntil_NaN_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => SleepUntil(double.NaN));

    private IEnumerator<Awaitable> Walk(string name, double when)
    {
        yield return SleepUntil(when);
        _rig.LogTime(name);
    }
}

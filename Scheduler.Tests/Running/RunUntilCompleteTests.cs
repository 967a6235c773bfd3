using static Coroutines.Awaitable;

namespace Coroutines.Tests.Running;

/// <summary>What can be awaited can be run from outside as well.</summary>
public sealed class RunUntilCompleteTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void RunUntilComplete_TakesEveryKindOfAwaitable()
    {
        CoTask<int> one = _rig.Start<int>(Number(1));
        CoTask<int> two = _rig.Start<int>(Number(2));

        _rig.Scheduler.RunUntilComplete(Gather(one, two)).ShouldBe([1, 2]);
        _rig.Scheduler.RunUntilComplete(GatherOutcomes(one, two)).Length.ShouldBe(2);
        _rig.Scheduler.RunUntilComplete(Await<int>(Number(3))).ShouldBe(3);
        _rig.Scheduler.RunUntilComplete(WaitFor(Number(4), 10));
        _rig.Scheduler.RunUntilComplete(WaitFor<int>(Number(5), 10)).ShouldBe(5);
        _rig.Scheduler.RunUntilComplete(Shield(one)).ShouldBe(1);
        _rig.Scheduler.RunUntilComplete(Wait([one])).Done.ShouldBe([one]);
        double before = _rig.Scheduler.Time;
        _rig.Scheduler.RunUntilComplete(Sleep(2));
        _rig.Scheduler.Time.ShouldBe(before + 2);
    }

    [Test]
    public void RunUntilComplete_OfAGet_HasTheItem()
    {
        var queue = new CoQueue<string>();
        queue.PutNoWait("a");

        _rig.Scheduler.RunUntilComplete(queue.Get()).ShouldBe("a");
    }

    [Test]
    public void RunUntilComplete_ThrowsWhatTheAwaitableFailedWith() =>
        Should.Throw<TimeoutException>(() => _rig.Scheduler.RunUntilComplete(WaitFor(Sleep(10), 1)));

    [Test]
    public void RunUntilComplete_InsideARun_IsRefused_AndStartsNothing()
    {
        _rig.Run(Main());
        _rig.ShouldHaveLogged();

        IEnumerator<Awaitable> Main()
        {
            Should.Throw<InvalidOperationException>(() => _rig.Scheduler.RunUntilComplete(Await(_rig.Steps("never", 1))))
                .Message.ShouldContain("already running");
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> Number(int number)
    {
        yield return Sleep(1);
        yield return Return(number);
    }
}

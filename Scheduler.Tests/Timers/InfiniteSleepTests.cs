using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>A sleep that is never due stands in no queue, and must not be counted in one either.</summary>
public class InfiniteSleepTests
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions { TimeProvider = new VirtualClock(), PredicateInterval = 1.0 });
    private readonly List<string> _log = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Cancel_OfInfiniteSleeps_LeavesTheTimersOfOthersInATick()
    {
        for (int i = 0; i < 3; i++)
        {
            CoTask forever = _scheduler.CreateTask(Sleeper("never", double.PositiveInfinity));
            _scheduler.CallLater(1, () => forever.Cancel());
        }

        _scheduler.CreateTask(Sleeper("two", 2));

        _scheduler.Tick(3);

        _log.ShouldBe(["two at 2"]);
    }

    [Test]
    public void Cancel_OfAnInfiniteSleep_LeavesTheTimersOfOthersInARun()
    {
        CoTask forever = _scheduler.CreateTask(Sleeper("never", double.PositiveInfinity));
        _scheduler.CreateTask(Sleeper("two", 2));
        _scheduler.CallSoon(() => _scheduler.CallSoon(() => forever.Cancel()));
        int polls = 0;
        _scheduler.CreateTask(StopAfterFivePolls());

        _scheduler.RunForever();

        // The second wait is there to end the run if the timer got lost; it comes too late otherwise.
        _log.ShouldBe(["two at 2"]);

        IEnumerator<Awaitable> StopAfterFivePolls()
        {
            yield return WaitUntil(() => ++polls == 5);
            _scheduler.Stop();
        }
    }

    [Test]
    public void SleepWithInfinity_WithNothingElse_IsADeadlock()
    {
        Should.Throw<DeadlockException>(() => _scheduler.RunUntilComplete(Sleeper("never", double.PositiveInfinity)))
            .Message.ShouldContain("sleeping");
    }

    [Test]
    public void SleepWithInfinity_WhenCancelled_EndsAtThatMoment()
    {
        CoTask forever = _scheduler.CreateTask(Sleeper("never", double.PositiveInfinity));
        _scheduler.CallLater(7, () => forever.Cancel());

        Should.Throw<CancelledException>(() => _scheduler.RunUntilComplete(forever));

        _scheduler.Time.ShouldBe(7);
    }

    private IEnumerator<Awaitable> Sleeper(string name, double seconds)
    {
        yield return Sleep(seconds);
        _log.Add($"{name} at {_scheduler.Time}");
    }
}

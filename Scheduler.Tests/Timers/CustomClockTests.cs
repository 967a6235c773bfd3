using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>A loop that waits by somebody else's clock.</summary>
public class CustomClockTests
{
    private readonly ManualTimeProvider _provider = new();

    [Test]
    public void Sleep_UnderAClockMovedFromAnotherThread_EndsWhenItsTimerFires()
    {
        var times = new List<double>();
        var other = new Thread(() =>
        {
            foreach (double seconds in (double[])[0.5, 0.5, 86_400, 2.5])
            {
                _provider.WaitForTimer();
                _provider.Advance(seconds);
            }
        });
        other.Start();

        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = _provider });
        other.Join();

        times.ShouldBe([1, 86_403.5]);

        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1);
            times.Add(Scheduler.Current.Time);
            yield return Sleep(86_402.5);
            times.Add(Scheduler.Current.Time);
        }
    }

    [Test]
    public void Sleep_UnderAClockThatIsMovedJustBeforeTheAlarmIsSet_IsNotMissed([Values(1, 0.75)] double moved)
    {
        // The clock moves after the loop has read how long to wait.
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        CoTask task = scheduler.CreateTask(Main());
        var other = new Thread(() =>
        {
            if (moved < 1)
            {
                _provider.WaitForTimer(due: 1);
                _provider.Advance(1 - moved);
            }
        });
        other.Start();

        scheduler.RunUntilComplete(task);
        other.Join();

        scheduler.Time.ShouldBe(1);

        IEnumerator<Awaitable> Main()
        {
            _provider.AdvanceAtNextTimer = moved;
            yield return Sleep(1);
        }
    }

    [Test]
    public void EndlessWait_UnderACustomClock_SetsNoTimerAndIsEndedByAPost()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        using var isAboutToWait = new ManualResetEventSlim();
        scheduler.CallSoon(isAboutToWait.Set);
        var other = new Thread(() =>
        {
            isAboutToWait.Wait();
            scheduler.CallSoonThreadsafe(scheduler.Stop);
        });
        other.Start();

        scheduler.RunForever();
        other.Join();

        _provider.TimersMade.ShouldBe(0);
    }

    [Test]
    public void SecondInterrupt_JustBeforeTheLoopWaits_IsNotMissed()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        CoTask? main = null;
        main = scheduler.CreateTask(Stubborn());
        scheduler.CallLater(1e6, () => { });
        bool isWaitingAgain = false;
        _provider.Looked = () =>
        {
            if (isWaitingAgain)
            {
                // The last look at the clock before the wait: the loop has checked for interrupts already.
                isWaitingAgain = false;
                MainRun.Interrupt(main!);
            }
        };

        Should.Throw<KeyboardInterruptException>(() => scheduler.RunUntilComplete(main));
        main.IsDone.ShouldBeFalse();

        IEnumerator<Awaitable> Stubborn()
        {
            MainRun.Interrupt(main!);
            yield return Settle(new Future(), out _, includeCancellation: true);
            isWaitingAgain = true;
            yield return new Future();
        }
    }
}

namespace Coroutines.Tests.Timers;

public class CallLaterTests
{
    private readonly List<string> _log = [];
    private VirtualClock _clock;
    private Scheduler _scheduler;

    [SetUp]
    public void CreateScheduler()
    {
        _clock = new VirtualClock();
        _scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
    }

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void CallLaterAndCallAt_Mixed_RunAtTheirTimesInOrder()
    {
        _scheduler.CallLater(2, Log("later 2"));
        _scheduler.CallAt(1, Log("at 1"));
        _scheduler.CallLater(TimeSpan.FromSeconds(1), Log("span 1"));
        _scheduler.CallAt(2, Log("at 2"));
        _scheduler.CallSoon(Log("soon"));

        RunUntil(3);

        _log.ShouldBe(["0: soon", "1: at 1", "1: span 1", "2: later 2", "2: at 2"]);
    }

    [Test]
    public void CallLater_WithNothingOrLess_RunsInTheIterationAfterTheReadyOnes()
    {
        _scheduler.CallLater(0, Log("zero"));
        _scheduler.CallLater(-5, Log("negative"));
        _scheduler.CallLater(double.NegativeInfinity, Log("minus infinity"));
        _scheduler.CallLater(TimeSpan.MinValue, Log("negative span"));
        _scheduler.CallSoon(Log("soon"));

        RunUntil(0);

        _log.ShouldBe(["0: soon", "0: zero", "0: negative", "0: minus infinity", "0: negative span"]);
    }

    [Test]
    public void CallAt_InThePast_IsDueAtOnceTheEarlierMomentFirst()
    {
        _clock.Advance(100);
        _scheduler.CallAt(50, Log("50"));
        _scheduler.CallAt(-3, Log("-3"));
        _scheduler.CallAt(double.NegativeInfinity, Log("minus infinity"));
        _scheduler.CallAt(100, Log("100"));

        RunUntil(100);

        _log.ShouldBe(["100: minus infinity", "100: -3", "100: 50", "100: 100"]);
    }

    [Test]
    public void CallAt_WithMinusInfinity_RunsAnyNumberBeforeTheOthers()
    {
        _scheduler.CallAt(1, Log("one"));
        _scheduler.CallAt(double.MaxValue, Log("never"));
        for (int i = 0; i < 500; i++)
        {
            _scheduler.CallAt(double.NegativeInfinity, Log($"{i}")).When.ShouldBe(double.NegativeInfinity);
        }

        RunUntil(1);

        _log.ShouldBe([.. Enumerable.Range(0, 500).Select(number => $"0: {number}"), "1: one"]);
    }

    [Test]
    public void CallLater_WithInfinity_IsNeverDueAndCanBeCancelled()
    {
        TimerHandle handle = _scheduler.CallLater(double.PositiveInfinity, Log("never"));
        TimerHandle other = _scheduler.CallAt(double.PositiveInfinity, Log("never"));
        _scheduler.CallLater(1, Log("one"));
        handle.When.ShouldBe(double.PositiveInfinity);

        handle.Cancel();
        RunUntil(1e9);
        other.Cancel();
        RunUntil(2e9);

        _log.ShouldBe(["1: one"]);
        handle.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void When_OfAHandle_IsTheAbsoluteTime()
    {
        _clock.Advance(10);

        _scheduler.CallLater(2.5, Log("")).When.ShouldBe(12.5);
        _scheduler.CallLater(-1, Log("")).When.ShouldBe(10);
        _scheduler.CallAt(3, Log("")).When.ShouldBe(3);
        _scheduler.CallLater(TimeSpan.FromMilliseconds(500), Log("")).When.ShouldBe(10.5);
    }

    [Test]
    public void Cancel_BeforeTheTime_LeavesTheOthersOfTheSameMoment()
    {
        _scheduler.CallLater(1, Log("a"));
        TimerHandle cancelled = _scheduler.CallLater(1, Log("never"));
        _scheduler.CallLater(1, Log("c"));

        cancelled.Cancel();
        RunUntil(2);

        _log.ShouldBe(["1: a", "1: c"]);
        cancelled.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Cancel_WhenTheTimerIsDueAndInTheReadyQueue_PreventsTheCallback()
    {
        TimerHandle? second = null;
        _scheduler.CallLater(1, () => second!.Cancel());
        second = _scheduler.CallLater(1, Log("never"));
        _scheduler.CallLater(1, Log("c"));

        RunUntil(2);

        _log.ShouldBe(["1: c"]);
    }

    [Test]
    public void Cancel_OfAStaleHandle_HurtsNoTimerSetLater()
    {
        TimerHandle fired = _scheduler.CallLater(1, Log("a"));
        RunUntil(1);
        _scheduler.CallLater(1, Log("b"));

        fired.Cancel();
        fired.Cancel();
        RunUntil(5);

        _log.ShouldBe(["1: a", "2: b"]);
    }

    [Test]
    public void Callback_ThatSetsItselfAgain_NeverDriftsFromItsMultiples()
    {
        int count = 0;
        void Again()
        {
            count++;
            _scheduler.CallAt(count, Again);
        }

        Again();
        RunUntil(99_999);

        count.ShouldBe(100_000);
    }

    [Test]
    public void CallLater_BeforeTheFirstRun_CountsFromItsBeginning()
    {
        using var scheduler = new Scheduler();
        scheduler.Time.ShouldBe(0);
        TimerHandle handle = scheduler.CallLater(1.5, () => { });
        scheduler.Time.ShouldBe(0);
        handle.When.ShouldBe(1.5);
    }

    private Action Log(string what) => () => _log.Add($"{_scheduler.Time}: {what}");

    private void RunUntil(double time)
    {
        // One more iteration lets what is due at that very moment run first.
        _scheduler.CallAt(time, () => _scheduler.CallSoon(_scheduler.Stop));
        _scheduler.RunForever();
    }
}

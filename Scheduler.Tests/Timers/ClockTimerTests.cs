using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>The timers of .NET that stand on a virtual clock go by it, beside the coroutines.</summary>
public sealed class ClockTimerTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<string> _log = [];

    [Test]
    public void TaskDelay_InARun_IsJumpedTo_InOrderWithTheSleeps()
    {
        Run(Main());
        _log.ShouldBe(["1800 coroutine", "3600 task", "5400 coroutine", "86400 task"]);

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Sleeper());
            yield return Await(Task.Delay(TimeSpan.FromHours(1), _clock));
            Log("task");
            yield return Await(token => Task.Delay(TimeSpan.FromHours(23), _clock, token));
            Log("task");
        }

        IEnumerator<Awaitable> Sleeper()
        {
            for (int i = 0; i < 2; i++)
            {
                yield return Sleep(1800 + (1800 * i));
                Log("coroutine");
            }
        }
    }

    [Test]
    public void CancellationTokenSource_WithATime_CancelsAtThatTime()
    {
        Run(Main());
        _log.ShouldBe(["30 cancelled", "30 OperationCanceledException"]);

        IEnumerator<Awaitable> Main()
        {
            using var source = new CancellationTokenSource(TimeSpan.FromSeconds(30), _clock);
            source.Token.Register(() => Log("cancelled"));
            yield return Settle(Await(Task.Delay(TimeSpan.FromDays(1), _clock, source.Token)), out Outcome outcome);
            Log(outcome.Exception is OperationCanceledException ? nameof(OperationCanceledException) : $"{outcome}");
        }
    }

    [Test]
    public void PeriodicTimer_TicksWithoutDrift()
    {
        Run(Main());
        _log.ShouldBe(["0.3 tick", "0.6 tick", "0.9 tick", "1.2 tick"]);

        IEnumerator<Awaitable> Main()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.3), _clock);
            for (int i = 0; i < 4; i++)
            {
                yield return Await(timer.WaitForNextTickAsync().AsTask());
                Log("tick");
                yield return Sleep(0.1);
            }
        }
    }

    [Test]
    public void Timers_AndSleeps_OfTheSameMoment_FireInTheOrderInWhichTheyWereSet()
    {
        Run(Main());
        _log.ShouldBe(["2 timer 1", "2 call 2", "2 timer 3", "2 call 4"]);

        IEnumerator<Awaitable> Main()
        {
            SetTimer("timer 1", 2);
            Scheduler.Current.CallAt(2, () => Log("call 2"));
            SetTimer("timer 3", 2);
            Scheduler.Current.CallAt(2, () => Log("call 4"));
            yield return Sleep(3);
        }
    }

    [Test]
    public void Timers_UnderTicks_FireAtTheirTime_InTheMiddleOfAFrame()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        SetTimer("before the first Tick", 0.3);
        scheduler.Tick(0);
        SetTimer("between two Ticks", 0.6);
        scheduler.NextDeadline.ShouldBe(0);
        scheduler.Tick(0);
        scheduler.NextDeadline.ShouldBe(0.3);
        scheduler.CreateTask(Sleeper());
        scheduler.Tick(1);

        _log.ShouldBe(["0.3 before the first Tick", "0.5 sleeper", "0.6 between two Ticks"]);

        IEnumerator<Awaitable> Sleeper()
        {
            yield return Sleep(0.5);
            Log("sleeper");
        }
    }

    [Test]
    public void Timer_WithAPeriod_FiresOnceForEachOfAFrame_AndStopsWhenItIsChanged()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        ITimer timer = SetTimer("tick", 0.25, period: 0.5);
        scheduler.Tick(1.5);
        _log.ShouldBe(["0.25 tick", "0.75 tick", "1.25 tick"]);

        timer.Change(TimeSpan.FromSeconds(0.1), System.Threading.Timeout.InfiniteTimeSpan).ShouldBeTrue();
        scheduler.Tick(1.5);
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.Zero).ShouldBeTrue();
        scheduler.Tick(1.5);
        timer.Change(System.Threading.Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(1)).ShouldBeTrue();
        scheduler.Tick(1.5);
        _log[3..].ShouldBe(["1.6 tick", "4 tick"]);
    }

    [Test]
    public void Timer_ThatIsDisposed_FiresNoMore_AndHoldsNobodyUp()
    {
        Run(Main());
        _clock.Time.ShouldBe(5);
        _log.ShouldBeEmpty();

        IEnumerator<Awaitable> Main()
        {
            ITimer timer = SetTimer("never", 10);
            ITimer another = SetTimer("never", 10, period: 1);
            yield return Sleep(5);
            timer.Dispose();
            timer.Dispose();
            timer.Change(TimeSpan.Zero, TimeSpan.Zero).ShouldBeFalse();
            another.DisposeAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
            Scheduler.Current.Waits.TimerCount.ShouldBe(0);
        }
    }

    [Test]
    public void Timer_SetAndDroppedByAnotherThread_IsHeardOfByTheLoop()
    {
        Run(Main());
        _log.ShouldBe(["2 of the thread"]);

        IEnumerator<Awaitable> Main()
        {
            ITimer dropped = SetTimer("dropped", 3);
            var thread = new Thread(() =>
            {
                SetTimer("of the thread", 2);
                dropped.Dispose();
            });
            thread.Start();
            thread.Join();
            yield return Sleep(10);
        }
    }

    [Test]
    public void Timers_ThatAreLeft_GoOnInTheNextRun()
    {
        Run(Main("first", 1));
        Run(Main("second", 10));
        _log.ShouldBe(["1 first", "5 timer", "11 second"]);

        IEnumerator<Awaitable> Main(string name, double seconds)
        {
            if (_clock.Time == 0)
            {
                SetTimer("timer", 5);
            }

            yield return Sleep(seconds);
            Log(name);
        }
    }

    [Test]
    public void Timers_OfTwoSchedulers_AreOfThatWhichRuns()
    {
        using var one = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        using var two = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        one.Tick(0);
        SetTimer("once", 1);
        SetTimer("each", 1, period: 1);
        one.Tick(0.5);
        two.Tick(1);
        one.Tick(1);

        _log.ShouldBe(["1 once", "1 each", "2 each"]);
    }

    [Test]
    public void Timers_WithoutAScheduler_FireInAdvance_EachAtItsTime()
    {
        SetTimer("late", 2);
        SetTimer("each", 0.5, period: 1);
        SetTimer("at once", 0);
        SetTimer("never", -1);
        _log.ShouldBeEmpty();

        _clock.Advance(0);
        _clock.Advance(2.25);
        _clock.Time.ShouldBe(2.25);
        _log.ShouldBe(["0 at once", "0.5 each", "1.5 each", "2 late"]);
    }

    [Test]
    public void Advance_WithoutAScheduler_ThroughATaskDelay_CompletesItThere()
    {
        Task delay = Task.Delay(TimeSpan.FromDays(1), _clock);
        _clock.Advance(TimeSpan.FromHours(23));
        delay.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromHours(1));
        delay.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Test]
    public void Advance_WithoutAScheduler_LetsOutWhatACallbackThrows_AndTheOthersAreStillSet()
    {
        _clock.CreateTimer(static _ => throw new IOException("lost"), null, TimeSpan.FromSeconds(1), System.Threading.Timeout.InfiniteTimeSpan);
        SetTimer("other", 2);
        Should.Throw<IOException>(() => _clock.Advance(3));
        _clock.Time.ShouldBe(1);
        _clock.Advance(1);
        _log.ShouldBe(["2 other"]);
    }

    [Test]
    public void Advance_InAStep_FiresInTheNextIteration()
    {
        Run(Main());
        _log.ShouldBe(["3 step", "3 timer", "3 call"]);

        IEnumerator<Awaitable> Main()
        {
            SetTimer("timer", 1);
            Scheduler.Current.CallAt(2, () => Log("call"));
            _clock.Advance(3);
            Log("step");
            yield return Sleep(1);
        }
    }

    [Test]
    public void Callback_ThatThrows_IsReported_AndTheLoopGoesOn()
    {
        var reports = new List<ExceptionContext>();
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = _clock, ExceptionHandler = reports.Add });
        reports.ShouldHaveSingleItem().Exception!.Message.ShouldBe("lost");
        _log.ShouldBe(["2 end"]);

        IEnumerator<Awaitable> Main()
        {
            _clock.CreateTimer(static _ => throw new IOException("lost"), null, TimeSpan.FromSeconds(1), System.Threading.Timeout.InfiniteTimeSpan);
            yield return Sleep(2);
            Log("end");
        }
    }

    [Test]
    public void Callback_HasTheValuesOfTheCallThatSetIt([Values] bool byAScheduler)
    {
        var user = new AsyncLocal<string> { Value = "ann" };
        _clock.CreateTimer(_ => Log(user.Value), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        user.Value = "ben";
        if (byAScheduler)
        {
            using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
            scheduler.Tick(2);
        }
        else
        {
            _clock.Advance(2);
        }

        _log.ShouldBe(["1 ann", "2 ann"]);
        user.Value.ShouldBe("ben");
    }

    [Test]
    public void Deadlock_IsOne_ThoughATimerIsSetThatIsNeverDue()
    {
        Should.Throw<DeadlockException>(() => Run(Main()));

        IEnumerator<Awaitable> Main()
        {
            SetTimer("never", -1);
            yield return new Future();
        }
    }

    [TestCase(-2, 0), TestCase(0, -2)]
    public void CreateTimer_OfANegativeTime_IsRefused(int due, int period) => Should.Throw<ArgumentOutOfRangeException>(
        () => _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(period))).Message.ShouldContain("InfiniteTimeSpan");

    [Test]
    public void CreateTimer_WithoutACallback_IsRefused() =>
        Should.Throw<ArgumentNullException>(() => _clock.CreateTimer(null!, null, TimeSpan.Zero, TimeSpan.Zero));

    private void Log(string? line) => _log.Add(FormattableString.Invariant($"{_clock.Time:0.######} {line}"));

    // A negative time is never.
    private ITimer SetTimer(string line, double seconds, double period = -1) =>
        _clock.CreateTimer(state => Log((string)state!), line, TimeOf(seconds), TimeOf(period));

    private static TimeSpan TimeOf(double seconds) => seconds < 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

    private void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, new SchedulerOptions { TimeProvider = _clock });
}

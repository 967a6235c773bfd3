using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>A clock of the user's own that is broken in one way or another: the loop goes on, and says so once.</summary>
public class UserClockTests
{
    private readonly List<ExceptionContext> _reports = [];
    private readonly List<string> _log = [];
    private readonly UserClock _clock = new();

    [TestCase(0), TestCase(-1), TestCase(long.MinValue)]
    public void Clock_ThatCountsNothingInASecond_IsRefusedWhenItIsGiven(long frequency)
    {
        _clock.Frequency = frequency;
        Should.Throw<ArgumentException>(Options).Message.ShouldBe(
            $"The UserClock counts {frequency} units in a second (TimestampFrequency). A clock needs at least one.");
    }

    [Test]
    public void Clock_ThatThrowsOnce_IsReported_AndNobodyNotices()
    {
        Run(Sleeper("a", 0.01), Breaker(), Sleeper("b", 0.01));

        _log.ShouldBe(["broken", "a", "b"]);
        ShouldHaveReported("The TimeProvider threw an exception; until it tells the time again, the system's clock goes on from its last time");

        IEnumerator<Awaitable> Breaker()
        {
            _log.Add("broken");
            _clock.Broken = () =>
            {
                _clock.Broken = null;
                throw new IOException("broken");
            };
            yield break;
        }
    }

    [Test]
    public void Clock_ThatThrowsForEver_IsReportedOnce_AndTheSystemsClockGoesOnInItsPlace()
    {
        double before = 0;
        double after = 0;
        Run(Main());

        _log.ShouldBe(["a", "timed out"]);
        (after - before).ShouldBeInRange(0.01, 60);
        ShouldHaveReported("The TimeProvider threw an exception; until it tells the time again, the system's clock goes on from its last time");

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            _clock.Ticks += 5 * _clock.Frequency;
            before = Scheduler.Current.Time;
            before.ShouldBe(5);
            _clock.Broken = () => throw new IOException("broken");
            yield return Await(Sleeper("a", 0.01));
            after = Scheduler.Current.Time;
            yield return Settle(WaitFor(new Future(), 0.01), out Outcome outcome);
            _log.Add(outcome.Exception is TimeoutException ? "timed out" : $"{outcome}");
        }
    }

    [Test]
    public void Clock_ThatThrowsAtItsFirstLook_GoesOnFromThere_WhateverItTellsThen()
    {
        _clock.Ticks = long.MaxValue / 2;
        _clock.Broken = () =>
        {
            _clock.Broken = null;
            throw new IOException("broken");
        };
        double time = -1;
        Run(Main());

        time.ShouldBeInRange(0, 60);
        _reports.Count.ShouldBe(1);

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            time = Scheduler.Current.Time;
        }
    }

    [Test]
    public void Clock_ThatIsBrokenTwice_IsReportedTwice()
    {
        Run(Main());
        _reports.Count.ShouldBe(2);

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 2; i++)
            {
                _clock.Broken = () => throw new IOException("broken");
                _ = Scheduler.Current.Time;
                _ = Scheduler.Current.Time;
                _clock.Broken = null;
                _ = Scheduler.Current.Time;
            }

            yield break;
        }
    }

    [Test]
    public void Clock_ThatGoesBack_CountsAsHavingStoodStill()
    {
        var times = new List<double>();
        _clock.Ticks = 100 * _clock.Frequency;
        Run(Main());

        times.ShouldBe([0, 3, 3, 3, 4, 4]);
        _reports.ShouldBeEmpty();

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            foreach (int seconds in (int[])[0, 3, -50, 0, 1, -1000])
            {
                _clock.Ticks += seconds * _clock.Frequency;
                times.Add(Scheduler.Current.Time);
            }
        }
    }

    [Test]
    public void Clock_ThatRaisesCtrlC_LeavesTheLoop_WhichCanBeEnteredAgain()
    {
        using var scheduler = new Scheduler(Options());
        CoTask sleeper = scheduler.CreateTask(Sleeper("a", 0.001));
        scheduler.CallSoon(() => _clock.Broken = () =>
        {
            _clock.Broken = null;
            throw new KeyboardInterruptException("now");
        });

        Should.Throw<KeyboardInterruptException>(() => scheduler.RunUntilComplete(sleeper)).Message.ShouldBe("now");
        scheduler.RunUntilComplete(sleeper);

        _log.ShouldBe(["a"]);
        _reports.ShouldBeEmpty();
    }

    [TestCase("create"), TestCase("null"), TestCase("change"), TestCase("dispose")]
    public void Timer_ThatFails_IsReportedOnce_AndTheLoopLooksByItself(string failure)
    {
        _clock.TimerFailure = failure;
        Run(Sleeper("a", 0.02), Sleeper("b", 0.05));

        _log.ShouldBe(["a", "b"]);
        ShouldHaveReported("A timer of the TimeProvider threw an exception; the loop looks at the clock every so often instead");
        if (failure == "null")
        {
            _reports[0].Exception!.Message.ShouldBe("CreateTimer gave null instead of a timer.");
        }
    }

    [TestCase(-1), TestCase(0)]
    public void BackgroundPhase_UnderAClockThatDoesNotMoveForward_EndsItsFrame(int step)
    {
        FramePhase background = FramePhase.Background("background", 0.01);
        using var rig = new FrameRig(_clock, FramePhase.Update, background);
        int turns = 0;
        rig.Start(Busy());
        _clock.StepAtLook = step;

        rig.Tick(2);

        turns.ShouldBe(2);

        IEnumerator<Awaitable> Busy()
        {
            while (true)
            {
                yield return NextPhase(background);
                turns++;
            }
        }
    }

    [Test]
    public void BackgroundPhase_UnderAClockThatThrows_HasItsTurnAllTheSame()
    {
        FramePhase background = FramePhase.Background("background", 1e-9);
        using var rig = new FrameRig(_clock, FramePhase.Update, background);
        rig.Start(Busy());
        _clock.Broken = () => throw new IOException("broken");

        rig.Tick(2);

        rig.ShouldHaveLogged("1 turn", "2 turn");
        rig.Reports.Count.ShouldBe(1);

        IEnumerator<Awaitable> Busy()
        {
            while (true)
            {
                yield return NextPhase(background);
                rig.LogFrame("turn");
            }
        }
    }

    [Test]
    public void SlowStepWatch_UnderAClockThatThrows_FailsNoStep([Values] bool raisesCtrlC)
    {
        using var scheduler = new Scheduler(Options(debug: true));
        CoTask task = scheduler.CreateTask(Sleeper("a", 0));
        _clock.Broken = () => throw (raisesCtrlC ? new KeyboardInterruptException("broken") : new IOException("broken"));

        scheduler.Tick(0);
        scheduler.Tick(0);

        _log.ShouldBe(["a"]);
        task.Exception.ShouldBeNull();
        _reports.Count.ShouldBe(raisesCtrlC ? 0 : 1);
    }

    private SchedulerOptions Options() => Options(debug: false);

    private SchedulerOptions Options(bool debug) => new()
    {
        TimeProvider = _clock,
        ExceptionHandler = _reports.Add,
        Debug = debug,
        SlowStepThreshold = 100,
    };

    private void Run(params IEnumerator<Awaitable>[] coroutines)
    {
        using var scheduler = new Scheduler(Options());
        scheduler.RunUntilComplete(All());

        IEnumerator<Awaitable> All()
        {
            yield return Gather(coroutines);
        }
    }

    private IEnumerator<Awaitable> Sleeper(string name, double seconds)
    {
        yield return Sleep(seconds);
        _log.Add(name);
    }

    private void ShouldHaveReported(string message)
    {
        _reports.Select(report => report.Message).ShouldBe([message]);
        _reports[0].Exception.ShouldNotBeNull();
    }

    /// <summary>The system's clock, plus what it is moved by, until it breaks.</summary>
    private sealed class UserClock : TimeProvider
    {
        internal long Frequency { get; set; } = TimeSpan.TicksPerSecond;

        internal long Ticks { get; set; }

        internal Action? Broken { get; set; }

        internal string? TimerFailure { get; set; }

        /// <summary>How far it moves each time that it is looked at; if set, by nothing else.</summary>
        internal int? StepAtLook { get; set; }

        public override long TimestampFrequency => Frequency;

        public override long GetTimestamp()
        {
            Broken?.Invoke();
            Ticks += StepAtLook ?? 0;
            return Ticks + (TimerFailure is null ? 0 : System.GetElapsedTime(0).Ticks);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => TimerFailure switch
        {
            "create" => throw new IOException("no timer"),
            "null" => null!,
            _ => new UserTimer(System.CreateTimer(callback, state, dueTime, period), TimerFailure, this),
        };
    }

    private sealed class UserTimer(ITimer timer, string? failure, UserClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (failure == "change")
            {
                throw new IOException("no change");
            }

            if (failure is null)
            {
                // The clock is moved by nobody else: its time has come.
                clock.Ticks += dueTime == System.Threading.Timeout.InfiniteTimeSpan ? 0 : dueTime.Ticks;
            }

            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            timer.Dispose();
            if (failure == "dispose")
            {
                throw new IOException("no end");
            }
        }

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}

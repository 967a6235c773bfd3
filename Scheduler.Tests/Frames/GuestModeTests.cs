using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>A host knows when to call Tick again, and is woken when something comes before that.</summary>
public class GuestModeTests
{
    private static readonly FramePhase _physics = FramePhase.Fixed("physics", 0.5);
    private static readonly FramePhase _late = new("late");

    private FrameRig _rig = null!;
    private Scheduler _scheduler = null!;
    private int _wakeUps;

    [SetUp]
    public void SetUp()
    {
        _rig = new FrameRig(handler => new SchedulerOptions
        {
            Phases = [_physics, FramePhase.Update, _late],
            ExceptionHandler = handler,
            WakeUp = () => Interlocked.Increment(ref _wakeUps),
        });
        _scheduler = _rig.Scheduler;
    }

    [TearDown]
    public void TearDown()
    {
        _rig.Dispose();
        _scheduler.Dispose();
    }

    [Test]
    public void NextDeadline_OfNothing_IsInfinite()
    {
        _scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
        _rig.Tick();
        _scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
    }

    [Test]
    public void NextDeadline_WithSomethingReady_IsNow()
    {
        _scheduler.CallSoon(() => { });
        _scheduler.NextDeadline.ShouldBe(0);
        _rig.Tick();
        _scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
        _scheduler.CallSoonThreadsafe(() => { });
        _scheduler.NextDeadline.ShouldBe(0.25);
    }

    [TestCase("bare"), TestCase("frames"), TestCase("late"), TestCase("update")]
    public void NextDeadline_WithSomebodyWhoWaitsForAFrame_IsNow(string what)
    {
        _rig.Start(What());
        _rig.Tick();
        _scheduler.NextDeadline.ShouldBe(0.25);
        _rig.Tick(3);
        _scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);

        IEnumerator<Awaitable> What()
        {
            yield return NextPhase(_late);
            yield return what switch
            {
                "bare" => null,
                "frames" => WaitFrames(3),
                "late" => NextPhase(_late),
                _ => NextPhase(FramePhase.Update),
            };
        }
    }

    [Test]
    public void NextDeadline_WithSomebodyWhoWaitsForAFixedStep_IsThatStep()
    {
        _rig.Start(WaitOnce(NextPhase(_physics)));
        _rig.Tick(seconds: 0.125);
        _scheduler.NextDeadline.ShouldBe(0.5);
        _rig.Tick(seconds: 0.375);
        _scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
    }

    [Test]
    public void NextDeadline_WithSleepers_IsTheEarliest_ThoseOfGroupsByTheirOwnTime()
    {
        var group = new CoGroup(_scheduler) { TimeScale = 0.5 };
        group.CreateTask(WaitOnce(Sleep(4)));
        _rig.Start(WaitOnce(Sleep(16)));
        _rig.Tick(seconds: 0);
        _scheduler.NextDeadline.ShouldBe(8);
        group.TimeScale = 2;
        _scheduler.NextDeadline.ShouldBe(2);
        group.Pause();
        _scheduler.NextDeadline.ShouldBe(16);
        group.Resume();
        group.Cancel();
        _scheduler.NextDeadline.ShouldBe(0);
        _rig.Tick(seconds: 0);
        _scheduler.NextDeadline.ShouldBe(16);
    }

    [Test]
    public void NextDeadline_WithAPredicate_IsWithinTheInterval()
    {
        CoTask task = _rig.Start(WaitOnce(WaitUntil(() => false)));
        _rig.Tick();
        _scheduler.NextDeadline.ShouldBe(0.26);
        task.Cancel();
        _rig.Tick();
        _scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
    }

    [Test]
    public void NextDeadline_OfATaskThatIsBoundToAPredicate_IsWithinTheInterval_AndTheHostIsTold()
    {
        CoTask task = _rig.Start(WaitOnce(new Future(_scheduler)));
        _rig.Tick();
        Told(() => task.BindTo(() => true)).ShouldBeTrue();
        _scheduler.NextDeadline.ShouldBe(0.26);
    }

    [Test]
    public void NextDeadline_WhileTheFrameIsLeftUnfinished_IsNow()
    {
        _scheduler.CallSoon(() => throw new KeyboardInterruptException());
        _scheduler.CallSoon(() => _rig.Log("second"));
        Should.Throw<KeyboardInterruptException>(() => _rig.Tick());
        _scheduler.NextDeadline.ShouldBe(_scheduler.Time);
        _rig.Tick();
        _rig.ShouldHaveLogged("second");
    }

    [Test]
    public void WakeUp_ForWhatComesFromOutside_IsCalled()
    {
        var future = new Future(_scheduler);
        CoTask waiter = _rig.Start(WaitOnce(future));
        CoTask yielder = _rig.Start(Repeat(100, () => WaitOnce(null)));
        var group = new CoGroup(_scheduler);
        _rig.Tick();
        _wakeUps = 0;

        Told(() => _rig.Start(WaitOnce(null))).ShouldBeTrue();
        Told(() => future.SetResult()).ShouldBeTrue();
        waiter.IsDone.ShouldBeTrue();
        Told(() => _scheduler.CallSoon(() => { })).ShouldBeTrue();
        Told(() => _scheduler.CallLater(5, () => { })).ShouldBeTrue();
        Told(() => _scheduler.CallAt(5, () => { })).ShouldBeTrue();
        Told(() => yielder.Cancel()).ShouldBeTrue();
        Told(() => group.CreateTask(WaitOnce(Sleep(1)))).ShouldBeTrue();
        Told(() => group.TimeScale = 2).ShouldBeTrue();
    }

    [Test]
    public void WakeUp_ForASignalThatSomebodyWaitsFor_IsCalled()
    {
        var signal = new CoSignal();
        Told(() => signal.Emit()).ShouldBeFalse();
        _rig.Start(WaitOnce(signal.Next()));
        _rig.Tick();
        Told(() => signal.Emit()).ShouldBeTrue();
    }

    [TestCase("bare"), TestCase("frames"), TestCase("phase"), TestCase("woken"), TestCase("sleep")]
    public void WakeUp_WhenAGroupIsResumed_IsCalled(string what)
    {
        var group = new CoGroup(_scheduler);
        var future = new Future(_scheduler);
        CoTask task = group.CreateTask(WaitOnce(what switch
        {
            "bare" => null,
            "frames" => WaitFrames(4),
            "phase" => NextPhase(_late),
            "woken" => future,
            _ => Sleep(2),
        }));
        _scheduler.Tick(0);
        if (what == "phase")
        {
            task = group.CreateTask(Repeat(2, () => WaitOnce(NextPhase(_late))));
            _scheduler.Tick(0);
        }

        group.Pause();
        future.SetResult();
        _rig.Tick(2);
        _scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
        _wakeUps = 0;
        group.Resume();
        _wakeUps.ShouldBeGreaterThan(0);
        _scheduler.NextDeadline.ShouldBeLessThan(10);
        _rig.Tick(10);
        task.IsDone.ShouldBeTrue();
    }

    [Test]
    public void WakeUp_ForWhatComesFromAnotherThread_IsCalledThere()
    {
        int host = Environment.CurrentManagedThreadId;
        int caller = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { WakeUp = () => caller = Environment.CurrentManagedThreadId });
        scheduler.Tick(0);
        var thread = new Thread(() => scheduler.CallSoonThreadsafe(() => _rig.Log("posted")));
        thread.Start();
        thread.Join();
        caller.ShouldBe(thread.ManagedThreadId);
        caller.ShouldNotBe(host);
        scheduler.Tick(0);
        _rig.ShouldHaveLogged("posted");
    }

    [Test]
    public void WakeUp_ForADotNetTaskThatEnds_IsCalled()
    {
        var source = new TaskCompletionSource<int>();
        _rig.Start(WaitForIt());
        _rig.Tick();
        Told(() => source.SetResult(42)).ShouldBeTrue();
        _rig.Tick();
        _rig.ShouldHaveLogged("42");

        IEnumerator<Awaitable> WaitForIt()
        {
            yield return Await(source.Task).Into(out var number);
            _rig.Log($"{number.Result}");
        }
    }

    [Test]
    public void WakeUp_ForWhatHappensInsideATick_IsNotCalled()
    {
        _rig.Start(Busy());
        _wakeUps = 0;
        _rig.Tick();
        _wakeUps.ShouldBe(0);

        IEnumerator<Awaitable> Busy()
        {
            CreateTask(WaitOnce(Sleep(0.1)));
            _scheduler.CallSoon(() => { });
            _scheduler.CallLater(0.1, () => { });
            _scheduler.CallSoonThreadsafe(() => { });
            yield return Sleep(0.2);
        }
    }

    [Test]
    public void WakeUp_InARun_IsNotCalled()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), WakeUp = () => _wakeUps++ });
        var main = scheduler.CreateTask(WaitOnce(Sleep(1)));
        _wakeUps.ShouldBe(1);
        scheduler.RunUntilComplete(main);
        _wakeUps.ShouldBe(1);
    }

    [Test]
    public void WakeUp_ThatThrows_IsReported_AndLosesNothing()
    {
        var reports = new List<ExceptionContext>();
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            ExceptionHandler = reports.Add,
            WakeUp = () => throw new IOException("asleep"),
        });
        scheduler.CallSoon(() => _rig.Log("first"));
        scheduler.CallSoon(() => _rig.Log("second"));
        scheduler.CallLater(0, () => _rig.Log("third"));
        scheduler.CallSoonThreadsafe(() => _rig.Log("fourth"));
        scheduler.Tick(0);
        _rig.ShouldHaveLogged("first", "second", "fourth", "third");
        reports.ShouldAllBe(report =>
            report.Message == "SchedulerOptions.WakeUp threw an exception" && report.Exception!.Message == "asleep");
        reports.Count.ShouldBe(3);
    }

    [Test]
    public void Host_ThatSleepsUntilTheDeadlineOrTheWakeUp_TicksOnlyWhenThereIsSomethingToDo()
    {
        var messages = new Queue<Action>();
        int ticks = 0;
        double now = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { WakeUp = () => _wakeUps++ });
        CoQueue<string> inbox = new();
        scheduler.CreateTask(Serve());
        scheduler.CreateTask(Beat());

        // Somebody else's loop: it has messages that come at certain times, and sleeps in between.
        foreach ((double at, string message) in ((double, string)[])[(0.5, "a"), (0.5, "b"), (7, "c")])
        {
            SleepUntil(at);
            scheduler.CallSoonThreadsafe(() => inbox.PutNoWait(message));
        }

        SleepUntil(20);

        _rig.ShouldHaveLogged("0.5 a", "0.5 b", "3 beat", "6 beat", "7 c", "9 beat", "12 beat", "15 beat", "18 beat");
        ticks.ShouldBe(10);

        void SleepUntil(double end)
        {
            while (_wakeUps > 0 || scheduler.NextDeadline <= end)
            {
                // Real hosts wait here, with a time-out, for what WakeUp sets.
                _wakeUps = 0;
                double until = Math.Max(Math.Min(scheduler.NextDeadline, end), now);
                scheduler.Tick(until - now);
                now = until;
                ticks++;
            }

            scheduler.Tick(end - now);
            now = end;
        }

        IEnumerator<Awaitable> Serve()
        {
            while (true)
            {
                yield return inbox.Get().Into(out var message);
                _rig.Log($"{scheduler.Time} {message.Result}");
            }
        }

        IEnumerator<Awaitable> Beat()
        {
            while (true)
            {
                yield return Sleep(3);
                _rig.Log($"{scheduler.Time} beat");
            }
        }
    }

    [Test]
    public void NextDeadline_FromAnotherThreadWhileItRuns_IsRefused()
    {
        Exception? error = null;
        _scheduler.CallSoon(() =>
        {
            var thread = new Thread(() => error = Should.Throw<InvalidOperationException>(() => _scheduler.NextDeadline));
            thread.Start();
            thread.Join();
        });
        _rig.Tick();
        error!.Message.ShouldContain("another thread");
    }

    private bool Told(Action action)
    {
        // A host that was told ticks.
        _scheduler.Tick(0);
        _wakeUps = 0;
        action();
        bool isTold = _wakeUps > 0;
        _scheduler.Tick(0);
        return isTold;
    }

    private static IEnumerator<Awaitable> WaitOnce(Awaitable wait)
    {
        yield return wait;
    }
}

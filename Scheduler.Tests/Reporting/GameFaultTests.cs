using static Coroutines.Awaitable;

namespace Coroutines.Tests.Reporting;

/// <summary>What fails in a Tick, and reaches nobody, is reported at the end of that Tick.</summary>
public sealed class GameFaultTests
{
    private static readonly FramePhase _late = new("late");
    private static readonly FramePhase _physics = FramePhase.Fixed("physics", 0.25);
    private static readonly FramePhase _idle = FramePhase.Background("idle", 1.0);

    private static readonly string[] _places =
        ["first step", "bare yield", "sleep", "end of the frame", "late", "physics", "idle", "frames", "finally", "deferred", "predicate", "task", "eager", "group"];

    private readonly List<string> _log = [];
    private Scheduler _scheduler = null!;

    [SetUp]
    public void SetUp() => _scheduler = new Scheduler(new SchedulerOptions
    {
        Phases = [_physics, FramePhase.Update, _late, _idle],
        TimeProvider = new VirtualClock(),
        ExceptionHandler = context =>
            _log.Add($"{_scheduler.FrameCount}: {(context.Task ?? context.Future)?.Name}: {context.Exception!.Message}"),
    });

    [TearDown]
    public void TearDown() => _scheduler.Dispose();

    [TestCaseSource(nameof(_places))]
    public void Fault_InATick_IsReportedAtItsEnd_Once_ThoughItsHandleIsKept(string place)
    {
        int failed = 0;
        CoTask held = place == "group"
            ? new CoGroup(_scheduler).CreateTask(FailIn(place, () => failed = (int)_scheduler.FrameCount), "enemy")
            : _scheduler.CreateTask(FailIn(place, () => failed = (int)_scheduler.FrameCount), "enemy");
        int reported = 0;
        for (int frame = 1; frame <= 10; frame++)
        {
            _scheduler.Tick(0.25);
            reported = reported == 0 && _log.Count > 0 ? frame : reported;
        }

        failed.ShouldBeGreaterThan(0);
        _log.Count.ShouldBe(1);
        _log[0].ShouldEndWith(": AI is broken");
        reported.ShouldBe(failed);
        _scheduler.Dispose();
        _log.Count.ShouldBe(1);
        GC.KeepAlive(held);
    }

    [Test]
    public void Fault_IsReported_BehindEverythingElseOfItsTick()
    {
        IEnumerator<Awaitable> Last()
        {
            yield return NextPhase(_idle);
            _log.Add("idle");
        }

        _scheduler.CreateTask(Fail("a"), "a");
        _scheduler.CreateTask(Last());
        _scheduler.CreateTask(Fail("b"), "b");
        _scheduler.Tick(0.1);

        _log.ShouldBe(["idle", "1: a: a", "1: b: b"]);
    }

    [Test]
    public void Fault_OfAFutureBetweenTwoTicks_OrBeforeTheFirst_IsReportedByTheNextTick()
    {
        new Future(_scheduler) { Name = "before" }.SetException(new IOException("early"));
        _scheduler.Tick(0.1);
        new Future(_scheduler) { Name = "between" }.SetException(new IOException("late"));
        _log.ShouldBe(["1: before: early"]);
        _scheduler.Tick(0.1);

        _log.ShouldBe(["1: before: early", "2: between: late"]);
    }

    [Test]
    public void Fault_OfARunBeforeTheGame_IsReportedByTheFirstTick()
    {
        IEnumerator<Awaitable> Load()
        {
            CreateTask(Fail("texture"), "loader");
            yield return Sleep(1);
        }

        _scheduler.RunUntilComplete(Load());
        _log.ShouldBeEmpty();
        _scheduler.Tick(0.1);

        _log.ShouldBe(["1: loader: texture"]);
    }

    [Test]
    public void Fault_ThatIsAwaitedLater_StillComesOutThere()
    {
        CoTask enemy = _scheduler.CreateTask(Fail("AI is broken"), "enemy");
        CoTask director = _scheduler.CreateTask(Direct(), "director");
        for (int i = 0; i < 5; i++)
        {
            _scheduler.Tick(0.1);
        }

        _log.ShouldBe(["1: enemy: AI is broken", "director: AI is broken"]);
        director.IsDone.ShouldBeTrue();

        IEnumerator<Awaitable> Direct()
        {
            yield return WaitFrames(3);
            yield return Settle(enemy, out Outcome outcome);
            _log.Add($"director: {outcome.Exception!.Message}");
        }
    }

    [Test]
    public void Fault_HandedOnInTheSameTick_IsReportedForTheLastAlone()
    {
        IEnumerator<Awaitable> Await(CoTask task)
        {
            yield return task;
        }

        CoTask inner = _scheduler.CreateTask(FailAfter(0.05), "inner");
        CoTask middle = _scheduler.CreateTask(Await(inner), "middle");
        _scheduler.CreateTask(Await(middle), "outer");
        _scheduler.Tick(0.1);

        _log.ShouldBe(["1: outer: lost"]);
    }

    [Test]
    public void Fault_InATickThatEndsByAnError_IsReportedInItNevertheless()
    {
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            TickIterationLimit = 20,
            ExceptionHandler = context => _log.Add(context.Exception!.Message),
        });
        IEnumerator<Awaitable> Restless()
        {
            while (true)
            {
                yield return Sleep(0.0000001);
            }
        }

        scheduler.CreateTask(Fail("lost"));
        scheduler.CreateTask(Restless());
        Should.Throw<InvalidOperationException>(() => scheduler.Tick(0.1)).Message.ShouldContain("TickIterationLimit");

        _log.ShouldBe(["lost"]);
    }

    [Test]
    public void FaultsThatReportsCause_AreReportedByTheNextTick_WhichEnds()
    {
        int reports = 0;
        using var scheduler = new Scheduler();
        scheduler.ExceptionHandler = _ =>
        {
            reports++;
            new Future(scheduler).SetException(new IOException("again"));
        };
        scheduler.CreateTask(Fail("first"));
        for (int frame = 1; frame <= 3; frame++)
        {
            scheduler.Tick(0.1);
            reports.ShouldBe(frame);
        }
    }

    [Test]
    public void CtrlC_InAHandler_LeavesTheTick_AndTheOtherFaultsAreReportedByTheNext()
    {
        _scheduler.ExceptionHandler = context =>
        {
            _log.Add(context.Exception!.Message);
            if (_log.Count == 1)
            {
                throw new KeyboardInterruptException();
            }
        };
        _scheduler.CreateTask(Fail("a"));
        _scheduler.CreateTask(Fail("b"));
        Should.Throw<KeyboardInterruptException>(() => _scheduler.Tick(0.1));
        _scheduler.Tick(0.1);

        _log.ShouldBe(["a", "b"]);
    }

    [Test]
    public void WhenCollected_IsAGamesMomentToo_IfAskedFor()
    {
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            UnseenExceptions = ReportMoment.WhenCollected,
            ExceptionHandler = context => _log.Add(context.Exception!.Message),
        });
        CoTask held = scheduler.CreateTask(Fail("lost"));
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);

        _log.ShouldBeEmpty();
        held.Exception.ShouldNotBeNull();
    }

    [Test]
    public void Moment_ThatDoesNotExist_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(
        () => new SchedulerOptions { UnseenExceptions = (ReportMoment)2 });

    private static IEnumerator<Awaitable> Fail(string message)
    {
        Rig.Throw(message);
        yield break;
    }

    private static IEnumerator<Awaitable> FailAfter(double seconds)
    {
        yield return Sleep(seconds);
        Rig.Throw("lost");
    }

    private static IEnumerator<Awaitable> FailIn(string place, Action failing)
    {
        void Break()
        {
            failing();
            throw new InvalidOperationException("AI is broken");
        }

        IEnumerator<Awaitable> BreakInATask()
        {
            Break();
            yield break;
        }

        switch (place)
        {
            case "bare yield":
                yield return null;
                yield return null;
                break;
            case "sleep" or "group":
                yield return Sleep(0.6);
                break;
            case "end of the frame":
                yield return Sleep(0.5);
                break;
            case "frames":
                yield return WaitFrames(3);
                break;
            case "late":
                yield return NextPhase(_late);
                break;
            case "physics":
                yield return NextPhase(_physics);
                break;
            case "idle":
                yield return NextPhase(_idle);
                break;
            case "finally":
                using (new Cleanup(Break))
                {
                    yield return Sleep(0.6);
                }

                break;
            case "deferred":
                Defer(BreakInATask());
                yield return Sleep(0.6);
                yield break;
            case "predicate":
                yield return WaitUntil(() =>
                {
                    Break();
                    return true;
                });
                break;
            case "task":
                yield return CreateTask(BreakInATask());
                break;
            case "eager":
                yield return null;
                CreateTask(BreakInATask(), eager: true);
                yield break;
        }

        Break();
    }
}

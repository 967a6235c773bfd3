using Coroutines.Testing;
using static Coroutines.Awaitable;
using static Coroutines.Testing.TestKit;

namespace Coroutines.Tests.Testing;

/// <summary>The test kit over a scheduler that is ticked, with phases and with groups that are paused or slowed down.</summary>
public sealed class TestingGameLoopsTests : IDisposable
{
    private static readonly FramePhase _late = new("late");
    private static readonly FramePhase _physics = FramePhase.Fixed("physics", 0.25);

    private readonly TestScheduler _test = new(new TestOptions { Phases = [_physics, FramePhase.Update, _late] });
    private readonly List<string> _log = [];

    public void Dispose() => _test.Dispose();

    [Test]
    public void Trace_OfTicks_SaysWhichFrameOrPhaseWasWaitedFor()
    {
        _test.Start(Main(), "hero");
        for (int i = 0; i < 8; i++)
        {
            _test.Scheduler.Tick(0.25);
        }

        _test.Trace.ShouldBe(
            "0 hero: started -> yield",
            "0.5 hero: yield -> waiting for phase 'late'",
            "0.5 hero: phase 'late' -> waiting for phase 'physics'",
            "0.75 hero: phase 'physics' -> waiting for a number of frames",
            "1.5 hero: a number of frames -> sleep",
            "1.625 hero: timer -> waiting, every 0.25 s",
            "1.875 hero: every 0.25 s -> done");
        _test.Trace.Timeline().ShouldBe(
            "time 0 0.5   0.75 1.5 1.625 1.875\nhero o-o---o-o----o---o-----x\n");

        static IEnumerator<Awaitable> Main()
        {
            yield return null;
            yield return NextPhase(_late);
            yield return NextPhase(_physics);
            yield return WaitFrames(3);
            yield return Sleep(0.125);
            yield return Every(0.25, CatchUp.Skip);
        }
    }

    [Test]
    public void Fault_ThatATickReports_IsNotLeftBehind_IfTheTestLooksAtItLater()
    {
        CoTask seen = _test.Start(Fail(), "seen");
        _test.Start(Fail(), "unseen");
        _test.Scheduler.CallSoon(static () => Rig.Throw("in a callback"));
        _test.Scheduler.Tick(0.25);

        _test.Reports.Count.ShouldBe(3);
        seen.Exception.ShouldBeOfType<IOException>();
        _test.DescribeLeftovers().ShouldNotBeNull().Split('\n').Where(line => line.Contains("an exception")).ShouldBe(
        [
            "  an exception that nobody looked at: A callback threw an exception: IOException: in a callback",
            "  an exception that nobody looked at: The exception of task 'unseen' was never looked at: IOException: lost (task 'unseen': Fail)",
        ]);

        static IEnumerator<Awaitable> Fail()
        {
            Rig.Throw("lost");
            yield break;
        }
    }

    [Test]
    public void Trace_OfATaskInAPausedGroup_HasNoStepUntilItGoesOn()
    {
        var enemies = new CoGroup(_test.Scheduler, "enemies");
        var alarm = new CoEvent("alarm");
        enemies.CreateTask(Wait(alarm), "orc");
        enemies.CreateTask(Wait(alarm), "imp");
        _test.Start(Direct(), "director");
        _test.RunUntilBlocked();
        _test.Trace.Clear();

        _test.Advance(3);

        _test.Trace.ShouldBe(
            "1 director: timer -> sleep",
            "2 director: timer -> sleep",
            "2 orc: cancelled (by director) -> cancelled",
            "3 director: timer -> done",
            "3 imp: event 'alarm' (by director), after a pause -> done");

        IEnumerator<Awaitable> Direct()
        {
            yield return Sleep(1.0);
            enemies.Pause();
            alarm.Set();
            yield return Sleep(1.0);
            enemies.Tasks[0].Cancel();
            yield return Sleep(1.0);
            enemies.Resume();
        }
    }

    [Test]
    public void Trace_OfACancelTakenBackBeforeTheFrame_HasNoStepForIt()
    {
        CoTask hero = _test.Start(Yields(2), "hero");
        _test.Scheduler.Tick(0.5);
        hero.Cancel();
        hero.Uncancel();

        _test.Scheduler.Tick(0.5);

        _test.Trace.ShouldBe("0 hero: started -> yield", "1 hero: yield -> yield");
    }

    [Test]
    public void Leftovers_AfterTicks_AreThoseThatWaitForFrames_AndNothingMoreRunsOfThem()
    {
        _test.Start(Count(), "counter");
        _test.Start(FramesLater(), "later");
        _test.Start(InPhase(), "late");
        CoTask cancelled = _test.Start(Yields(100), "cancelled");
        _test.Scheduler.Tick(0.5);
        _test.Scheduler.Tick(0.5);
        cancelled.Cancel();

        string left = _test.DescribeLeftovers()!;

        _log.ShouldBe(["0", "1"]);
        cancelled.IsCancelled.ShouldBeTrue();
        left.Split('\n').Where(line => line.Contains("unfinished", StringComparison.Ordinal)).ShouldBe(
        [
            "  an unfinished task: Count (task 'counter'), waiting for the next frame",
            "  an unfinished task: FramesLater (task 'later'), waiting for a number of frames",
            "  an unfinished task: InPhase (task 'late'), waiting for phase 'late'",
        ]);

        IEnumerator<Awaitable> Count()
        {
            for (int i = 0; ; i++)
            {
                _log.Add($"{i}");
                yield return null;
            }
        }

        static IEnumerator<Awaitable> FramesLater()
        {
            yield return WaitFrames(100);
        }

        static IEnumerator<Awaitable> InPhase()
        {
            while (true)
            {
                yield return NextPhase(_late);
            }
        }
    }

    [Test]
    public void AllBlocked_InATick_CountsThoseWhoWaitForFramesAndPausedGroups()
    {
        var paused = new CoGroup(_test.Scheduler, "paused");
        paused.CreateTask(Yields(1000));
        _test.Start(Yields(1000));
        paused.Pause();
        CoTask waiting = _test.Start(Wait(), "waiting");

        _test.Scheduler.Tick(0.5);

        waiting.IsDone.ShouldBeTrue();

        static IEnumerator<Awaitable> Wait()
        {
            yield return AllBlocked();
        }
    }

    [Test]
    public void AllBlocked_InARunWithAPausedGroup_EndsThere_AndInsideTheGroupAfterThePause()
    {
        var paused = new CoGroup(_test.Scheduler, "paused");
        paused.CreateTask(Yields(1000));
        paused.CreateTask(WaitAndLog("inside"));
        paused.Pause();

        _test.Run(WaitAndLog("outside"));
        _log.ShouldBe(["outside"]);
        paused.Tasks[0].Cancel();
        paused.Resume();
        _test.RunUntilBlocked();

        _log.ShouldBe(["outside", "inside"]);
        _test.VerifyNothingLeft();

        IEnumerator<Awaitable> WaitAndLog(string text)
        {
            yield return AllBlocked();
            _log.Add(text);
        }
    }

    [Test]
    public void Advance_OverAGroupInSlowMotion_WakesItsSleepers()
    {
        var slow = new CoGroup(_test.Scheduler) { TimeScale = 0.5 };
        CoTask sleeper = slow.CreateTask(Sleeping());

        _test.Advance(3.5);
        sleeper.IsDone.ShouldBeFalse();
        _test.Advance(0.5);

        sleeper.IsDone.ShouldBeTrue();
        _test.VerifyNothingLeft();

        static IEnumerator<Awaitable> Sleeping()
        {
            yield return ShouldSuspend(Advance(2.0));
        }
    }

    [Test]
    public void Explore_OfTicks_TriesTheOrdersWithinAPhase()
    {
        HashSet<string> orders = [];

        Schedules.ExploreAll(test => Play(test, orders, priority: 0)).ShouldPass().IsExhaustive.ShouldBeTrue();

        orders.ShouldBe(
            ["a1 b1 a2 b2 late", "a1 b1 b2 a2 late", "b1 a1 a2 b2 late", "b1 a1 b2 a2 late"], ignoreOrder: true);
    }

    [Test]
    public void Explore_OfTicks_KeepsPriorities()
    {
        HashSet<string> orders = [];

        Schedules.ExploreAll(test => Play(test, orders, priority: 1)).ShouldPass().IsExhaustive.ShouldBeTrue();

        orders.ShouldBe(["a1 b1 b2 a2 late", "b1 a1 b2 a2 late"], ignoreOrder: true);
    }

    [Test]
    public void Explore_OfAGameThatLeansOnTheOrder_FindsIt_AndReplaysIt()
    {
        Exploration exploration = Schedules.Explore(Game);
        ScheduleFailure failure = exploration.ShouldFail();

        failure.Exception.Message.ShouldContain("was hit after its death");
        Should.Throw<ScheduleFailedException>(() => Schedules.Replay(Game, failure.Seed!.Value));
        Should.Throw<ScheduleFailedException>(() => Schedules.Replay(Game, failure.Choices));

        static void Game(TestScheduler test)
        {
            bool isAlive = true;
            CoTask hit = test.Start(Hit(), "hit");
            test.Start(Die(), "die");
            test.Scheduler.Tick(0.1);
            test.Scheduler.Tick(0.1);
            _ = hit.Result;

            IEnumerator<Awaitable> Hit()
            {
                yield return null;
                if (!isAlive)
                {
                    throw new IOException("It was hit after its death.");
                }
            }

            IEnumerator<Awaitable> Die()
            {
                yield return null;
                isAlive = false;
            }
        }
    }

    [Test]
    public void Phases_ThatCannotBeThoseOfAFrame_AreAnError()
    {
        Should.Throw<ArgumentException>(() => new TestScheduler(new TestOptions { Phases = [_late] })).Message.ShouldContain("FramePhase.Update has to be");
        Should.Throw<ArgumentNullException>(() => new TestScheduler(new TestOptions { Phases = null! }));
    }

    private static void Play(TestScheduler test, HashSet<string> orders, int priority)
    {
        List<string> order = [];
        test.Start(Twice("a"), "a");
        test.Start(Twice("b"), "b").Priority = priority;
        test.Scheduler.Tick(0.5);
        test.Scheduler.Tick(0.5);
        order.Add("late");
        orders.Add(string.Join(' ', order));

        IEnumerator<Awaitable> Twice(string name)
        {
            order.Add($"{name}1");
            yield return null;
            order.Add($"{name}2");
        }
    }

    private static IEnumerator<Awaitable> Wait(CoEvent alarm)
    {
        yield return alarm.Wait();
    }

    private static IEnumerator<Awaitable> Yields(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return null;
        }
    }
}

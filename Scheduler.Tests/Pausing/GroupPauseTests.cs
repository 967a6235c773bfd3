using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>A paused group stands still, whatever its tasks were doing, and goes on where it stopped.</summary>
public class GroupPauseTests
{
    private static readonly FramePhase _late = new("late");

    private readonly FrameRig _rig = new(FramePhase.Update, _late);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Pause_BetweenTicks_StopsSleepers_ByWhatIsLeftOfTheirSleep()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Walk("a", Sleep(1)));
        group.CreateTask(Walk("b", Sleep(0.75)));
        _rig.Tick(2);
        group.Pause();
        group.Pause();
        (group.IsPaused, group.Time).ShouldBe((true, 0.5));
        _rig.Tick(100);
        group.Time.ShouldBe(0.5);
        group.Resume();
        group.Resume();
        _rig.Tick(2);
        _rig.ShouldHaveLogged("25.75 b", "26 a");
        (group.IsPaused, group.Time).ShouldBe((false, 1));
    }

    [TestCase("bare"), TestCase("update"), TestCase("late"), TestCase("frames"), TestCase("sleep"), TestCase("future")]
    [TestCase("lock"), TestCase("queue"), TestCase("signal"), TestCase("task"), TestCase("first step")]
    public void Pause_OfATaskThatWaits_KeepsItFromGoingOn_UntilResume(string what)
    {
        var group = new CoGroup(_rig.Scheduler);
        var future = new Future(_rig.Scheduler);
        var gate = new CoLock();
        var queue = new CoQueue<int>();
        var signal = new CoSignal<int>();
        CoTask other = _rig.Start(WaitOnce(future));
        if (what == "lock")
        {
            _rig.Start(HoldUntilDone());
            _rig.Tick();
        }

        CoTask task = group.CreateTask(Wait());
        if (what != "first step")
        {
            _rig.Tick();
        }

        group.Pause();
        future.SetResult();
        queue.PutNoWait(1);
        signal.Emit(1);
        _rig.Tick(5);
        _rig.ShouldHaveLogged();
        task.IsDone.ShouldBeFalse();
        other.IsDone.ShouldBeTrue();

        group.Resume();
        _rig.Tick(2);
        _rig.Trace.Count.ShouldBe(1);
        task.IsDone.ShouldBeTrue();
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> Wait()
        {
            switch (what)
            {
                case "lock":
                    yield return gate.Acquire();
                    break;
                case "queue":
                    yield return queue.Get().Into(out var number);
                    number.Result.ShouldBe(1);
                    break;
                case "signal":
                    yield return signal.Next().Into(out var value);
                    value.Result.ShouldBe(1);
                    break;
                default:
                    yield return what switch
                    {
                        "update" => Await(WaitTwice(FramePhase.Update)),
                        "late" => Await(WaitTwice(_late)),
                        "frames" => WaitFrames(2),
                        "sleep" => Sleep(0.5),
                        "future" => future,
                        "task" => other,
                        _ => null,
                    };
                    break;
            }

            _rig.LogFrame(what);
        }

        IEnumerator<Awaitable> HoldUntilDone()
        {
            yield return gate.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return future;
            }
        }

        static IEnumerator<Awaitable> WaitTwice(FramePhase phase)
        {
            yield return NextPhase(phase);
            yield return NextPhase(phase);
        }
    }

    [Test]
    public void Pause_OfTasksThatWaitForFrames_HasThemGoOnInTheNextOne_BehindThoseWhoWait()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Each("a", null));
        _rig.Start(Each("b", null));
        group.CreateTask(Each("late a", NextPhase(_late)));
        _rig.Start(Each("late b", NextPhase(_late)));
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 late a", "1 late b", "2 a", "2 b", "2 late a", "2 late b");
        group.Pause();
        _rig.Tick();
        _rig.ShouldHaveLogged("3 b", "3 late b");
        group.Resume();
        _rig.Tick(2);
        _rig.ShouldHaveLogged("4 b", "4 a", "4 late b", "4 late a", "5 b", "5 a", "5 late b", "5 late a");
    }

    [Test]
    public void PauseAndResume_BetweenTwoFrames_IsNotNoticed()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Each("a", null));
        _rig.Start(Each("b", null));
        _rig.Tick();
        for (int i = 0; i < 3; i++)
        {
            group.Pause();
            group.Resume();
            _rig.Tick();
        }

        _rig.ShouldHaveLogged("2 a", "2 b", "3 a", "3 b", "4 a", "4 b");
    }

    [Test]
    public void Pause_ByATaskOfTheGroup_LetsItReachItsNextWait()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(PauseItself());
        group.CreateTask(Each("other", null));
        _rig.Tick(4);
        _rig.ShouldHaveLogged("2 pauses", "2 still runs");
        group.Resume();
        _rig.Tick(2);
        _rig.ShouldHaveLogged("5 other", "6 goes on", "6 other");

        IEnumerator<Awaitable> PauseItself()
        {
            yield return null;
            group.Pause();
            _rig.LogFrame("pauses");
            var done = new Future();
            done.SetResult();
            yield return done;
            _rig.LogFrame("still runs");
            yield return WaitFrames(2);
            _rig.LogFrame("goes on");
        }
    }

    [Test]
    public void Pause_FromACallback_StopsThoseWhoHaveNotYetTakenTheirStepAtThatMoment()
    {
        var group = new CoGroup(_rig.Scheduler);
        _rig.Scheduler.CallLater(0.5, group.Pause);
        group.CreateTask(Walk("a", Sleep(0.5)));
        group.CreateTask(Walk("b", Sleep(0.25)));
        _rig.Tick(3);
        _rig.ShouldHaveLogged("0.25 b");
        group.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("0.75 a");
    }

    [Test]
    public void Resume_OfAGroupWithOthersInIt_KeepsTheOrderInWhichTheirStepsWouldHaveCome()
    {
        var level = new CoGroup(_rig.Scheduler);
        var enemies = new CoGroup(level);
        var future = new Future(_rig.Scheduler);
        level.CreateTask(Walk("a", future));
        enemies.CreateTask(Walk("b", future));
        level.CreateTask(Walk("c", future));
        enemies.CreateTask(Each("d", null));
        level.CreateTask(Each("e", null));
        enemies.CreateTask(Each("f", null));
        _rig.Tick();
        level.Pause();
        future.SetResult();
        _rig.Tick(2);
        level.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("0.75 a", "0.75 b", "0.75 c", "4 d", "4 e", "4 f");
    }

    [Test]
    public void NestedPauses_HoldUntilTheLastOneIsOver()
    {
        var level = new CoGroup(_rig.Scheduler);
        var enemies = new CoGroup(level);
        enemies.CreateTask(Each("enemy", null));
        level.CreateTask(Each("level", null));
        _rig.Tick();
        enemies.Pause();
        level.Pause();
        _rig.Tick();
        level.Resume();
        (level.IsPaused, enemies.IsPaused).ShouldBe((false, true));
        _rig.Tick();
        level.Pause();
        enemies.Resume();
        enemies.IsPaused.ShouldBeTrue();
        _rig.Tick();
        level.Resume();
        enemies.IsPaused.ShouldBeFalse();
        _rig.Tick();
        _rig.ShouldHaveLogged("3 level", "5 enemy", "5 level");
    }

    [Test]
    public void Start_IntoAPausedGroup_WaitsForItsEnd_AlsoWhereItIsNested()
    {
        var level = new CoGroup(_rig.Scheduler);
        level.Pause();
        var enemies = new CoGroup(level);
        enemies.IsPaused.ShouldBeTrue();
        enemies.CreateTask(Walk("a", Sleep(0.25)));
        level.CreateTask(Walk("b", null));
        _rig.Tick(2);
        level.Resume();
        _rig.Tick(2);
        _rig.ShouldHaveLogged("0.75 a", "1 b");
    }

    [Test]
    public void Fault_OfWhatAHeldTaskWaitsFor_ReachesItAfterThePause()
    {
        var group = new CoGroup(_rig.Scheduler);
        var future = new Future(_rig.Scheduler);
        CoTask task = group.CreateTask(WaitOnce(future));
        _rig.Tick();
        group.Pause();
        future.SetException(new IOException("lost"));
        _rig.Tick(2);
        task.IsDone.ShouldBeFalse();
        group.Resume();
        _rig.Tick();
        task.Exception!.Message.ShouldBe("lost");
    }

    [Test]
    public void TaskOutside_ThatAwaitsAHeldOne_WaitsForIt()
    {
        var group = new CoGroup(_rig.Scheduler);
        CoTask held = group.CreateTask(WaitOnce(null));
        _rig.Start(Walk("outside", held));
        _rig.Tick();
        group.Pause();
        _rig.Tick(3);
        _rig.ShouldHaveLogged();
        group.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("1.25 outside");
    }

    [Test]
    public void Await_OfAPausedGroup_WaitsForItsTasks()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(WaitOnce(null));
        _rig.Start(Walk("over", group));
        _rig.Tick();
        group.Pause();
        _rig.Tick(2);
        group.Cancel();
        _rig.Tick();
        _rig.ShouldHaveLogged("0.75 over");
    }

    [Test]
    public void Pause_DuringTheUpdate_StopsThoseWhoseTurnIsStillToCome_AndResumeInItLetsThemGoOn()
    {
        var group = new CoGroup(_rig.Scheduler);
        _rig.Start(InFrame(2, group.Pause));
        group.CreateTask(Each("a", null));
        _rig.Start(InFrame(3, group.Resume));
        _rig.Start(Each("b", null));
        _rig.Tick(4);
        _rig.ShouldHaveLogged("2 b", "3 b", "3 a", "4 b", "4 a");

        IEnumerator<Awaitable> InFrame(int frame, Action action)
        {
            yield return WaitFrames(frame - 1);
            action();
        }
    }

    private static IEnumerator<Awaitable> WaitOnce(Awaitable wait)
    {
        yield return wait;
    }

    private IEnumerator<Awaitable> Walk(string name, Awaitable wait)
    {
        yield return wait;
        _rig.LogTime(name);
    }

    private IEnumerator<Awaitable> Each(string name, Awaitable wait)
    {
        while (true)
        {
            yield return wait;
            _rig.LogFrame(name);
        }
    }
}

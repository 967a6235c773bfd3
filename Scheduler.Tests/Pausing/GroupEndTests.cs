using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>A group is cancelled to be used further, or disposed for good.</summary>
public class GroupEndTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Cancel_OfAGroup_ClosesItsTasksInOrder_AndItCanBeUsedFurther()
    {
        var level = new CoGroup(_rig.Scheduler);
        var enemies = new CoGroup(level);
        level.CreateTask(Guarded("a", null));
        enemies.CreateTask(Guarded("b", Sleep(10)));
        level.CreateTask(Guarded("c", new Future(_rig.Scheduler)));
        _rig.Start(Guarded("outside", null));
        _rig.Tick();
        level.Cancel("game over");
        CoTask next = level.CreateTask(Guarded("next", null));
        CoTask[] tasks = [.. level.Tasks];
        _rig.Tick();

        _rig.ShouldHaveLogged("0.25 a closed", "0.25 b closed", "0.25 c closed", "0.5 outside closed");
        tasks.Take(3).ShouldAllBe(task => FrameRig.CancelOf(task) == "game over");
        next.IsDone.ShouldBeFalse();
        level.Count.ShouldBe(1);
    }

    [Test]
    public void Cancel_OfTheOwnGroup_EndsTheCallerWhereItNextWaits()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(CancelAll());
        group.CreateTask(Guarded("other", Sleep(10)));
        _rig.Tick(2);
        _rig.ShouldHaveLogged("goes on", "0.5 other closed", "caller closed");

        IEnumerator<Awaitable> CancelAll()
        {
            try
            {
                yield return Sleep(0);
                group.Cancel();
                _rig.Log("goes on");
                yield return Sleep(1);
                _rig.Log("never");
            }
            finally
            {
                _rig.Log("caller closed");
            }
        }
    }

    [Test]
    public void Cancel_BeforeTheFirstStep_HasTheTaskNeverBegin()
    {
        var group = new CoGroup(_rig.Scheduler);
        CoTask task = group.CreateTask(Guarded("a", null));
        group.Cancel();
        _rig.Tick();
        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Dispose_OfAGroup_CancelsItsTasks_AndRefusesNewOnes()
    {
        var level = new CoGroup(_rig.Scheduler, "level");
        var enemies = new CoGroup(level, "enemies");
        CoTask task = enemies.CreateTask(Guarded("a", null));
        _rig.Tick();
        level.Dispose();
        level.Dispose();

        (level.IsDisposed, enemies.IsDisposed).ShouldBe((true, true));
        level.ToString().ShouldBe("group 'level' (1 task, disposed)");
        foreach (Action refused in (Action[])[
            () => level.CreateTask(Guarded("b", null)),
            () => level.CreateTask<int>(Guarded("b", null)),
            () => level.CreateTask("key", Guarded("b", null), RestartPolicy.Queue),
            () => enemies.CreateTask(Guarded("b", null)),
            () => _ = new CoGroup(level)])
        {
            Should.Throw<ObjectDisposedException>(refused).Message.ShouldContain("was disposed, and takes no tasks any more.");
        }

        _rig.Tick();
        FrameRig.CancelOf(task).ShouldBe("The group 'level' was disposed.");
        _rig.ShouldHaveLogged("0.25 a closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_OfAPausedGroup_LetsItsTasksCleanUp()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(CleanUpSlowly());
        _rig.Tick();
        group.Pause();
        group.Dispose();
        group.IsPaused.ShouldBeFalse();
        _rig.Tick(2, seconds: 1);
        _rig.ShouldHaveLogged("1.25 clean");
        group.Count.ShouldBe(0);
    }

    [Test]
    public void Dispose_OfAGroupWithPausedOnesInIt_LetsTheirTasksCleanUp()
    {
        var level = new CoGroup(_rig.Scheduler);
        var enemies = new CoGroup(level);
        enemies.CreateTask(CleanUpSlowly());
        _rig.Tick();
        enemies.Pause();
        level.Pause();
        level.Dispose();
        enemies.IsPaused.ShouldBeFalse();
        _rig.Tick(2, seconds: 1);
        _rig.ShouldHaveLogged("1.25 clean");
        level.Count.ShouldBe(0);
    }

    [Test]
    public void Run_ThatEndsWhileGroupsArePaused_LetsTheirTasksCleanUp()
    {
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });
        _rig.Trace.ShouldBe(["2 clean"]);

        IEnumerator<Awaitable> Main()
        {
            var level = new CoGroup(Scheduler.Current);
            var enemies = new CoGroup(level);
            enemies.CreateTask(CleanUpSlowly());
            yield return Sleep(1);
            enemies.Pause();
            level.Pause();
        }
    }

    [Test]
    public void Dispose_AtTheEndOfABlock_EndsTheTasksWithIt()
    {
        _rig.Start(Level());
        _rig.Tick(2);
        _rig.ShouldHaveLogged("0.5 enemy closed");
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> Level()
        {
            using var enemies = new CoGroup(_rig.Scheduler);
            enemies.CreateTask(Guarded("enemy", Sleep(100)));
            yield return null;
        }
    }

    [Test]
    public void Group_OfADisposedScheduler_IsRefused()
    {
        var group = new CoGroup(_rig.Scheduler);
        _rig.Scheduler.Dispose();
        Should.Throw<ObjectDisposedException>(() => new CoGroup(_rig.Scheduler));
        Should.Throw<ObjectDisposedException>(() => group.CreateTask(Idle(1)));
        group.Dispose();
        group.Count.ShouldBe(0);
    }

    private static IEnumerator<Awaitable> Idle(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            yield return null;
        }
    }

    private IEnumerator<Awaitable> CleanUpSlowly()
    {
        Defer(Clean());
        yield return Sleep(100);

        IEnumerator<Awaitable> Clean()
        {
            yield return Sleep(1);
            yield return CreateTask(Log());
        }

        IEnumerator<Awaitable> Log()
        {
            _rig.Log(FormattableString.Invariant($"{Scheduler.Current.Time} clean"));
            yield break;
        }
    }

    private IEnumerator<Awaitable> Guarded(string name, Awaitable wait)
    {
        try
        {
            yield return wait;
        }
        finally
        {
            _rig.LogTime($"{name} closed");
        }
    }
}

using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>Tasks that belong together: who is in a group, how it ends, and who waits for that.</summary>
public class GroupTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Start_PutsTheTaskIntoTheGroup_ForAsLongAsItRuns()
    {
        var group = new CoGroup(_rig.Scheduler, "enemies");
        CoTask first = group.CreateTask(Idle(1), "first");
        CoTask<int> second = group.CreateTask<int>(ReturnSoon(42), "second");
        group.Count.ShouldBe(2);
        group.Tasks.ShouldBe([first, second]);
        (first.Group, second.Group).ShouldBe((group, group));
        (group.Name, group.Parent, group.Scheduler).ShouldBe(("enemies", null, _rig.Scheduler));
        _rig.Tick();

        second.Result.ShouldBe(42);
        group.Tasks.ShouldBe([first]);
        group.ToString().ShouldBe("group 'enemies' (1 task)");
        _rig.Tick();
        group.Count.ShouldBe(0);
        first.Group.ShouldBe(group);
        group.ToString().ShouldBe("group 'enemies' (0 tasks)");

        static IEnumerator<Awaitable> ReturnSoon(int number)
        {
            yield return Return(number);
        }
    }

    [Test]
    public void Start_Eagerly_TakesTheFirstStepAtOnce_UnlessTheGroupIsPaused()
    {
        var group = new CoGroup(_rig.Scheduler);
        _rig.Start(StartThem());
        _rig.Tick();
        _rig.ShouldHaveLogged("start", "a", "started");
        group.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("b");

        IEnumerator<Awaitable> StartThem()
        {
            _rig.Log("start");
            group.CreateTask(Log("a"), eager: true);
            group.Pause();
            group.CreateTask(Log("b"), eager: true);
            _rig.Log("started");
            yield break;
        }
    }

    [Test]
    public void CreateTask_ByAMember_IsAMemberToo_ByACallbackItIsNot()
    {
        var group = new CoGroup(_rig.Scheduler);
        var seen = new List<(string, CoGroup?)>();
        group.CreateTask(Make());
        _rig.Tick();
        seen.ShouldBe([
            ("awaited", group), ("gathered", group), ("in a task group", group), ("created", group),
            ("by a callback", null), ("by a predicate", null)],
            ignoreOrder: true);

        IEnumerator<Awaitable> Make()
        {
            CreateTask(Note("created"));
            yield return Await(Note("awaited"));
            yield return Gather(Note("gathered"));
            var tasks = new TaskGroup();
            tasks.CreateTask(Note("in a task group"));
            yield return tasks;
            _rig.Scheduler.CallSoon(() => CreateTask(Note("by a callback")));
            bool isAsked = false;
            yield return WaitUntil(() =>
            {
                if (!isAsked)
                {
                    isAsked = true;
                    CreateTask(Note("by a predicate"));
                }

                return true;
            });
        }

        IEnumerator<Awaitable> Note(string what)
        {
            seen.Add((what, CoTask.Current!.Group));
            yield break;
        }
    }

    [Test]
    public void Start_ByAMemberOfAnotherGroup_IsInTheOneThatWasNamed()
    {
        var one = new CoGroup(_rig.Scheduler);
        var other = new CoGroup(_rig.Scheduler);
        CoTask? made = null;
        one.CreateTask(Make());
        _rig.Tick();
        made!.Group.ShouldBe(other);

        IEnumerator<Awaitable> Make()
        {
            made = other.CreateTask(Idle(1));
            yield break;
        }
    }

    [Test]
    public void NestedGroup_CountsForTheOneAroundIt()
    {
        var level = new CoGroup(_rig.Scheduler, "level");
        var enemies = new CoGroup(level, "enemies");
        CoTask a = level.CreateTask(Idle(2));
        CoTask b = enemies.CreateTask(Idle(1));
        CoTask c = level.CreateTask(Idle(1));
        level.Tasks.ShouldBe([a, b, c]);
        enemies.Tasks.ShouldBe([b]);
        (level.Count, enemies.Count, enemies.Parent, enemies.Scheduler).ShouldBe((3, 1, level, _rig.Scheduler));
        _rig.Tick(2);
        (level.Count, enemies.Count).ShouldBe((1, 0));
    }

    [Test]
    public void Await_OfAGroup_IsOverWhenItIsEmpty_ForAllThatWait()
    {
        var level = new CoGroup(_rig.Scheduler, "level");
        var enemies = new CoGroup(level, "enemies");
        _rig.Start(WaitFor(level, "level a"));
        _rig.Start(WaitFor(enemies, "enemies"));
        _rig.Start(WaitFor(level, "level b"));
        enemies.CreateTask(SleepFor(1));
        level.CreateTask(SleepFor(2));
        _rig.Tick(4, seconds: 1);
        _rig.ShouldHaveLogged("1 enemies", "2 level a", "2 level b");

        _rig.Start(WaitFor(level, "again"));
        _rig.Tick();
        _rig.ShouldHaveLogged("4 again");
    }

    [Test]
    public void Await_OfAnEmptyGroup_TakesNoIteration()
    {
        var group = new CoGroup(_rig.Scheduler);
        _rig.Start(Walk());
        _rig.Tick();
        _rig.ShouldHaveLogged("before", "after", "other");

        IEnumerator<Awaitable> Walk()
        {
            _rig.Scheduler.CallSoon(() => _rig.Log("other"));
            _rig.Log("before");
            yield return group;
            _rig.Log("after");
        }
    }

    [Test]
    public void Await_OfAGroupThatFails_IsNotTold()
    {
        var group = new CoGroup(_rig.Scheduler);
        CoTask broken = group.CreateTask(Fail());
        CoTask waiter = _rig.Start(WaitFor(group, "over"));
        _rig.Tick();
        _rig.ShouldHaveLogged("0 over");
        waiter.Exception.ShouldBeNull();
        broken.Exception.ShouldBeOfType<IOException>();

        static IEnumerator<Awaitable> Fail()
        {
            throw new IOException();
#pragma warning disable CS0162 // A coroutine needs a yield.
            yield break;
#pragma warning restore CS0162
        }
    }

    [Test]
    public void Await_OfAGroup_ThatIsCancelled_LeavesTheGroupAlone()
    {
        var group = new CoGroup(_rig.Scheduler);
        CoTask member = group.CreateTask(Idle(2));
        CoTask waiter = _rig.Start(WaitFor(group, "over"));
        _rig.Tick();
        waiter.Cancel();
        _rig.Tick(2);
        waiter.IsCancelled.ShouldBeTrue();
        member.IsCancelled.ShouldBeFalse();
        _rig.ShouldHaveLogged();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Await_OfTheOwnGroup_OrOneAroundIt_IsAnError([Values] bool nested)
    {
        var level = new CoGroup(_rig.Scheduler, "level");
        var enemies = new CoGroup(level, "enemies");
        CoTask task = (nested ? enemies : level).CreateTask(WaitFor(level, "over"), "walker");
        _rig.Tick();
        task.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
            "WaitFor (task 'walker') waits for the end of group 'level', to which it belongs itself. "
            + "Wait for it from outside, or for some of its tasks.");
    }

    [Test]
    public void Await_OfAGroupOfAnotherScheduler_IsAnError()
    {
        using var other = new Scheduler();
        var group = new CoGroup(other, "theirs");
        CoTask task = _rig.Start(WaitFor(group, "over"), "walker");
        _rig.Tick();
        task.Exception.ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldContain("group 'theirs', which belongs to another scheduler");
    }

    [Test]
    public void Group_OfADisposedScheduler_HasEndedWithIt()
    {
        var other = new Scheduler();
        var group = new CoGroup(other, "theirs");
        CoTask member = group.CreateTask(WaitFor(new CoGroup(other), "over"));
        other.Dispose();
        member.IsDone.ShouldBeTrue();
        group.Count.ShouldBe(0);
        Should.Throw<ObjectDisposedException>(() => group.CreateTask(WaitFor(group, "never"))).Message.ShouldContain("The scheduler was disposed");
    }

    [Test]
    public void Await_OfAGroupOfNull_IsRefused() => Should.Throw<ArgumentNullException>(() => (Awaitable)(CoGroup)null!);

    [Test]
    public void Group_OfAName_IsTheSameUntilItIsDisposed()
    {
        CoGroup enemies = _rig.Scheduler.Group("enemies");
        _rig.Scheduler.Group("enemies").ShouldBe(enemies);
        _rig.Scheduler.Group("Enemies").ShouldNotBe(enemies);
        enemies.Name.ShouldBe("enemies");
        enemies.Dispose();
        _rig.Scheduler.Group("enemies").ShouldNotBe(enemies);
        Should.Throw<ArgumentNullException>(() => _rig.Scheduler.Group(null!));
        _rig.Scheduler.Dispose();
        Should.Throw<ObjectDisposedException>(() => _rig.Scheduler.Group("enemies"));
    }

    [Test]
    public void Arguments_ThatAreMissing_AreRefused()
    {
        var group = new CoGroup(_rig.Scheduler);
        Should.Throw<ArgumentNullException>(() => new CoGroup((Scheduler)null!));
        Should.Throw<ArgumentNullException>(() => new CoGroup((CoGroup)null!));
        Should.Throw<ArgumentNullException>(() => group.CreateTask(null!));
        Should.Throw<ArgumentNullException>(() => group.CreateTask<int>(null!));
        Should.Throw<ArgumentNullException>(() => group.CreateTask("key", null!, RestartPolicy.Keep));
        Should.Throw<ArgumentNullException>(() => group.CreateTask(null!, Idle(1), RestartPolicy.Keep));
        Should.Throw<ArgumentNullException>(() => group.FindTask(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => group.CreateTask("key", Idle(1), (RestartPolicy)3));
        group.Count.ShouldBe(0);
    }

    [Test]
    public void Calls_FromAnotherThreadWhileItRuns_AreRefused()
    {
        var group = new CoGroup(_rig.Scheduler);
        Action[] calls =
        [
            () => group.CreateTask(Idle(1)), () => group.Cancel(), group.Dispose, group.Pause, group.Resume, () => group.TimeScale = 2,
            () => _ = group.Tasks, () => _ = new CoGroup(_rig.Scheduler), () => _ = new CoGroup(group), () => _rig.Scheduler.Group("x"),
        ];
        int refused = 0;
        _rig.Scheduler.CallSoon(() =>
        {
            var thread = new Thread(() =>
            {
                foreach (Action call in calls)
                {
                    Should.Throw<InvalidOperationException>(call).Message.ShouldContain("another thread");
                    refused++;
                }
            });
            thread.Start();
            thread.Join();
        });
        _rig.Tick();
        refused.ShouldBe(calls.Length);
        (group.IsPaused, group.TimeScale, group.IsDisposed).ShouldBe((false, 1, false));
    }

    private static IEnumerator<Awaitable> Idle(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }

    private IEnumerator<Awaitable> Log(string line)
    {
        _rig.Log(line);
        yield break;
    }

    private IEnumerator<Awaitable> WaitFor(CoGroup group, string name)
    {
        yield return group;
        _rig.LogTime(name);
    }
}

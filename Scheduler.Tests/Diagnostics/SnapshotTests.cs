using System.Text.Json;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>The tasks and groups of a scheduler, and what they wait for, as data.</summary>
public sealed class SnapshotTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Tasks_NameThoseThatTheyAwait_AndThoseThatAwaitThem_ThroughWhatStandsBetween()
    {
        var answer = new Future(_rig.Scheduler);
        CoTask first = _rig.Start(Wait(answer), "first");
        CoTask second = _rig.Start(Wait(answer));
        CoTask gathering = _rig.Start(Wait(Gather(Shield(first), second)), "gathering");
        CoTask direct = _rig.Start(Outer(first), "direct");
        _rig.Iterate();

        SchedulerSnapshot snapshot = _rig.Scheduler.TakeSnapshot();
        snapshot.IsConsistent.ShouldBeTrue();
        long[] ids = [.. snapshot.Tasks.Select(static task => task.Id)];
        ids.Distinct().Count().ShouldBe(4);
        Named("gathering").Awaiting.ShouldBe([ids[0], ids[1]]);
        Named("direct").Awaiting.ShouldBe([ids[0]]);
        Named("first").Awaiters.ShouldBe([ids[2], ids[3]]);
        Named("Task-1").Awaiters.ShouldBe([ids[2]]);
        Named("first").Awaiting.ShouldBeEmpty();
        Named("direct").Coroutines.ShouldBe(["Outer", "Wait"]);
        Named("direct").Place.ShouldBe("Outer > Wait");
        Named("direct").WaitKind.ShouldBe(WaitKind.Task);
        Named("gathering").WaitKind.ShouldBe(WaitKind.Future);
        Named("direct").Wait.ShouldBe("awaiting task 'first'");

        // The same, asked of the tasks themselves.
        gathering.Awaiting.ShouldBe([first, second]);
        first.Awaiters.ShouldBe([gathering, direct]);
        second.Awaiters.ShouldBe([gathering]);
        direct.CoroutineChain.ShouldBe(["Outer", "Wait"]);
        answer.SetResult();
        _rig.Iterate(10);
        direct.CoroutineChain.ShouldBeEmpty();
        direct.Awaiting.ShouldBeEmpty();
        first.Awaiters.ShouldBeEmpty();
        _rig.Scheduler.TakeSnapshot().Tasks.ShouldBeEmpty();
        snapshot.Tasks.Count.ShouldBe(4);

        TaskSnapshot Named(string name) => snapshot.Tasks.Single(task => task.Name == name);
    }

    [Test]
    public void Waits_TellHowLongTheyLastStill()
    {
        FramePhase late = new("late");
        using var game = new Scheduler(new SchedulerOptions { Phases = [FramePhase.Update, late] });
        CoGroup slow = new(game, "slow") { TimeScale = 0.5 };
        CoGroup inner = new(slow, "inner");
        inner.Pause();
        Ticker every = Every(0.5, CatchUp.RunEach);
        game.CreateTask(Wait(Sleep(2)), "sleeper");
        game.CreateTask(Wait(Sleep(double.PositiveInfinity)), "for ever");
        game.CreateTask(Twice(every), "ticker");
        game.CreateTask(Wait(WaitFrames(5)), "frames");
        game.CreateTask(Wait(null), "yields");
        game.CreateTask(Wait(SleepUnscaled(3)), "unscaled");
        slow.CreateTask(Wait(Sleep(2)), "slow sleeper");
        slow.CreateTask(Wait(WaitFrames(4)), "slow frames");
        inner.CreateTask(Wait(Sleep(2)), "held");
        game.BeginFrame(0.5);
        game.RunPhase(late);
        game.CreateTask(Wait(NextPhase(late)), "later", eager: true);
        game.EndFrame();

        SchedulerSnapshot snapshot = game.TakeSnapshot();
        snapshot.Time.ShouldBe(0.5);
        snapshot.FrameCount.ShouldBe(1);
        Shown("sleeper").ShouldBe("Sleep, 1.5 s");
        Shown("for ever").ShouldBe("Sleep");
        Shown("ticker").ShouldBe("Sleep, 0.5 s");
        Shown("frames").ShouldBe("Frame, 5 frames");
        Shown("later").ShouldBe("Frame, late");
        Shown("yields").ShouldBe("Frame, update");
        Shown("unscaled").ShouldBe("Sleep, 2.5 s");
        Shown("slow sleeper").ShouldBe("Sleep, 1.75 s, in group 'slow' (3 tasks, time × 0.5)");
        Shown("slow frames").ShouldBe("Frame, 4 frames, in group 'slow' (3 tasks, time × 0.5)");
        Shown("held").ShouldBe("Other, held, in group 'inner' (1 task, paused)");
        snapshot.Groups.Select(static group => group.Parent).ShouldBe([null, 0]);
        snapshot.Groups.Select(static group => group.Time).ShouldBe([0.25, 0]);
        snapshot.SleeperCount.ShouldBe(4);
        snapshot.FrameWaiterCount.ShouldBe(4);
        snapshot.TimerCount.ShouldBe(4);

        string Shown(string name)
        {
            TaskSnapshot task = snapshot.Tasks.Single(task => task.Name == name);
            return FormattableString.Invariant(
                $"{task.WaitKind}{(task.SecondsLeft is { } seconds ? $", {seconds} s" : "")}{(task.FramesLeft is { } frames ? $", {frames} frames" : "")}{(task.Phase is { } phase ? $", {phase}" : "")}{(task.IsHeld ? ", held" : "")}{(task.Group is { } group ? $", in {snapshot.Groups[group]}" : "")}");
        }

        static IEnumerator<Awaitable> Twice(Ticker every)
        {
            yield return every;
            yield return every;
        }
    }

    [Test]
    public void Holder_OfALock_IsNamedByThoseWhoWaitForIt_AndRingsAreTold()
    {
        var one = new CoLock("one");
        var two = new CoLock("two");
        _rig.Start(Both(one, two), "a");
        _rig.Start(Both(two, one), "b");
        _rig.Iterate(4);
        SchedulerSnapshot snapshot = _rig.Scheduler.TakeSnapshot();
        snapshot.Tasks[0].Holders.ShouldBe([snapshot.Tasks[1].Id]);
        snapshot.Tasks[0].WaitKind.ShouldBe(WaitKind.Primitive);
        snapshot.Rings.ShouldBe(["Ring: task 'a' → task 'b' → task 'a'"]);

        static IEnumerator<Awaitable> Both(CoLock first, CoLock second)
        {
            yield return first.Acquire();
            yield return null;
            yield return second.Acquire();
        }
    }

    [Test]
    public void ObservedTasks_KnowTheirAge_TheirSteps_AndWhoHasStartedThem()
    {
        _rig.Start(Wait(Sleep(5)), "before");
        _rig.Iterate();
        IDisposable feed = _rig.Scheduler.Observe(new Nobody());
        _rig.Scheduler.Observe(new Nobody());
        CoTask parent = null!;
        parent = _rig.Start(Parent(), "parent");
        SchedulerSnapshot snapshot = null!;
        _rig.Scheduler.CallLater(3, () => snapshot = _rig.Scheduler.TakeSnapshot());
        _rig.Run(Wait(Sleep(4)));
        feed.Dispose();

        TaskSnapshot before = snapshot.Tasks.Single(static task => task.Name == "before");
        TaskSnapshot shown = snapshot.Tasks.Single(static task => task.Name == "parent");
        TaskSnapshot child = snapshot.Tasks.Single(static task => task.Name == "child");
        (before.Age, before.StepCount, before.StepTime, before.StepEventId).ShouldBe((null, null, null, 0));
        shown.Age.ShouldBe(3);
        shown.StepCount.ShouldBe(2);
        shown.StepTime!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        child.Age.ShouldBe(2);
        child.StepCount.ShouldBe(1);
        child.ParentId.ShouldBe(shown.Id);
        shown.ParentId.ShouldBe(0);
        parent.Age.ShouldBe(4);
        parent.StepCount.ShouldBe(2);

        static IEnumerator<Awaitable> Parent()
        {
            yield return Sleep(1);
            yield return CreateTask(Wait(Sleep(10)), "child");
        }
    }

    [Test]
    public void FailedTask_IsThere_UntilSomebodyLooksAtIt()
    {
        CoTask failed = _rig.Start(Failing(), "failing");
        _rig.Iterate(2);
        TaskSnapshot shown = _rig.Scheduler.TakeSnapshot().Tasks.ShouldHaveSingleItem();
        shown.Fault.ShouldBe("IOException('lost')");
        shown.ToString().ShouldBe("failing (Finished, exception=IOException('lost'))");
        _ = failed.Exception;
        _rig.Scheduler.TakeSnapshot().Tasks.ShouldBeEmpty();

        static IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("lost");
        }
    }

    [Test]
    public void RunningTask_SeesItselfRunning_AndTasksThatHaveNotBegun()
    {
        SchedulerSnapshot snapshot = null!;
        _rig.Run(Main());
        snapshot.Step!.ToString().ShouldMatch(@"^Main > Inner \(task 'Task-1'\) has been in its step for at least \d+(\.\d+)? s$");
        snapshot.Tasks.Select(static task => task.ToString()).ShouldBe(
            ["Task-1 (Running) Main > Inner: running", "new (Ready) Wait: ready"]);
        _rig.Scheduler.Tasks.Count.ShouldBe(0);

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
        }

        IEnumerator<Awaitable> Inner()
        {
            CoTask added = CreateTask(Wait(null), "new");
            snapshot = _rig.Scheduler.TakeSnapshot();
            added.RegistryIndex.ShouldBeLessThan(0);
            yield return added;
        }
    }

    [Test]
    public void Snapshot_IsJson()
    {
        _rig.Start(Wait(Sleep(1)), "sleeper");
        _rig.Iterate();
        string json = JsonSerializer.Serialize(_rig.Scheduler.TakeSnapshot());
        using JsonDocument read = JsonDocument.Parse(json);
        JsonElement task = read.RootElement.GetProperty("Tasks")[0];
        task.GetProperty("Name").GetString().ShouldBe("sleeper");
        task.GetProperty("SecondsLeft").GetDouble().ShouldBe(1);
        read.RootElement.GetProperty("Step").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Test]
    public void ManyThatAwaitOneGatherOfMany_ShareTheirLists()
    {
        var answer = new Future(_rig.Scheduler);
        CoTask[] many = [.. Enumerable.Range(0, 300).Select(_ => _rig.Start(Wait(answer)))];
        Future all = Gather(many);
        for (int i = 0; i < 300; i++)
        {
            _rig.Start(Wait(Shield(all)));
        }

        _rig.Iterate();
        SchedulerSnapshot snapshot = _rig.Scheduler.TakeSnapshot();
        snapshot.Tasks[300].Awaiting.Count.ShouldBe(300);
        snapshot.Tasks[0].Awaiters.Count.ShouldBe(300);
        snapshot.Tasks[1].Awaiters.ShouldBeSameAs(snapshot.Tasks[0].Awaiters);
    }

    private static IEnumerator<Awaitable> Wait(Awaitable awaited)
    {
        yield return awaited;
    }

    private static IEnumerator<Awaitable> Outer(CoTask awaited)
    {
        yield return Await(Wait(awaited));
    }

    private sealed class Nobody : IStepListener
    {
        public void OnStep(in StepEvent step)
        {
        }
    }
}

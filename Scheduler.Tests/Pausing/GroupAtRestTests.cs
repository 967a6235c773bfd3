using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>What becomes of all that stands still: in reports, at the end, in a run, and when it is cancelled.</summary>
public class GroupAtRestTests
{
    private static readonly FramePhase _late = new("late");

    private readonly FrameRig _rig = new(FramePhase.Update, _late);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Cancel_OfATaskWhoseSleepWasOverJustAsTheGroupWasPaused_EndsItOnce()
    {
        var group = new CoGroup(_rig.Scheduler);
        _rig.Scheduler.CallLater(0.5, group.Pause);
        CoTask task = group.CreateTask(Walk("a", Sleep(0.5)));
        CoTask other = group.CreateTask(Walk("b", Sleep(0.5)));
        _rig.Tick(3);
        _rig.Scheduler.FormatTasks().ShouldContain("Walk: held: a group is paused");
        task.Cancel();
        _rig.Tick();
        (task.IsCancelled, other.IsDone).ShouldBe((true, false));

        group.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("1 b");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void CancelTakenBack_InAPausedGroup_HasTheTaskGoOnOnce()
    {
        var group = new CoGroup(_rig.Scheduler);
        CoTask task = group.CreateTask(Each("a", null));
        _rig.Tick();
        group.Pause();
        task.Cancel();
        task.Uncancel();
        _rig.Tick(3);
        _rig.ShouldHaveLogged();
        group.Resume();
        _rig.Tick(2);
        _rig.ShouldHaveLogged("5 a", "6 a");
    }

    [Test]
    public void Cancel_InAPausedGroup_RunsTheCleanUp_AsFarAsItDoesNotWaitForTheGroupsTime()
    {
        var group = new CoGroup(_rig.Scheduler);
        CoTask task = group.CreateTask(WithCleanUp());
        _rig.Tick();
        group.Pause();
        _rig.Tick();
        task.Cancel();
        _rig.Tick(3);
        _rig.ShouldHaveLogged("3 closed", "3 cleaning", "4 sleeps");
        group.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("6 clean");
        task.IsCancelled.ShouldBeTrue();

        IEnumerator<Awaitable> WithCleanUp()
        {
            Defer(CleanUp());
            try
            {
                yield return null;
                _rig.LogFrame("never");
            }
            finally
            {
                _rig.LogFrame("closed");
            }
        }

        IEnumerator<Awaitable> CleanUp()
        {
            _rig.LogFrame("cleaning");
            yield return null;
            _rig.LogFrame("sleeps");
            yield return Sleep(0.25);
            _rig.LogFrame("clean");
        }
    }

    [Test]
    public void FormatTasks_OfAllThatStandsStill_SaysWhy()
    {
        var group = new CoGroup(_rig.Scheduler, "enemies");
        group.CreateTask(WaitOnce(null), "bare");
        group.CreateTask(WaitOnce(Sleep(2)), "sleeper");
        group.CreateTask("key", WaitOnce(null), RestartPolicy.Queue, "first");
        group.CreateTask("key", WaitOnce(null), RestartPolicy.Queue, "parked");
        _rig.Start(WaitOnce(WaitFrames(5)), "frames");
        _rig.Start(WaitOnce(NextPhase(_late)), "phase");
        _rig.Start(WaitOnce(null), "next frame");
        _rig.Start(WaitOnce(SleepUnscaled(1)), "unscaled");
        group.CreateTask(WaitOnce(SleepUnscaled(1)), "unscaled in group");
        _rig.Start(WaitOnce(group), "gate");
        _rig.Scheduler.CallLater(0.125, () => _rig.Log(_rig.Scheduler.FormatTasks()));
        _rig.Tick(seconds: 0.25);
        _rig.Trace[0].ShouldContain("phase (Ready) WaitOnce: waiting for phase 'late'\n");
        _rig.Trace[0].ShouldContain("bare (Ready) WaitOnce: waiting for the next frame\n");

        group.Pause();
        _rig.Tick();
        string text = _rig.Scheduler.FormatTasks();
        text.ShouldBe("""
            bare (Ready) WaitOnce: held: group 'enemies' is paused
            sleeper (Waiting) WaitOnce: sleeping until 2 s of group 'enemies', which is paused
            first (Ready) WaitOnce: held: group 'enemies' is paused
            parked (Ready) WaitOnce: waiting for its turn to begin
            frames (Ready) WaitOnce: waiting for a number of frames
            unscaled (Waiting) WaitOnce: sleeping until 1 s (in 0.5 s)
            unscaled in group (Waiting) WaitOnce: sleeping 1 unscaled seconds
            gate (Waiting) WaitOnce: waiting for the end of group 'enemies' (5 tasks)

            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void Deadlock_OfGroupsThatStandStill_SaysWhy()
    {
        var enemies = new CoGroup(_rig.Scheduler, "enemies");
        var bullets = new CoGroup(_rig.Scheduler, "bullets") { TimeScale = 0 };
        enemies.CreateTask(WaitOnce(Sleep(2)), "enemy");
        bullets.CreateTask(WaitOnce(Sleep(2)), "bullet");
        string[] lines = Should.Throw<DeadlockException>(() => _rig.Scheduler.RunUntilComplete(Pause())).Message.Split('\n');
        lines.ShouldContain("  WaitOnce (task 'enemy'): sleeping until 2 s of group 'enemies', which is paused");
        lines.ShouldContain("  WaitOnce (task 'bullet'): sleeping until 2 s of group 'bullets', whose time stands still");

        IEnumerator<Awaitable> Pause()
        {
            yield return null;
            enemies.Pause();
            yield return enemies;
        }
    }

    [Test]
    public void Dispose_OfTheScheduler_ClosesEverythingThatStandsStill()
    {
        var group = new CoGroup(_rig.Scheduler);
        var nested = new CoGroup(group);
        nested.CreateTask(Guarded("bare", null));
        group.CreateTask(Guarded("sleeper", Sleep(2)));
        group.CreateTask("key", Guarded("first", Sleep(1)), RestartPolicy.Queue);
        group.CreateTask("key", Guarded("parked", null), RestartPolicy.Queue);
        _rig.Start(Guarded("frames", WaitFrames(5)));
        nested.CreateTask(Guarded("frames in group", WaitFrames(5)));
        _rig.Start(Guarded("phase", NextPhase(_late)));
        _rig.Start(Guarded("phase again", Await(Twice(_late))));
        _rig.Start(Guarded("unscaled", SleepUnscaled(1)));
        nested.CreateTask(WithSlowCleanUp());
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 phase closed");
        group.Pause();
        _rig.Tick();
        _rig.ShouldHaveLogged("0.5 phase again closed");
        _rig.Scheduler.Dispose();

        _rig.ShouldHaveLogged(
            "0.5 frames closed", "0.5 bare closed", "0.5 sleeper closed", "0.5 first closed", "0.5 frames in group closed",
            "0.5 unscaled closed", "0.5 slow cleans up", "0.5 slow closed");
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
        group.Count.ShouldBe(0);
        group.Resume();

        IEnumerator<Awaitable> WithSlowCleanUp()
        {
            Defer(CleanUp());
            yield return null;
        }

        IEnumerator<Awaitable> CleanUp()
        {
            try
            {
                yield return null;
                _rig.LogTime("slow cleans up");
                yield return Sleep(1);
            }
            finally
            {
                _rig.LogTime("slow closed");
            }
        }

        static IEnumerator<Awaitable> Twice(FramePhase phase)
        {
            yield return NextPhase(phase);
            yield return NextPhase(phase);
        }
    }

    [Test]
    public void Run_AfterTicks_GoesOnWithAllThatWaitedForFrames_AndTicksAfterThatDoToo()
    {
        var group = new CoGroup(_rig.Scheduler);
        var paused = new CoGroup(_rig.Scheduler);
        _rig.Start(Walk("bare", Await(TwoYields())));
        _rig.Start(Walk("frames", WaitFrames(50)));
        group.CreateTask(Walk("frames in group", WaitFrames(50)));
        _rig.Start(Walk("late", Await(Twice(_late))));
        group.CreateTask(Walk("sleeper", Sleep(2)));
        paused.CreateTask(Walk("paused frames", WaitFrames(50)));
        paused.CreateTask(Walk("paused bare", Await(TwoYields())));
        paused.CreateTask(Walk("paused sleeper", Sleep(1)));
        _rig.Tick();
        paused.Pause();
        _rig.Tick();
        _rig.Scheduler.CallLater(0.25, paused.Resume);
        _rig.Scheduler.RunUntilComplete(WaitOnce(Sleep(2)));
        _rig.ShouldHaveLogged(
            "0.5 frames", "0.5 frames in group", "0.5 late", "0.5 bare", "0.75 paused frames", "0.75 paused bare",
            "1.5 paused sleeper", "2 sleeper");

        _rig.Start(Each("a", null));
        group.CreateTask(Each("b", WaitFrames(2)));
        _rig.Tick(3);
        _rig.ShouldHaveLogged("4 a", "5 b", "5 a");

        static IEnumerator<Awaitable> TwoYields()
        {
            yield return null;
            yield return null;
            yield return null;
        }

        static IEnumerator<Awaitable> Twice(FramePhase phase)
        {
            yield return NextPhase(phase);
            yield return NextPhase(phase);
            yield return NextPhase(phase);
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

    private IEnumerator<Awaitable> Each(string name, Awaitable wait)
    {
        while (true)
        {
            yield return wait;
            _rig.LogFrame(name);
        }
    }
}

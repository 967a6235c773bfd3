using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>Eager tasks that are made outside of a running loop: between two Ticks, or before the first, as Unity's StartCoroutine does.</summary>
public sealed class EagerBetweenTicksTests
{
    private static readonly FramePhase _late = new("late");

    private readonly List<string> _log = [];
    private Scheduler _scheduler = null!;

    [SetUp]
    public void SetUp() => _scheduler = new Scheduler(new SchedulerOptions
    {
        Phases = [FramePhase.Update, _late],
        StepLimit = 1000,
        ExceptionHandler = context => _log.Add($"frame {_scheduler.FrameCount}: {context.Exception!.Message}"),
    });

    [TearDown]
    public void TearDown() => _scheduler.Dispose();

    [Test]
    public void FirstStep_RunsAtOnce_AsInATick([Values] bool isFirst)
    {
        Begin(isFirst);
        IEnumerator<Awaitable> Body()
        {
            _log.Add($"{Scheduler.Current == _scheduler} {_scheduler.IsRunning} {CoTask.Current!.Name} {Now}");
            yield return Return(42);
        }

        CoTask<int> task = _scheduler.CreateTask<int>(Body(), "eager", eager: true);

        _log.ShouldBe([$"True True eager {(isFirst ? 0 : 1)}"]);
        task.Result.ShouldBe(42);
        _scheduler.IsRunning.ShouldBeFalse();
        CoTask.Current.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => Scheduler.Current);
        _scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void BareYield_GoesOnInTheUpdateOfTheNextFrame_AndOnceAFrame([Values] bool isFirst)
    {
        Begin(isFirst);
        IEnumerator<Awaitable> Walk()
        {
            for (int i = 1; i <= 3; i++)
            {
                _log.Add($"frame {_scheduler.FrameCount}, {Now}: step {i} in {_scheduler.Phase?.Name}");
                yield return null;
            }
        }

        _scheduler.CreateTask(Walk(), eager: true);
        _scheduler.Tick(1);
        _scheduler.Tick(1);

        int frame = isFirst ? 0 : 1;
        _log.ShouldBe(
        [
            $"frame {frame}, {frame}: step 1 in ",
            $"frame {frame + 1}, {frame + 1}: step 2 in update",
            $"frame {frame + 2}, {frame + 2}: step 3 in update",
        ]);
    }

    [Test]
    public void OtherWaits_CountFromTheLastFrame([Values] bool isFirst)
    {
        Begin(isFirst);
        int frame = isFirst ? 0 : 1;
        _scheduler.CreateTask(LogAfter("sleep", Sleep(0.25)), eager: true);
        _scheduler.CreateTask(LogAfter("late", NextPhase(_late)), eager: true);
        _scheduler.CreateTask(LogAfter("frames", WaitFrames(2)), eager: true);
        _log.ShouldBe(["sleep begins", "late begins", "frames begins"]);
        _log.Clear();
        _scheduler.Tick(1);
        _scheduler.Tick(1);

        _log.ShouldBe([$"sleep at {frame + 0.25}", $"late at {frame + 1}", $"frames at {frame + 2}"]);
    }

    [Test]
    public void NothingElse_RunsBeforeTheNextTick()
    {
        Begin(isFirst: false);
        IEnumerator<Awaitable> Body()
        {
            CreateTask(LogAfter("child", null), "child");
            _scheduler.CallSoon(() => _log.Add("callback"));
            _log.Add("body");
            yield break;
        }

        _scheduler.CreateTask(LogAfter("other", null));
        _scheduler.CreateTask(Body(), eager: true);
        _log.ShouldBe(["body"]);
        _scheduler.Tick(0);

        _log.ShouldBe(["body", "other begins", "child begins", "callback"]);
    }

    [Test]
    public void Failure_IsTheTasks_AndReportedByTheNextTick_UnlessItIsLookedAt([Values] bool isFirst)
    {
        Begin(isFirst);
        CoTask failed = _scheduler.CreateTask(Fail("a"), eager: true);
        CoTask seen = _scheduler.CreateTask(Fail("b"), eager: true);
        failed.IsDone.ShouldBeTrue();
        seen.Exception.ShouldBeOfType<IOException>();
        _log.ShouldBeEmpty();
        _scheduler.Tick(1);

        _log.ShouldBe([$"frame {_scheduler.FrameCount}: a"]);
    }

    [Test]
    public void Group_TakesTheStepAtOnce_UnlessItIsPaused()
    {
        var group = new CoGroup(_scheduler);
        CoTask child = group.CreateTask(LogAfter("a", null), eager: true);
        group.Pause();
        group.CreateTask(LogAfter("b", null), eager: true);
        var paused = new CoGroup(group);
        paused.CreateTask(LogAfter("c", null), eager: true);

        _log.ShouldBe(["a begins"]);
        child.Group.ShouldBeSameAs(group);
        group.Resume();
        _scheduler.Tick(0);
        _log.ShouldBe(["a begins", "b begins", "c begins", "a at 0"]);
    }

    [Test]
    public void AsyncLocals_OfTheStep_StayInTheTask()
    {
        var local = new AsyncLocal<string> { Value = "caller's" };
        IEnumerator<Awaitable> Body()
        {
            _log.Add(local.Value!);
            local.Value = "task's";
            yield return null;
            _log.Add(local.Value);
        }

        _scheduler.CreateTask(Body(), eager: true);
        local.Value.ShouldBe("caller's");
        _scheduler.Tick(1);

        _log.ShouldBe(["caller's", "task's"]);
    }

    [Test]
    public void InsideAnotherScheduler_ItIsRefused_AndNothingIsLost()
    {
        using var other = new Scheduler();
        var group = new CoGroup(_scheduler);
        IEnumerator<Awaitable> coroutine = LogAfter("a", null);
        IEnumerator<Awaitable> Main()
        {
            string message = Should.Throw<InvalidOperationException>(() => group.CreateTask(coroutine, "stranger", eager: true)).Message;
            _log.Add(message);
            yield break;
        }

        other.RunUntilComplete(Main());

        _log.ShouldBe(
        [
            "LogAfter (task 'stranger') cannot begin eagerly: another scheduler runs on this thread (in Main (task 'Task-1')). "
            + "Without eager: true it begins when its own scheduler next runs.",
        ]);
        group.Count.ShouldBe(0);
        _scheduler.AllTasks().ShouldBeEmpty();
        _scheduler.CreateTask(coroutine, eager: true);
        _log[1].ShouldBe("a begins");
    }

    [Test]
    public void RunsTicksAndTheEnd_InsideTheStep_AreRefused()
    {
        IEnumerator<Awaitable> Body()
        {
            Should.Throw<InvalidOperationException>(() => _scheduler.Tick(1));
            Should.Throw<InvalidOperationException>(() => _scheduler.RunUntilComplete(Fail("never")));
            Should.Throw<InvalidOperationException>(_scheduler.Dispose);
            CreateTask(LogAfter("inner", null), eager: true);
            yield return null;
            _log.Add("goes on");
        }

        _scheduler.CreateTask(Body(), eager: true);
        _scheduler.Tick(1);

        _log.ShouldBe(["inner begins", "inner at 1", "goes on"], ignoreOrder: true);
    }

    [Test]
    public void CtrlC_InTheStep_ComesOutOfTheCall_AndTheSchedulerGoesOn()
    {
        static IEnumerator<Awaitable> Interrupt()
        {
            throw new KeyboardInterruptException();
#pragma warning disable CS0162 // Unreachable: it makes the method an iterator.
            yield break;
#pragma warning restore CS0162
        }

        Should.Throw<KeyboardInterruptException>(() => _scheduler.CreateTask(Interrupt(), eager: true));
        _scheduler.IsRunning.ShouldBeFalse();
        _scheduler.CreateTask(LogAfter("a", null), eager: true);
        _log.ShouldBe(["a begins"]);
    }

    [Test]
    public void StepThatNeverSuspends_IsStopped()
    {
        IEnumerator<Awaitable> Endless()
        {
            var done = new Future();
            done.SetResult();
            while (true)
            {
                yield return done;
            }
        }

        _scheduler.CreateTask(Endless(), eager: true).Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("StepLimit");
    }

    [Test]
    public void Host_IsToldThatThereIsSomethingToDo()
    {
        int alarms = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { WakeUp = () => alarms++ });
        scheduler.Tick(1);
        alarms = 0;
        scheduler.CreateTask(LogAfter("a", Sleep(0.5)), eager: true);

        alarms.ShouldBeGreaterThan(0);
        scheduler.NextDeadline.ShouldBe(1.5);
    }

    [Test]
    public void Run_GoesOnWithWhatBeganBefore()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        CoTask yielding = scheduler.CreateTask(LogAfter("yield", null), eager: true);
        CoTask sleeping = scheduler.CreateTask(LogAfter("sleep", Sleep(2)), eager: true);
        scheduler.RunUntilComplete(sleeping);

        yielding.IsDone.ShouldBeTrue();
        _log.ShouldBe(["yield begins", "sleep begins", "yield at 0", "sleep at 2"]);
    }

    [Test]
    public void Factory_IsAskedForItInARunningLoopOnly()
    {
        _scheduler.TaskFactory = TaskStart.Eagerly;
        _scheduler.CreateTask(LogAfter("queued", null));
        _log.ShouldBeEmpty();
        _scheduler.CreateTask(LogAfter("asked for", null), eager: true);
        _log.ShouldBe(["asked for begins"]);
        _scheduler.TaskFactory = static start => start with { Eager = false };
        _scheduler.CreateTask(LogAfter("refused", null), eager: true);
        _log.ShouldBe(["asked for begins"]);
    }

    private void Begin(bool isFirst)
    {
        if (!isFirst)
        {
            _scheduler.Tick(1);
        }
    }

    private IEnumerator<Awaitable> LogAfter(string name, Awaitable awaitable)
    {
        _log.Add($"{name} begins");
        yield return awaitable;
        _log.Add($"{name} at {Now}");
    }

    private static IEnumerator<Awaitable> Fail(string message)
    {
        Rig.Throw(message);
        yield break;
    }
}

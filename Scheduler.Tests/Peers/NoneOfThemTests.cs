using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>What none of the others has.</summary>
public class NoneOfThemTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void PauseAndTimeScale_AreInherited_AlsoBySleepsInFlight()
    {
        var level = new CoGroup(_rig.Scheduler);
        level.CreateTask(Parent());
        _rig.Tick(seconds: 1);
        level.TimeScale = 0.5;
        _rig.Tick(seconds: 1);
        level.Pause();
        _rig.Tick(seconds: 100);
        level.Resume();
        _rig.Tick(seconds: 1);
        _rig.ShouldHaveLogged("103 parent", "103 child");

        IEnumerator<Awaitable> Parent()
        {
            CreateTask(SleepAndLog("child"));
            yield return Await(SleepAndLog("parent"));
        }

        IEnumerator<Awaitable> SleepAndLog(string name)
        {
            yield return Sleep(2);
            _rig.LogTime(name);
        }
    }

    [Test]
    public void VirtualClock_ServesTicksAndRunsAlike()
    {
        var clock = new VirtualClock();
        using var rig = new FrameRig(clock);
        rig.Start(LogAt(2));
        rig.Tick(4);
        clock.Time.ShouldBe(1);
        rig.Scheduler.RunUntilComplete(LogAt(5));
        rig.ShouldHaveLogged("2 slept", "6 slept");
        rig.Tick();
        clock.Time.ShouldBe(6.25);

        IEnumerator<Awaitable> LogAt(double seconds)
        {
            yield return Sleep(seconds);
            rig.LogTime("slept");
        }
    }

    [Test]
    public void Deadlock_IsFound_AndSaysWhoWaitsForWhat()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        var group = new CoGroup(scheduler, "enemies");
        var gate = new CoSignal("door");
        group.CreateTask(WaitFor(gate.Next()), "guard");
        Should.Throw<DeadlockException>(() => scheduler.RunUntilComplete(WaitFor(group)))
            .Message.ShouldContain("signal 'door'");

        static IEnumerator<Awaitable> WaitFor(Awaitable wait)
        {
            yield return wait;
        }
    }

    [Test]
    public void Group_ThatIsPaused_IsFoundInADeadlock()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        var group = new CoGroup(scheduler, "enemies");
        group.CreateTask(WaitFor(Sleep(1)), "guard");
        group.Pause();
        string message = Should.Throw<DeadlockException>(() => scheduler.RunUntilComplete(WaitFor(group))).Message;
        message.ShouldContain("guard");
        message.ShouldContain("group 'enemies' is paused");

        static IEnumerator<Awaitable> WaitFor(Awaitable wait)
        {
            yield return wait;
        }
    }

    [Test]
    public void RunawayCoroutines_AreNamed()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TickIterationLimit = 100, StepLimit = 100 });
        scheduler.CreateTask(Spin(), "spinner");
        CoTask stuck = scheduler.CreateTask(NeverYields(), "stuck");
        Should.Throw<InvalidOperationException>(() => scheduler.Tick(1)).Message.ShouldContain("Spin (task 'spinner')");
        stuck.Exception!.Message.ShouldContain("NeverYields (task 'stuck')");

        static IEnumerator<Awaitable> Spin()
        {
            while (true)
            {
                yield return CreateTask(Nothing());
            }
        }

        static IEnumerator<Awaitable> NeverYields()
        {
            while (true)
            {
                yield return Await(Nothing());
            }
        }

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }
    }
}

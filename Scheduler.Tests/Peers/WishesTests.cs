using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>What the users of the others ask for, and what none of them has.</summary>
public class WishesTests
{
    private static readonly FramePhase _input = new("input");
    private static readonly FramePhase _late = new("late");

    private readonly FrameRig _rig = new(_input, FramePhase.Update, _late);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void SixtyFramesASecond_ForADay_DoNotDrift()
    {
        const long Frames = 60L * 60 * 60 * 24;
        long seconds = 0;
        long tenths = 0;
        long updates = 0;
        using var scheduler = new Scheduler();
        scheduler.CreateTask(CountSeconds());
        scheduler.CreateTask(CountTenths());
        scheduler.CreateTask(CountUpdates());
        for (long i = 0; i < Frames; i++)
        {
            scheduler.Tick(1.0 / 60);
        }

        scheduler.Time.ShouldBe(86_400);
        (scheduler.FrameCount, updates).ShouldBe((Frames, Frames - 1));
        (seconds, tenths).ShouldBe((86_400, 864_000));

        IEnumerator<Awaitable> CountSeconds()
        {
            while (true)
            {
                yield return Sleep(1);
                seconds++;
            }
        }

        IEnumerator<Awaitable> CountTenths()
        {
            Ticker every = Every(0.1, CatchUp.RunEach);
            while (true)
            {
                yield return every;
                tenths++;
            }
        }

        IEnumerator<Awaitable> CountUpdates()
        {
            while (true)
            {
                yield return null;
                updates++;
            }
        }
    }

    [Test]
    public void Cancellation_NeedsNoTokens_AndStopAllIsOneCall()
    {
        var level = new CoGroup(_rig.Scheduler);
        for (int i = 0; i < 3; i++)
        {
            level.Start(Spawn(i));
        }

        _rig.Tick();
        level.Count.ShouldBe(6);
        level.Cancel();
        _rig.Tick();
        _rig.ShouldHaveLogged("0 closed", "1 closed", "2 closed");
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> Spawn(int number)
        {
            try
            {
                CreateTask(Endless());
                yield return Sleep(100);
            }
            finally
            {
                _rig.Log($"{number} closed");
            }
        }

        static IEnumerator<Awaitable> Endless()
        {
            while (true)
            {
                yield return Sleep(1);
            }
        }
    }

    [Test]
    public void AnyOf_CancelsTheLosers_AndSaysWhoWon_AlsoInFramesAndGroups()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        group.Start(RaceThem());
        _rig.Tick(8);
        _rig.ShouldHaveLogged("3 winner 0");
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> RaceThem()
        {
            yield return Race(WaitFrames(2), Sleep(1), new Future()).Into(out var winner);
            _rig.LogFrame($"winner {winner.Result.Index}");
        }
    }

    [Test]
    public void Order_IsGuaranteed_ThroughPhasesPrioritiesAndCompletions()
    {
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            _rig.Start(Each(_late, $"late{number}"));
            _rig.Start(Each(FramePhase.Update, $"update{number}")).Priority = number == 2 ? 1 : 0;
            _rig.Start(Each(_input, $"input{number}"));
        }

        _rig.Tick();
        _rig.ShouldHaveLogged("input0", "input1", "input2", "update2", "update0", "update1", "late0", "late1", "late2");

        IEnumerator<Awaitable> Each(FramePhase phase, string name)
        {
            while (true)
            {
                yield return NextPhase(phase);
                _rig.Log(name);
            }
        }
    }

    [Test]
    public void StartingAndStopping_FromInsideAnyPartOfATick_ChangesNobodyElsesOrder(
        [Values("step", "phase", "timer", "callback", "done", "finally", "predicate", "signal")] string where)
    {
        List<string> expected = Play("");
        Play(where).ShouldBe(expected);

        List<string> Play(string place)
        {
            var trace = new List<string>();
            using var scheduler = new Scheduler(new SchedulerOptions { Phases = [_input, FramePhase.Update, _late] });
            var signal = new CoSignal();
            CoTask? victim = null;
            for (int i = 0; i < 3; i++)
            {
                scheduler.CreateTask(Steady(i));
            }

            victim = scheduler.CreateTask(Victim());
            scheduler.CreateTask(Meddler());
            for (int i = 3; i < 6; i++)
            {
                scheduler.CreateTask(Steady(i));
            }

            for (int i = 0; i < 8; i++)
            {
                scheduler.Tick(0.25);
            }

            return trace;

            void Meddle()
            {
                victim!.Cancel();
                victim = scheduler.CreateTask(Victim());
                var group = new CoGroup(scheduler);
                group.Start(Victim());
                group.Pause();
                group.Start(Victim());
                group.Cancel();
                group.Resume();
            }

            IEnumerator<Awaitable> Steady(int number)
            {
                while (true)
                {
                    trace.Add($"{scheduler.FrameCount} {number} {scheduler.Phase?.Name}");
                    yield return NextPhase(_input);
                    trace.Add($"{scheduler.FrameCount} {number} {scheduler.Phase?.Name}");
                    yield return null;
                    trace.Add($"{scheduler.FrameCount} {number} {scheduler.Phase?.Name}");
                    yield return Sleep(0.3);
                    yield return NextPhase(_late);
                }
            }

            IEnumerator<Awaitable> Victim()
            {
                try
                {
                    while (true)
                    {
                        yield return null;
                        yield return NextPhase(_late);
                        yield return Sleep(0.1);
                        yield return signal.Next();
                    }
                }
                finally
                {
                    if (where == "finally" && place == "finally" && scheduler.FrameCount < 8)
                    {
                        CreateTask(Nothing());
                    }
                }
            }

            IEnumerator<Awaitable> Meddler()
            {
                bool isMeddling = false;
                while (true)
                {
                    switch (place)
                    {
                        case "step" or "finally":
                            Meddle();
                            break;
                        case "phase":
                            yield return NextPhase(_input);
                            Meddle();
                            break;
                        case "timer":
                            scheduler.CallLater(0.3, Meddle);
                            break;
                        case "callback":
                            scheduler.CallSoon(Meddle);
                            break;
                        case "done":
                            CreateTask(Nothing()).AddDoneCallback(_ => Meddle());
                            break;
                        case "predicate":
                            yield return WaitUntil(() =>
                            {
                                if (!isMeddling)
                                {
                                    isMeddling = true;
                                    Meddle();
                                    isMeddling = false;
                                }

                                return true;
                            });
                            break;
                        case "signal":
                            signal.Emit();
                            Meddle();
                            break;
                        default:
                            break;
                    }

                    yield return null;
                }
            }

            static IEnumerator<Awaitable> Nothing()
            {
                yield break;
            }
        }
    }

    [Test]
    public void PauseAndTimeScale_AreInherited_AlsoBySleepsInFlight()
    {
        var level = new CoGroup(_rig.Scheduler);
        level.Start(Parent());
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
        group.Start(WaitFor(gate.Next()), "guard");
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
        group.Start(WaitFor(Sleep(1)), "guard");
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

    [Test]
    public void EventsWithAPayload_TellEachWhoWaits()
    {
        var hit = new CoSignal<(string Who, int Damage)>();
        _rig.Start(Listen("a"));
        _rig.Start(Listen("b"));
        _rig.Tick();
        hit.Emit(("orc", 7)).ShouldBe(2);
        _rig.Tick();
        _rig.ShouldHaveLogged("a: orc 7", "b: orc 7");

        IEnumerator<Awaitable> Listen(string name)
        {
            yield return hit.Next().Into(out var told);
            _rig.Log($"{name}: {told.Result.Who} {told.Result.Damage}");
        }
    }
}

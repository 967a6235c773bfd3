using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>What the users of the others ask for.</summary>
public class WishesTests
{
    private static readonly FramePhase _input = new("input");
    private static readonly FramePhase _late = new("late");

    private readonly FrameRig _rig = new(_input, FramePhase.Update, _late);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Cancellation_NeedsNoTokens_AndStopAllIsOneCall()
    {
        var level = new CoGroup(_rig.Scheduler);
        for (int i = 0; i < 3; i++)
        {
            level.CreateTask(Spawn(i));
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
        group.CreateTask(RaceThem());
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
                group.CreateTask(Victim());
                group.Pause();
                group.CreateTask(Victim());
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

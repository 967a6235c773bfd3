using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>What belongs to a host, and what becomes of it when that crashes, restarts and is paused.</summary>
public sealed class HostTests
{
    [Test]
    public void Crash_StopsAllThatTheHostHasStarted_AndRunsNoFinally()
    {
        using var world = new World();
        SimulatedHost host = null!;
        host = world.Simulation.AddHost("a", Start);
        world.Simulation.Run(1.5);
        world.Log.ShouldBe(["1.000 main", "1.000 task", "1.000 child of a group", "1.000 callback", "1.000 task of a callback", "1.000 done-callback"], ignoreOrder: true);
        world.Log.Clear();

        host.Crash();
        world.Simulation.Run(10);
        world.Log.ShouldBeEmpty();
        host.IsUp.ShouldBeFalse();
        world.Simulation.Scheduler.AllTasks().ShouldBeEmpty();
        world.Simulation.Scheduler.Waits.TimerCount.ShouldBe(0);

        IEnumerator<Awaitable> Start()
        {
            CreateTask(Beat("task"));
            new CoGroup(Scheduler.Current, "workers").CreateTask(Beat("child of a group"));
            Scheduler.Current.Group("named").CreateTask(Close());
            CallAgain();
            Scheduler.Current.CallSoon(() => Scheduler.Current.CreateTask(Beat("task of a callback")));
            CreateTask(SleepOnce()).AddDoneCallback(_ => Again());
            CreateTask(Poll());
            CreateTask(Deferring());
            yield return Await(Beat("main"));
        }

        void CallAgain() => Scheduler.Current.CallLater(1.0, () =>
        {
            world.Note("callback");
            CallAgain();
        });

        void Again()
        {
            world.Note("done-callback");
            CreateTask(SleepOnce()).AddDoneCallback(_ => Again());
        }

        IEnumerator<Awaitable> Beat(string who)
        {
            try
            {
                while (true)
                {
                    yield return Sleep(1);
                    world.Note(who);
                }
            }
            finally
            {
                world.Note($"finally of {who}");
            }
        }

        IEnumerator<Awaitable> Poll()
        {
            yield return WaitUntil(() =>
            {
                SimulatedHost.Current.ShouldBe(host);
                host.IsUp.ShouldBeTrue();
                return false;
            });
        }

        IEnumerator<Awaitable> Deferring()
        {
            Defer(() => world.Note("deferred"));
            using (Timeout(3))
            {
                yield return new Future();
            }
        }

        IEnumerator<Awaitable> Close()
        {
            using (new Closing(() => world.Note("closed")))
            {
                yield return new Future();
            }
        }
    }

    [Test]
    public void Crash_OfTasksThatAreAwaitedOrHoldWhatOthersWantToo_LeavesTheOthersAlone()
    {
        using var world = new World();
        var gate = new CoLock();
        CoTask? inside = null;
        SimulatedHost host = world.Simulation.AddHost("a", Wait);
        world.Simulation.Run(Script());
        world.Log.ShouldBe(["1.000 cancel is refused", "1.000 the queue of the lock goes on"]);

        IEnumerator<Awaitable> Wait()
        {
            inside = CreateTask(Queue());
            yield return inside;
        }

        IEnumerator<Awaitable> Queue()
        {
            yield return gate.Acquire();
        }

        IEnumerator<Awaitable> Script()
        {
            yield return gate.Acquire();
            yield return Sleep(1);
            host.Crash();
            CoTask next = CreateTask(Queue());
            gate.Release();
            yield return next;
            world.Note(inside!.Cancel() ? "cancelled" : "cancel is refused");
            world.Note("the queue of the lock goes on");
        }
    }

    [Test]
    public void Wait_ForATaskOfAHostThatHasCrashed_CanBeGivenUp()
    {
        using var world = new World();
        CoTask? inside = null;
        SimulatedHost host = world.Simulation.AddHost("a", Start);
        world.Simulation.Run(Script());
        world.Log.ShouldBe(["2.000 time is up", "3.000 cancelled", "3.000 cancelled with others"]);

        IEnumerator<Awaitable> Start()
        {
            inside = CreateTask(World.Forever());
            yield return inside;
        }

        IEnumerator<Awaitable> Script()
        {
            yield return Sleep(1);
            host.Crash();
            yield return Settle(WaitFor(inside!, 1), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            world.Note("time is up");
            CoTask waiting = CreateTask(Wait());
            var group = new CoGroup(Scheduler.Current, "waiting");
            group.CreateTask(Wait());
            yield return Sleep(1);
            waiting.Cancel();
            yield return Settle(waiting, out Outcome cancelled, includeCancellation: true);
            world.Note($"{cancelled}");
            group.Cancel();
            yield return group;
            world.Note("cancelled with others");
        }

        IEnumerator<Awaitable> Wait()
        {
            yield return inside!;
        }
    }

    [Test]
    public void CrashOfItself_StopsWhereItNextWaits_AndWhatItStillMakesNeverRuns()
    {
        using var world = new World();
        SimulatedHost host = null!;
        host = world.Simulation.AddHost("a", Kill);
        world.Simulation.Run(5);
        world.Log.ShouldBe(["1.000 still in the step"]);
        world.Simulation.Scheduler.AllTasks().ShouldBeEmpty();

        IEnumerator<Awaitable> Kill()
        {
            yield return Sleep(1);
            host.Crash();
            CreateTask(World.Nothing()).AddDoneCallback(_ => world.Note("never"));
            Scheduler.Current.CallSoon(() => world.Note("never"));
            world.Note("still in the step");
            yield return null;
            world.Note("never");
        }
    }

    [Test]
    public void Restart_RunsTheMainAnew_AlsoWhereItIsUp()
    {
        using var world = new World();
        SimulatedHost host = world.Simulation.AddHost("a", Count);
        world.Simulation.Run(1.5);
        host.Crash();
        world.Simulation.Run(2);
        host.Restart();
        host.IsUp.ShouldBeTrue();
        world.Simulation.Run(1.2);
        host.Restart();
        world.Simulation.Run(1.5);
        world.Log.ShouldBe(["0.000 begins", "1.000 1", "3.500 begins", "4.500 1", "4.700 begins", "5.700 1"]);

        IEnumerator<Awaitable> Count()
        {
            world.Note("begins");
            for (int i = 1; ; i++)
            {
                yield return Sleep(1);
                world.Note($"{i}");
            }
        }
    }

    [Test]
    public void Pause_StopsStepsAndCallbacks_WhileTheClockGoesOn()
    {
        using var world = new World();
        SimulatedHost host = world.Simulation.AddHost("a", Work);
        world.Simulation.Run(1.5);
        host.Pause();
        host.Pause();
        host.IsPaused.ShouldBeTrue();
        host.ToString().ShouldBe("host 'a' (paused)");
        world.Simulation.Run(4);
        host.Resume();
        host.Resume();
        world.Simulation.Run(1);
        world.Log.ShouldBe(["1.000 beat 1", "5.500 callback", "5.500 beat 2", "5.500 late", "6.500 beat 3"]);

        IEnumerator<Awaitable> Work()
        {
            Scheduler.Current.CallLater(2.0, () => world.Note("callback"));
            CreateTask(Late());
            for (int i = 1; ; i++)
            {
                yield return Sleep(1);
                world.Note($"beat {i}");
            }
        }

        IEnumerator<Awaitable> Late()
        {
            yield return Sleep(3);
            world.Note("late");
        }
    }

    [Test]
    public void Crash_OfAPausedHost_AndItsRestart_EndThePause()
    {
        using var world = new World();
        SimulatedHost host = world.Simulation.AddHost("a", Beat);
        world.Simulation.Run(0.5);
        host.Pause();
        world.Simulation.Run(1.5);
        host.Restart();
        host.IsPaused.ShouldBeFalse();
        world.Simulation.Run(1);
        world.Log.ShouldBe(["0.000 begins", "2.000 begins", "3.000 beat"]);

        IEnumerator<Awaitable> Beat()
        {
            world.Note("begins");
            yield return Sleep(1);
            world.Note("beat");
        }
    }

    [Test]
    public void PausedServer_AcceptsWhenItGoesOn_AndReadsWhatWasSentMeanwhile()
    {
        using var world = new World();
        SimulatedHost server = world.AddEcho();
        world.Simulation.Run(Script());
        world.Log.ShouldBe(["0.020 connected", "5.020 HELLO"]);

        IEnumerator<Awaitable> Script()
        {
            yield return null;
            yield return null;
            yield return null;
            server.Pause();
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
            world.Note("connected");
            stream.Result.Write("hello\n");
            yield return Sleep(4.99);
            server.Resume();
            yield return stream.Result.ReadLine().Into(out Awaitable<string?> line);
            world.Note(line.Result!);
        }
    }

    [Test]
    public void NamedGroups_AreAHostsOwn()
    {
        using var world = new World();
        var groups = new HashSet<CoGroup>();
        world.Simulation.AddHost("a", Ask);
        world.Simulation.AddHost("b", Ask);
        world.Simulation.Run();
        world.Simulation.Run(Ask());
        groups.Count.ShouldBe(3);

        IEnumerator<Awaitable> Ask()
        {
            groups.Add(Scheduler.Current.Group("workers"));
            Scheduler.Current.Group("workers").ShouldBe(groups.Last());
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> SleepOnce()
    {
        yield return Sleep(1);
    }

    private sealed class Closing(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}

using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Runs of a simulated world: how they begin, how long they last, and what comes out of them.</summary>
public sealed class SimulationTests
{
    [Test]
    public void RunOfAScript_EndsWithTheScript_AndHostsStandStill()
    {
        using var world = new World();
        world.Simulation.AddHost("clock", Tick);
        world.Simulation.Run(Script());
        world.Note("stands");
        world.Simulation.Run(Script());
        world.Log.ShouldBe(["1.000 tick", "2.000 tick", "2.500 script", "2.500 stands", "3.000 tick", "4.000 tick", "5.000 script", "5.000 tick"]);

        IEnumerator<Awaitable> Tick()
        {
            while (true)
            {
                yield return Sleep(1);
                world.Note("tick");
            }
        }

        IEnumerator<Awaitable> Script()
        {
            yield return Sleep(2.5);
            world.Note("script");
        }
    }

    [Test]
    public void RunForSeconds_EndsExactlyThen()
    {
        using var world = new World();
        world.Simulation.AddHost("a", World.Forever);
        world.Simulation.Run(3600);
        world.Simulation.Time.ShouldBe(3600);
        world.Simulation.Run(TimeSpan.FromMinutes(1));
        world.Simulation.Time.ShouldBe(3660);
        world.Simulation.Run(0.0);
        world.Simulation.Time.ShouldBe(3660);
    }

    [Test]
    public void RunToTheEnd_WaitsForTheMainsOfHostsThatAreUp()
    {
        using var world = new World();
        world.Simulation.AddHost("short", () => SleepFor(1));
        world.Simulation.AddHost("long", () => SleepFor(20));
        world.Simulation.AddHost("dead", () => SleepFor(100)).Crash();
        world.Simulation.Run();
        world.Simulation.Time.ShouldBe(20);
        world.Simulation.Hosts.Select(static host => host.IsUp).ShouldBe([true, true, false]);
    }

    [Test]
    public void RunToTheEnd_OfAWorldWithoutHosts_IsOver()
    {
        using var world = new World();
        world.Simulation.Run();
        world.Simulation.Time.ShouldBe(0);
    }

    [Test]
    public void RunToTheEnd_WhereAMainWaitsForEver_IsADeadlock()
    {
        using var world = new World();
        world.Simulation.AddHost("stuck", World.Forever);
        Should.Throw<DeadlockException>(world.Simulation.Run).Message.ShouldContain("'stuck'");
    }

    [Test]
    public void ExceptionOfTheScript_ComesOut()
    {
        using var world = new World();
        Should.Throw<IOException>(() => world.Simulation.Run(Script())).Message.ShouldBe("lost");
        world.Reports.ShouldBeEmpty();

        static IEnumerator<Awaitable> Script()
        {
            yield return Sleep(1);
            throw new IOException("lost");
        }
    }

    [Test]
    public void FailureOfAMain_EndsTheRun_TheScriptIsCancelled_AndTheHostIsDown()
    {
        using var world = new World();
        SimulatedHost host = world.Simulation.AddHost("a", Fail);
        Should.Throw<IOException>(() => world.Simulation.Run(Script())).Message.ShouldBe("disk");
        world.Simulation.Time.ShouldBe(1);
        host.IsUp.ShouldBeFalse();
        world.Simulation.Run(1);
        world.Log.ShouldBe(["1.000 script closed"]);
        world.Reports.ShouldBeEmpty();

        IEnumerator<Awaitable> Fail()
        {
            CreateTask(SleepFor(5));
            yield return Sleep(1);
            throw new IOException("disk");
        }

        IEnumerator<Awaitable> Script()
        {
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                world.Note("script closed");
            }
        }
    }

    [Test]
    public void FailureOfWhatMakesTheMain_IsTheMainsFailure()
    {
        using var world = new World();
        world.Simulation.AddHost("a", static () => throw new IOException("no configuration"));
        Should.Throw<IOException>(world.Simulation.Run).Message.ShouldBe("no configuration");
        world.Simulation.AddHost("b", static () => null!);
        Should.Throw<InvalidOperationException>(world.Simulation.Run).Message.ShouldContain("host 'b'");
    }

    [Test]
    public void FailureThatReachesNobody_IsReported()
    {
        using var world = new World();
        world.Simulation.AddHost("a", Leave);
        world.Simulation.Run(2);
        world.Reports.Select(static report => report.Exception!.Message).ShouldBe(["unseen"]);

        static IEnumerator<Awaitable> Leave()
        {
            CreateTask(Fail());
            yield return Sleep(1);
        }

        static IEnumerator<Awaitable> Fail()
        {
            yield return null;
            throw new IOException("unseen");
        }
    }

    [Test]
    public void MainThatEnds_LeavesWhatItStarted()
    {
        using var world = new World();
        SimulatedHost host = world.Simulation.AddHost("a", Start);
        world.Simulation.Run();
        host.IsUp.ShouldBeTrue();
        world.Simulation.Run(5);
        world.Log.ShouldBe(["3.000 still here"]);

        IEnumerator<Awaitable> Start()
        {
            CreateTask(Later());
            yield return null;
        }

        IEnumerator<Awaitable> Later()
        {
            yield return Sleep(3);
            world.Note("still here");
        }
    }

    [Test]
    public void Dispose_StopsHostsWhereTheyStand_AndClosesScripts()
    {
        var world = new World();
        world.Simulation.AddHost("a", () => Closing("host"));
        world.Simulation.Scheduler.CreateTask(Closing("script"));
        world.Simulation.Run(1);
        world.Dispose();
        world.Dispose();
        world.Log.ShouldBe(["1.000 script closed"]);

        IEnumerator<Awaitable> Closing(string who)
        {
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                world.Note($"{who} closed");
            }
        }
    }

    [Test]
    public void CurrentHost_IsThatOfTheCaller()
    {
        using var world = new World();
        SimulatedHost host = world.Simulation.AddHost("a", See);
        SimulatedHost.Current.ShouldBeNull();
        world.Simulation.Run(See());
        world.Log.ShouldBe(["0.000 a", "0.000 nobody"]);
        host.ToString().ShouldBe("host 'a' (up)");

        IEnumerator<Awaitable> See()
        {
            world.Note(SimulatedHost.Current?.Name ?? "nobody");
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }
}

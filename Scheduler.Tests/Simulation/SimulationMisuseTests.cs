using Coroutines.Testing;

namespace Coroutines.Tests.Worlds;

/// <summary>Bad input: each error says what was wrong, and names the host.</summary>
public sealed class SimulationMisuseTests
{
    [Test]
    public void UnknownHost_IsAnErrorThatListsTheHosts()
    {
        using var world = new World();
        world.AddIdle("a");
        world.AddIdle("b");
        Action<string, string>[] calls =
        [
            world.Simulation.Partition, world.Simulation.PartitionOneWay, world.Simulation.Repair, world.Simulation.Hold, world.Simulation.Release,
            world.Simulation.ResetConnections, (a, b) => world.Simulation.Link(a, b), (_, b) => world.Simulation.Host(b),
        ];
        foreach (Action<string, string> call in calls)
        {
            Should.Throw<ArgumentException>(() => call("a", "c")).Message.ShouldStartWith(
                "There is no host 'c' in this simulation. Its hosts are 'a', 'b'.");
            Should.Throw<ArgumentNullException>(() => call("a", null!));
        }
    }

    [Test]
    public void HostAndItself_HaveNoLink()
    {
        using var world = new World();
        world.AddIdle("a");
        Should.Throw<ArgumentException>(() => world.Simulation.Partition("a", "A")).Message.ShouldContain("host 'a' speaks to itself");
    }

    [Test]
    public void SecondHostOfAName_IsRefused_WhateverTheCase()
    {
        using var world = new World();
        world.AddIdle("a");
        Should.Throw<ArgumentException>(() => world.AddIdle("A")).Message.ShouldContain("There is a host 'A' in this simulation already");
        world.Simulation.Hosts.Count.ShouldBe(1);
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("10.0.0.1")]
    [TestCase("::1")]
    [TestCase("localhost")]
    public void NameThatNoHostCanHave_IsRefused(string name)
    {
        using var world = new World();
        Should.Throw<ArgumentException>(() => world.AddIdle(name)).Message.ShouldContain("is no name that a host can be found by");
    }

    [Test]
    public void NullArguments_AreRefused()
    {
        using var world = new World();
        Should.Throw<ArgumentNullException>(() => world.Simulation.AddHost(null!, World.Nothing));
        Should.Throw<ArgumentNullException>(() => world.Simulation.AddHost("a", null!));
        Should.Throw<ArgumentNullException>(() => world.Simulation.Run(null!));
        Should.Throw<ArgumentNullException>(() => world.Simulation.Note(null!));
    }

    [Test]
    public void HostThatIsDown_CanOnlyBeRestarted()
    {
        using var world = new World();
        SimulatedHost host = world.AddIdle("a");
        host.Crash();
        host.ToString().ShouldBe("host 'a' (down)");
        Should.Throw<InvalidOperationException>(host.Crash).Message.ShouldBe(
            "Crash was called on host 'a', which is down. Look at IsUp, or have it Restart before that.");
        Should.Throw<InvalidOperationException>(host.Pause).Message.ShouldContain("Pause");
        Should.Throw<InvalidOperationException>(host.Resume).Message.ShouldContain("Resume");
        host.Restart();
        host.IsUp.ShouldBeTrue();
    }

    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void RunForATimeThatIsNone_IsRefused(double seconds)
    {
        using var world = new World();
        Should.Throw<ArgumentOutOfRangeException>(() => world.Simulation.Run(seconds)).Message.ShouldContain("finite number of seconds");
    }

    [Test]
    public void RunAndDispose_FromInside_AreRefused()
    {
        using var world = new World();
        world.Simulation.Run(Script());

        IEnumerator<Awaitable> Script()
        {
            Should.Throw<InvalidOperationException>(() => world.Simulation.Run(1)).Message.ShouldStartWith("Run was called while the simulation runs.");
            Should.Throw<InvalidOperationException>(() => world.Simulation.Run()).Message.ShouldContain("yield return");
            Should.Throw<InvalidOperationException>(world.Simulation.Dispose).Message.ShouldStartWith("Dispose was called");
            yield return null;
        }
    }

    [Test]
    public void Run_WhileAnotherSchedulerRunsHere_IsRefused()
    {
        using var world = new World();
        Scheduler.Run(Script());

        IEnumerator<Awaitable> Script()
        {
            Should.Throw<InvalidOperationException>(() => world.Simulation.Run(1));
            yield return null;
        }
    }

    [Test]
    public void UseAfterDispose_IsRefused()
    {
        var world = new World(seed: 9);
        SimulatedHost host = world.AddIdle("a");
        world.AddIdle("b");
        SimulatedLink link = world.Simulation.Link("a", "b");
        world.Dispose();
        Action[] calls =
        [
            () => world.AddIdle("c"), () => world.Simulation.Run(), () => world.Simulation.Run(1), () => world.Simulation.Run(World.Nothing()),
            () => world.Simulation.Partition("a", "b"), () => world.Simulation.Note("x"), world.Simulation.EndFaults,
            host.Crash, host.Restart, host.Pause, host.Resume, () => host.ClockRate = 2,
        ];
        foreach (Action call in calls)
        {
            Should.Throw<ObjectDisposedException>(call).Message.ShouldContain("The simulation with seed 9 was disposed");
        }

        host.IsUp.ShouldBeFalse();
        link.ToString().ShouldBe("link a -> b");
        world.Simulation.ToString().ShouldBe("simulation with seed 9 at 0 s (2 hosts)");
    }

    [Test]
    public void Options_ThatCannotBe_AreRefused_AndLaterChangesChangeNothing()
    {
        var options = new SimulationOptions();
        Should.Throw<ArgumentOutOfRangeException>(() => options.Loss = 1.5).Message.ShouldContain("Loss is a probability");
        Should.Throw<ArgumentOutOfRangeException>(() => options.Duplication = double.NaN).Message.ShouldContain("Duplication");
        Should.Throw<ArgumentOutOfRangeException>(() => options.LookUpFailure = -0.1).Message.ShouldContain("LookUpFailure");
        Should.Throw<ArgumentOutOfRangeException>(() => options.Bandwidth = 0).Message.ShouldContain("Bandwidth");
        Should.Throw<ArgumentOutOfRangeException>(() => options.ClockDrift = 1).Message.ShouldContain("ClockDrift");
        Should.Throw<ArgumentOutOfRangeException>(() => options.CrashesPerHour = -1).Message.ShouldContain("CrashesPerHour");
        Should.Throw<ArgumentOutOfRangeException>(() => options.PausesPerHour = double.PositiveInfinity).Message.ShouldContain("PausesPerHour");
        Should.Throw<ArgumentOutOfRangeException>(() => options.TraceLimit = -1).Message.ShouldContain("TraceLimit");

        using var world = new World(options: options);
        options.LatencyMax = 5;
        world.AddIdle("a");
        world.AddIdle("b");
        world.Simulation.Link("a", "b").LatencyMax.ShouldBe(0.01);
        Should.Throw<ArgumentOutOfRangeException>(() => world.Simulation.Link("a", "b").Loss = 2).Message.ShouldContain("Loss");
    }
}

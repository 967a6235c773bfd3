using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Faults that come from the seed.</summary>
public sealed class SeededFaultsTests
{
    private static readonly SimulationOptions _stormy = new()
    {
        CrashesPerHour = 60,
        PausesPerHour = 60,
        PartitionsPerHour = 60,
        StallsPerHour = 60,
        ResetsPerHour = 60,
    };

    [TestCase("crashes")]
    [TestCase("restarts")]
    [TestCase("is paused")]
    [TestCase("is resumed")]
    [TestCase("partitioned")]
    [TestCase("repaired")]
    [TestCase("held")]
    [TestCase("released")]
    [TestCase("reset")]
    public void Storm_HasFaultsOfEachKind(string what)
    {
        using World world = NewWorld(1, _stormy);
        world.Simulation.Run(3600);
        world.Simulation.Trace.Lines.Count(line => line.Contains(what, StringComparison.Ordinal)).ShouldBeGreaterThan(50);
    }

    [Test]
    public void Rates_AreWhatTheySay()
    {
        using var world = new World(2, new SimulationOptions { CrashesPerHour = 10, FaultDuration = 1, FaultDurationMax = 1 });
        world.AddIdle("a");
        world.AddIdle("b");
        world.AddIdle("c");
        world.Simulation.Run(100 * 3600);

        // Of three hosts.
        world.Simulation.Trace.Lines.Count(static line => line.EndsWith(": crashes", StringComparison.Ordinal)).ShouldBeInRange(2800, 3200);
    }

    [Test]
    public void EndFaults_MendsWhatTheSeedHasBroken_AndNothingElse()
    {
        using World world = NewWorld(3, _stormy);
        SimulatedHost down = world.AddIdle("down");
        world.Simulation.Run(1000);
        if (down.IsUp)
        {
            down.Crash();
        }

        world.Simulation.Partition("a", "b");
        world.Simulation.EndFaults();
        world.Simulation.Link("a", "b").IsPartitioned.ShouldBeTrue();
        world.Simulation.Repair("a", "b");
        long before = world.Simulation.Trace.Count;
        string[] hosts = ["a", "b", "c"];
        foreach (string host in hosts)
        {
            world.Simulation.Host(host).IsUp.ShouldBeTrue();
            world.Simulation.Host(host).IsPaused.ShouldBeFalse();
            hosts.Where(other => other != host).ShouldAllBe(other => !world.Simulation.Link(host, other).IsBlocked);
        }

        world.Simulation.Run(1000);
        down.IsUp.ShouldBeFalse();
        world.Simulation.Trace.Lines.Skip((int)before).ShouldNotContain(static line => line.Contains("crashes", StringComparison.Ordinal));
    }

    [Test]
    public void RunToTheEnd_WaitsForHostsThatTheSeedWillRestart()
    {
        int restarts = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            using var world = new World(seed, new SimulationOptions { CrashesPerHour = 60, FaultDuration = 5, FaultDurationMax = 5 });
            int ends = 0;
            world.Simulation.AddHost("a", Work);
            world.Simulation.Run();
            ends.ShouldBe(1, $"seed {seed}");
            restarts += world.Simulation.Trace.Lines.Count(static line => line.EndsWith(": restarts", StringComparison.Ordinal));

            IEnumerator<Awaitable> Work()
            {
                yield return Sleep(60);
                ends++;
            }
        }

        restarts.ShouldBeGreaterThan(10);
    }

    private static World NewWorld(int seed, SimulationOptions options)
    {
        options.TraceLimit = 1_000_000;
        var world = new World(seed, options);
        foreach (string name in new[] { "a", "b", "c" })
        {
            world.Simulation.AddHost(name, () => Heartbeats.Live(name, ["a", "b", "c"], pause: 10));
        }

        return world;
    }
}

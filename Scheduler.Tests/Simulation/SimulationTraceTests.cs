using System.Net;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>The trace: what stands in it, how it is drawn, and that it is the same for a seed each time and everywhere.</summary>
public sealed class SimulationTraceTests
{
    private const ulong FingerprintOfTheStorm = 12280519446812991065;

    [Test]
    public void Trace_IsDrawnPerHost()
    {
        using var world = new World(seed: 7);
        SimulatedHost server = world.AddEcho();
        world.Simulation.AddHost("me", Talk);
        world.Simulation.Run(2);
        server.Crash();
        world.Simulation.Note("that was all");
        world.Simulation.Trace.ToString().ReplaceLineEndings("\n").ShouldBe(
            """
            seed 7
                          outside  server   me
                0.000000  |        *        |        starts
                0.000000  |        |        *        starts
                0.000000  |        *        |        listens at port 80
                0.000000  |        *        |        main ends
                0.000000  |        |        o        asks for a connection to port 80
                0.020000  |        o-------->        connection #1
                0.020000  |        |        o        sends 3 bytes (#1)
                0.030000  |        <--------o        3 bytes arrive (#1)
                0.030000  |        o        |        sends 3 bytes (#1)
                0.040000  |        o-------->        3 bytes arrive (#1)
                0.040000  |        |        *        says HI
                0.050000  |        <--------o        end (#1)
                0.060000  |        o-------->        end (#1)
                0.060000  |        |        *        main ends
                2.000000  |        *        |        crashes
                2.000000  *        |        |        that was all

            """.ReplaceLineEndings("\n"));

        IEnumerator<Awaitable> Talk()
        {
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
            stream.Result.Write("hi\n");
            yield return stream.Result.ReadLine().Into(out Awaitable<string?> line);
            world.Simulation.Note($"says {line.Result}");
            stream.Result.WriteEof();
            yield return stream.Result.Closed;
        }
    }

    [Test]
    public void SameSeed_HasTheSameTrace_TwiceInAProcess_AndAnotherSeedAnother()
    {
        (string first, ulong fingerprint) = Storm(11);
        Storm(11).ShouldBe((first, fingerprint));
        Storm(12).Trace.ShouldNotBe(first);
        Storm(12).Fingerprint.ShouldNotBe(fingerprint);
    }

    [Test]
    public void Fingerprint_OfAStorm_IsTheSameOnEveryMachine_AndInEachBuildOfTheLibrary() =>
        Storm(11).Fingerprint.ShouldBe(FingerprintOfTheStorm);

    [Test]
    public void TraceLimit_KeepsTheLatest_AndTheFingerprintIsOfAll()
    {
        using World all = NewStorm(5, limit: 100_000);
        using World some = NewStorm(5, limit: 10);
        using World none = NewStorm(5, limit: 0);
        all.Simulation.Trace.Count.ShouldBe(some.Simulation.Trace.Count);
        some.Simulation.Trace.Lines.ShouldBe(all.Simulation.Trace.Lines.TakeLast(10));
        some.Simulation.Trace.ToString().ShouldStartWith(FormattableString.Invariant($"seed 5, the last entries; {all.Simulation.Trace.Count - 10} came before"));
        none.Simulation.Trace.Lines.ShouldBeEmpty();
        none.Simulation.Trace.Fingerprint.ShouldBe(all.Simulation.Trace.Fingerprint);
        some.Simulation.Trace.Fingerprint.ShouldBe(all.Simulation.Trace.Fingerprint);
    }

    private static (string Trace, ulong Fingerprint) Storm(int seed)
    {
        using World world = NewStorm(seed, limit: 1_000_000);
        return (world.Simulation.Trace.ToString(), world.Simulation.Trace.Fingerprint);
    }

    // Something of everything.
    private static World NewStorm(int seed, int limit)
    {
        var world = new World(seed, new SimulationOptions
        {
            Loss = 0.1,
            Duplication = 0.1,
            Bandwidth = 100_000,
            LookUpFailure = 0.1,
            LookUpLatencyMax = 0.01,
            ClockDrift = 0.01,
            ClockOffset = 1,
            CrashesPerHour = 120,
            PausesPerHour = 60,
            PartitionsPerHour = 120,
            StallsPerHour = 60,
            ResetsPerHour = 60,
            TraceLimit = limit,
        });
        string[] names = ["a", "b", "c"];
        foreach (string name in names)
        {
            world.Simulation.AddHost(name, () => Live(world, name, names));
        }

        world.Simulation.Run(600);
        return world;
    }

    private static IEnumerator<Awaitable> Live(World world, string name, string[] names)
    {
        CreateTask(Store());
        CreateTask(Shout(world));
        yield return Await(Heartbeats.Live(name, names, pause: 1));
    }

    private static IEnumerator<Awaitable> Store()
    {
        SimulatedFile file = SimulatedHost.Current!.Disk.Open("log");
        while (true)
        {
            yield return file.Append(new byte[100]);
            yield return Sleep(2);
            yield return file.Flush();
        }
    }

    private static IEnumerator<Awaitable> Shout(World world)
    {
        SimulatedHost self = SimulatedHost.Current!;
        yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 9)).Into(out Awaitable<CoDatagram> endpoint);
        while (true)
        {
            foreach (SimulatedHost other in world.Simulation.Hosts.Where(other => other != self))
            {
                endpoint.Result.SendTo(new byte[20], new IPEndPoint(other.Address, 9));
            }

            yield return Sleep(3);
        }
    }
}

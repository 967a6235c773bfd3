using System.Net;
using System.Net.Sockets;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Names of hosts, and how they are looked up.</summary>
public sealed class SimulatedLookUpTests
{
    [Test]
    public void Names_AreThoseOfTheHosts()
    {
        using var world = new World();
        SimulatedHost a = world.AddIdle("a");
        SimulatedHost b = world.AddIdle("b");
        a.Address.ShouldBe(IPAddress.Parse("10.0.0.1"));
        world.Simulation.Run(Script());
        world.Simulation.Time.ShouldBe(0);

        IEnumerator<Awaitable> Script()
        {
            yield return GetAddrInfo("b", 80).Into(out Awaitable<IPEndPoint[]> found);
            found.Result.ShouldBe([new IPEndPoint(b.Address, 80)]);
            yield return GetAddrInfo("10.9.9.9", 80).Into(out Awaitable<IPEndPoint[]> digits);
            digits.Result.ShouldBe([new IPEndPoint(IPAddress.Parse("10.9.9.9"), 80)]);
            yield return GetAddrInfo("localhost", 80).Into(out Awaitable<IPEndPoint[]> local);
            local.Result.ShouldBe([new IPEndPoint(IPAddress.Loopback, 80)]);
            yield return GetNameInfo(new IPEndPoint(a.Address, 80)).Into(out Awaitable<(string Host, string Service)> name);
            name.Result.ShouldBe(("a", "80"));
            yield return GetNameInfo(new IPEndPoint(IPAddress.Loopback, 1)).Into(out Awaitable<(string Host, string Service)> localName);
            localName.Result.ShouldBe(("localhost", "1"));
            yield return GetNameInfo(new IPEndPoint(IPAddress.Parse("10.9.9.9"), 1)).Into(out Awaitable<(string Host, string Service)> nobody);
            nobody.Result.ShouldBe(("10.9.9.9", "1"));
        }
    }

    [Test]
    public void UnknownName_IsAnErrorThatListsTheHosts()
    {
        using var world = new World();
        world.AddIdle("a");
        world.AddIdle("b");
        world.Simulation.Run(Script());

        static IEnumerator<Awaitable> Script()
        {
            yield return Settle(OpenConnection("c", 80), out Outcome<CoStream> outcome);
            SocketException error = outcome.Exception.ShouldBeAssignableTo<SocketException>()!;
            error.SocketErrorCode.ShouldBe(SocketError.HostNotFound);
            error.Message.ShouldContain("Looking c up failed: the hosts of this simulation are a, b.");
        }
    }

    [Test]
    public void AddressOfNobody_CannotBeReached()
    {
        using var world = new World();
        world.Simulation.Run(Script());
        world.Simulation.Time.ShouldBe(World.Latency);

        static IEnumerator<Awaitable> Script()
        {
            yield return Settle(OpenConnection("10.9.9.9", 80), out Outcome<CoStream> outcome);
            outcome.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.HostUnreachable);
        }
    }

    [Test]
    public void UnixDomainSockets_AreNotSimulated()
    {
        using var world = new World();
        world.Simulation.Run(Script());

        static IEnumerator<Awaitable> Script()
        {
            yield return Settle(OpenUnixConnection("/run/sql"), out Outcome<CoStream> outcome);
            outcome.Exception.ShouldBeAssignableTo<SocketException>()!.Message.ShouldContain("no Unix domain sockets");
            yield return Settle(StartUnixServer(World.EchoLines, "/run/sql"), out Outcome<CoServer> server);
            server.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.AddressFamilyNotSupported);
        }
    }

    [Test]
    public void LookUps_AreSlow_AndFail_AsTheOptionsSay()
    {
        using var world = new World(options: new SimulationOptions { LookUpLatency = 0.5, LookUpLatencyMax = 0.5, LookUpFailure = 0.5 });
        world.AddIdle("a");
        int failures = 0;
        world.Simulation.Run(Script());
        world.Simulation.Time.ShouldBe(50);
        failures.ShouldBeInRange(30, 70);

        IEnumerator<Awaitable> Script()
        {
            for (int i = 0; i < 100; i++)
            {
                yield return Settle(GetAddrInfo("a", 80), out Outcome<IPEndPoint[]> outcome);
                failures += outcome.Exception is SocketException { SocketErrorCode: SocketError.TryAgain } ? 1 : 0;
                yield return GetAddrInfo("localhost", 80);
            }
        }
    }
}

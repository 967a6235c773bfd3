using Coroutines.Testing;
using Coroutines.Tests.Tls;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>TLS over simulated connections: it stands on whatever carries bytes.</summary>
public sealed class SimulatedTlsTests
{
    [Test]
    public void TlsConversation_GoesOnAfterAPartition()
    {
        using var world = new World();
        world.Simulation.AddHost("server", Serve);
        world.Simulation.AddHost("client", Talk);
        world.Simulation.Run(1);
        world.Simulation.Partition("client", "server");
        world.Simulation.Run(5);
        world.Simulation.Repair("client", "server");
        world.Simulation.Run();
        world.Log.ShouldBe(["first: ONE", "second: TWO at 6.02"]);

        static IEnumerator<Awaitable> Serve()
        {
            yield return StartServer(World.EchoLines, null, 443, new ServerOptions { Tls = Certificates.ServerOptions() });
        }

        IEnumerator<Awaitable> Talk()
        {
            yield return OpenConnection("server", 443, new ConnectionOptions { Tls = Certificates.ClientOptions() }).Into(out Awaitable<CoStream> stream);
            stream.Result.Tls!.TargetHostName.ShouldBe(Certificates.Host);
            stream.Result.Write("one\n");
            yield return stream.Result.ReadLine().Into(out Awaitable<string?> first);
            world.Log.Add($"first: {first.Result}");
            yield return Sleep(2 - world.Simulation.Time);
            stream.Result.Write("two\n");
            yield return stream.Result.ReadLine().Into(out Awaitable<string?> second);
            world.Log.Add(FormattableString.Invariant($"second: {second.Result} at {world.Simulation.Time:0.00}"));
        }
    }

    [Test]
    public void CrashOfATlsServer_IsAResetToItsClient()
    {
        using var world = new World();
        SimulatedHost server = world.Simulation.AddHost("server", Serve);
        world.Simulation.Run(Script());

        static IEnumerator<Awaitable> Serve()
        {
            yield return StartServer(World.EchoLines, null, 443, new ServerOptions { Tls = Certificates.ServerOptions() });
        }

        IEnumerator<Awaitable> Script()
        {
            yield return OpenConnection("server", 443, new ConnectionOptions { Tls = Certificates.ClientOptions() }).Into(out Awaitable<CoStream> stream);
            server.Crash();
            stream.Result.Write("anybody?\n");
            yield return Settle(stream.Result.ReadLine(), out Outcome<string?> line);
            line.Exception.ShouldBeAssignableTo<System.Net.Sockets.SocketException>();
        }
    }
}

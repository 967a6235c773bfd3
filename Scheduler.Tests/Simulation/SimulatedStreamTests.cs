using System.Net;
using System.Net.Sockets;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Connections between hosts: how long they take, who is reached, and how they end.</summary>
public sealed class SimulatedStreamTests
{
    private World _world = null!;

    private Simulation Simulation => _world.Simulation;

    [SetUp]
    public void Begin() => _world = new World();

    [TearDown]
    public void End()
    {
        _world.Reports.Select(static report => $"{report.Message}: {report.Exception}").ShouldBeEmpty();
        _world.Dispose();
    }

    [Test]
    public void Conversation_TakesTheTimeOfItsLinks_AndKnowsItsAddresses()
    {
        SimulatedHost server = _world.AddEcho();
        SimulatedHost client = null!;
        client = Simulation.AddHost("client", Talk);
        Simulation.Run();
        _world.Log.ShouldBe(["0.020 connected", "0.040 ONE", "0.060 TWO THREE", "0.080 end"]);

        IEnumerator<Awaitable> Talk()
        {
            yield return OpenConnection("SERVER", 80).Into(out Awaitable<CoStream> opened);
            using CoStream stream = opened.Result;
            _world.Note("connected");
            stream.RemoteEndPoint.ShouldBe(new IPEndPoint(server.Address, 80));
            ((IPEndPoint)stream.LocalEndPoint!).Address.ShouldBe(client.Address);
            stream.Socket.ShouldBeNull();
            stream.Write("one\n");
            yield return stream.ReadLine().Into(out Awaitable<string?> first);
            _world.Note(first.Result!);
            stream.Write("two ");
            stream.Write("three\n");
            yield return stream.ReadLine().Into(out Awaitable<string?> second);
            _world.Note(second.Result!);
            stream.WriteEof();
            yield return stream.ReadToEnd().Into(out Awaitable<byte[]> rest);
            rest.Result.ShouldBeEmpty();
            _world.Note("end");
        }
    }

    [Test]
    public void Megabytes_BothWaysAtOnce_ArriveWholeAndInOrder()
    {
        byte[] sent = new byte[3_000_000];
        new Random(1).NextBytes(sent);
        using var world = new World(seed: 5, new SimulationOptions { Latency = 0, LatencyMax = 0.05 });
        world.Simulation.AddHost("server", () => World.Serve(EchoBytes));
        world.Simulation.Run(Script());

        IEnumerator<Awaitable> Script()
        {
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
            CoTask writing = CreateTask(WriteAll(stream.Result, sent));
            yield return stream.Result.ReadExactly(sent.Length).Into(out Awaitable<byte[]> received);
            yield return writing;
            received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
            stream.Result.Close();
            yield return stream.Result.WaitClosed();
        }

        static IEnumerator<Awaitable> WriteAll(CoStream stream, byte[] bytes)
        {
            yield return stream.WriteAll(bytes);
        }

        static IEnumerator<Awaitable> EchoBytes(CoStream stream)
        {
            byte[] room = new byte[10_000];
            while (true)
            {
                yield return stream.Read(room).Into(out Awaitable<int> count);
                if (count.Result == 0)
                {
                    yield break;
                }

                yield return stream.WriteAll(room.AsMemory(0, count.Result));
            }
        }
    }

    [Test]
    public void Bandwidth_IsSharedByAllConnectionsOfALink()
    {
        using var world = new World(options: new SimulationOptions { Latency = 0.01, LatencyMax = 0.01, Bandwidth = 1000 });
        world.Simulation.AddHost("server", () => World.Serve(NoteEnd));
        world.AddIdle("client");
        world.Simulation.Run(Script());
        world.Log.ShouldBe(["0.550 500 bytes", "1.050 500 bytes"]);

        IEnumerator<Awaitable> Script()
        {
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> one);
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> other);
            world.Simulation.Time.ShouldBe(0.04);
            one.Result.Write(new byte[500]);
            other.Result.Write(new byte[500]);
            yield return Sleep(2);
        }

        IEnumerator<Awaitable> NoteEnd(CoStream stream)
        {
            yield return stream.ReadExactly(500).Into(out Awaitable<byte[]> bytes);
            world.Note($"{bytes.Result.Length} bytes");
        }
    }

    [Test]
    public void RefusedConnection_IsAnErrorAfterTheWayThereAndBack()
    {
        SimulatedHost down = _world.AddEcho("down");
        _world.AddIdle("silent");
        Simulation.Run(Script());
        _world.Log.ShouldBe(["0.020 silent: ConnectionRefused", "0.040 down: ConnectionRefused", "0.060 down: connected"]);

        IEnumerator<Awaitable> Script()
        {
            yield return Try("silent");
            down.Crash();
            yield return Try("down");
            down.Restart();
            yield return Try("down");
        }

        Awaitable Try(string host) => Await(Connect(host, 80, new ConnectionOptions()));
    }

    [Test]
    public void Addresses_OfAHost_AllLeadToItsServer_AndLoopbackOnlyItself()
    {
        string?[] hosts = [null, "0.0.0.0", "::", "server"];
        for (int i = 0; i < hosts.Length; i++)
        {
            string? host = hosts[i];
            Simulation.AddHost($"server{(i == 3 ? string.Empty : $"-{i}")}", () => Listen(host, 80));
        }

        Simulation.AddHost("local", () => Listen("localhost", 80));
        Simulation.AddHost("digits", () => Listen("127.0.0.1", 80));
        Simulation.Run(Script());
        _world.Log.Select(static line => line[6..]).ShouldBe(
        [
            "server-0: connected", "server-1: connected", "server-2: connected", "server: connected",
            "local: ConnectionRefused", "digits: ConnectionRefused", "localhost: ConnectionRefused",
        ]);

        IEnumerator<Awaitable> Script()
        {
            yield return Sleep(1);
            foreach (string name in new[] { "server-0", "server-1", "server-2", "server", "local", "digits", "localhost" })
            {
                yield return Await(Connect(name, 80, new ConnectionOptions()));
            }
        }
    }

    [Test]
    public void Loopback_StaysWithinTheHost_AndTakesNoTime()
    {
        Simulation.AddHost("a", Both);
        Simulation.AddHost("b", Both);
        Simulation.Partition("a", "b");
        Simulation.Run();
        _world.Log.ShouldBe(["0.000 A", "0.000 B"]);

        IEnumerator<Awaitable> Both()
        {
            string name = SimulatedHost.Current!.Name;
            yield return StartServer(World.EchoLines, "localhost", 80);
            yield return OpenConnection("127.0.0.1", 80).Into(out Awaitable<CoStream> stream);
            stream.Result.Write($"{name}\n");
            yield return stream.Result.ReadLine().Into(out Awaitable<string?> line);
            _world.Note(line.Result!);
        }
    }

    [Test]
    public void Ports_AreAHostsOwn_AndInUseAsInTheRealWorld()
    {
        Simulation.AddHost("a", Listen);
        Simulation.AddHost("b", Listen);
        Simulation.Run();
        _world.Log.ShouldBe(["0.000 a in use", "0.000 b in use"]);

        IEnumerator<Awaitable> Listen()
        {
            SimulatedHost host = SimulatedHost.Current!;
            yield return StartServer(World.EchoLines, null, 80).Into(out Awaitable<CoServer> first);
            yield return Settle(StartServer(World.EchoLines, host.Name, 80), out Outcome<CoServer> second);
            SocketException error = second.Exception.ShouldBeAssignableTo<SocketException>()!;
            error.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
            error.Message.ShouldContain($"{host.Address}:80");
            first.Result.Close();
            yield return StartServer(World.EchoLines, host.Name, 80);

            yield return StartServer(World.EchoLines, null, 0).Into(out Awaitable<CoServer> chosen);
            yield return StartServer(World.EchoLines, null, 0).Into(out Awaitable<CoServer> another);
            ((IPEndPoint)chosen.Result.EndPoints[0]).Port.ShouldNotBe(((IPEndPoint)another.Result.EndPoints[0]).Port);

            yield return StartServer(World.EchoLines, null, 90, new ServerOptions { ReusePort = true });
            yield return StartServer(World.EchoLines, null, 90, new ServerOptions { ReusePort = true });
            _world.Note($"{host.Name} in use");
        }
    }

    [Test]
    public void AddressOfAnotherHost_CannotBeListenedAt()
    {
        _world.AddIdle("a");
        Simulation.AddHost("b", Listen);
        Simulation.Run();

        static IEnumerator<Awaitable> Listen()
        {
            yield return Settle(StartServer(World.EchoLines, "a", 80), out Outcome<CoServer> outcome);
            SocketException error = outcome.Exception.ShouldBeAssignableTo<SocketException>()!;
            error.SocketErrorCode.ShouldBe(SocketError.AddressNotAvailable);
            error.Message.ShouldContain("the address of b is 10.0.0.2");
        }
    }

    [Test]
    public void ServerThatDoesNotServeYet_Refuses()
    {
        CoServer server = null!;
        Simulation.AddHost("server", Start);
        Simulation.Run(Script());
        _world.Log.ShouldBe(["0.020 server: ConnectionRefused", "0.040 server: connected"]);

        IEnumerator<Awaitable> Start()
        {
            yield return StartServer(World.EchoLines, null, 80, new ServerOptions { StartServing = false }).Into(out Awaitable<CoServer> made);
            server = made.Result;
        }

        IEnumerator<Awaitable> Script()
        {
            yield return Await(Connect("server", 80, new ConnectionOptions()));
            yield return server.StartServing();
            yield return Await(Connect("server", 80, new ConnectionOptions()));
        }
    }

    [Test]
    public void FullBacklog_KeepsPeersWaiting_AsLongAsTheyLike()
    {
        CoServer server = null!;
        Simulation.AddHost("server", Start);
        Simulation.Run(Script());
        _world.Log.ShouldBe(["0.020 1: connected", "0.040 2: connected", "0.060 3: connected", "1.060 4: TimeoutException", "5.000 closed", "5.010 5: ConnectionRefused"]);

        IEnumerator<Awaitable> Start()
        {
            var options = new ServerOptions { Backlog = 2, MaxConnections = 1 };
            yield return StartServer(static _ => World.Forever(), null, 80, options).Into(out Awaitable<CoServer> made);
            server = made.Result;
        }

        IEnumerator<Awaitable> Script()
        {
            for (int i = 1; i <= 4; i++)
            {
                yield return Await(Connect("server", 80, new ConnectionOptions { ConnectTimeout = 1 }, $"{i}"));
            }

            CoTask last = CreateTask(Connect("server", 80, new ConnectionOptions(), "5"));
            yield return Sleep(5 - Simulation.Time);
            _world.Note("closed");
            server.Close();
            yield return last;
        }
    }

    [Test]
    public void BacklogThatHasRoomAgain_TakesTheOneWhoWaits()
    {
        var accepted = new List<CoStream>();
        Simulation.AddHost("server", Start);
        Simulation.Run(Script());
        _world.Log.ShouldBe(["0.020 1: connected", "0.040 2: connected", "2.010 3: connected"]);

        IEnumerator<Awaitable> Start()
        {
            yield return StartServer(Keep, null, 80, new ServerOptions { Backlog = 1, MaxConnections = 1 });
        }

        IEnumerator<Awaitable> Keep(CoStream stream)
        {
            accepted.Add(stream);
            yield return stream.Closed;
        }

        IEnumerator<Awaitable> Script()
        {
            yield return Await(Connect("server", 80, new ConnectionOptions(), "1"));
            yield return Await(Connect("server", 80, new ConnectionOptions(), "2"));
            CoTask third = CreateTask(Connect("server", 80, new ConnectionOptions(), "3"));
            yield return Sleep(2 - Simulation.Time);
            accepted[0].Close();
            yield return third;
        }
    }

    [Test]
    public void CloseWithUnreadBytes_AndWriteToOneWhoHasClosed_AreResets()
    {
        Simulation.AddHost("server", () => World.Serve(CloseAtOnce));
        Simulation.Run(Script());
        _world.Log.ShouldBe(["0.020 end", "0.040 ConnectionReset"]);

        static IEnumerator<Awaitable> CloseAtOnce(CoStream stream)
        {
            yield return null;
        }

        IEnumerator<Awaitable> Script()
        {
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
            yield return stream.Result.ReadToEnd();
            _world.Note("end");
            stream.Result.Write("too late");
            yield return Sleep(0.02);
            stream.Result.Write("once more");
            yield return Settle(stream.Result.Drain(), out Outcome outcome);
            _world.Note($"{(outcome.Exception as SocketException)?.SocketErrorCode}");
        }
    }

    private IEnumerator<Awaitable> Listen(string? host, int port)
    {
        yield return StartServer(World.EchoLines, host, port).Into(out Awaitable<CoServer> server);
        yield return server.Result.ServeForever();
    }

    private IEnumerator<Awaitable> Connect(string host, int port, ConnectionOptions options, string? name = null)
    {
        yield return Settle(OpenConnection(host, port, options), out Outcome<CoStream> outcome);
        string what = outcome.IsSuccess ? "connected"
            : outcome.Exception is SocketException error ? error.SocketErrorCode.ToString()
            : outcome.Exception!.GetType().Name;
        _world.Note($"{name ?? host}: {what}");
    }
}

using System.Net.Sockets;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Hosts that are cut off from each other, held back, and gone.</summary>
public sealed class PartitionTests
{
    private World _world = null!;

    private Simulation Simulation => _world.Simulation;

    [SetUp]
    public void Begin() => _world = new World();

    [TearDown]
    public void End() => _world.Dispose();

    [Test]
    public void Partition_KeepsWhatStreamsSend_UntilItIsRepaired()
    {
        StartSender("hello");
        Simulation.Run(Script());
        _world.Log.ShouldBe(["1.000 partitioned", "5.000 repaired", "5.010 server has hello 1", "5.010 server has hello 2"]);

        IEnumerator<Awaitable> Script()
        {
            yield return Sleep(1);
            _world.Note("partitioned");
            Simulation.Partition("client", "server");
            yield return Sleep(4);
            _world.Note("repaired");
            Simulation.Repair("server", "client");
            yield return Sleep(1);
        }
    }

    [Test]
    public void WhatIsUnderWay_WhenThePartitionBegins_WaitsToo()
    {
        StartSender("hello");
        Simulation.Run(2.005);
        Simulation.Partition("client", "server");
        Simulation.Run(1);
        _world.Log.ShouldBeEmpty();
        Simulation.Repair("client", "server");
        Simulation.Run(1);
        _world.Log.ShouldBe(["3.015 server has hello 1", "3.015 server has hello 2"]);
    }

    [Test]
    public void OneWayPartition_StopsOneDirection()
    {
        _world.AddEcho();
        Simulation.AddHost("client", Talk);
        Simulation.Run(1);
        Simulation.PartitionOneWay("server", "client");
        Simulation.Link("server", "client").IsPartitioned.ShouldBeTrue();
        Simulation.Link("client", "server").IsPartitioned.ShouldBeFalse();
        Simulation.Run(9);
        Simulation.Repair("client", "server");
        Simulation.Run(1);
        _world.Log.ShouldBe(["10.010 client has HELLO"]);
        Simulation.Trace.Lines.ShouldContain("2.010000  client -> server: 6 bytes arrive (#1)");

        IEnumerator<Awaitable> Talk()
        {
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
            yield return Sleep(2 - Simulation.Time);
            stream.Result.Write("hello\n");
            yield return stream.Result.ReadLine().Into(out Awaitable<string?> line);
            _world.Note($"client has {line.Result}");
        }
    }

    [Test]
    public void ConnectAcrossAPartition_TakesAsLongAsTheCallersPatience_OrUntilItIsRepaired()
    {
        _world.AddEcho();
        Simulation.AddHost("impatient", () => Connect(3));
        Simulation.AddHost("patient", () => Connect(100));
        Simulation.Partition("impatient", "server");
        Simulation.PartitionOneWay("server", "patient");
        Simulation.Run(20);
        Simulation.Repair("server", "impatient");
        Simulation.Repair("server", "patient");
        Simulation.Run(20);
        _world.Log.ShouldBe(["3.000 impatient: TimeoutException", "20.010 patient: connected"]);

        IEnumerator<Awaitable> Connect(double patience)
        {
            string name = SimulatedHost.Current!.Name;
            yield return Settle(OpenConnection("server", 80, new ConnectionOptions { ConnectTimeout = patience }), out Outcome<CoStream> outcome);
            _world.Note($"{name}: {outcome.Exception?.GetType().Name ?? "connected"}");
        }
    }

    [Test]
    public void Hold_KeepsEverything_AndReleaseDeliversItInOrder()
    {
        StartSender("hello");
        Simulation.Run(1);
        Simulation.Hold("client", "server");
        Simulation.Link("client", "server").ToString().ShouldBe("link client -> server (held)");
        Simulation.Run(9);
        _world.Log.ShouldBeEmpty();
        Simulation.Release("client", "server");
        Simulation.Run(1);
        _world.Log.ShouldBe(["10.010 server has hello 1", "10.010 server has hello 2"]);
    }

    [Test]
    public void WhatIsHeld_IsDelivered_ThoughItsSenderHasCrashed()
    {
        SimulatedHost client = StartSender("hello");
        Simulation.Run(1);
        Simulation.Hold("client", "server");
        Simulation.Run(2);
        client.Crash();
        Simulation.Release("client", "server");
        Simulation.Run(1);
        _world.Log.ShouldBe(["3.010 server has hello 1", "3.010 server has hello 2"]);
    }

    [Test]
    public void WhatWaitsBehindAPartition_IsLostWithItsSender()
    {
        SimulatedHost client = StartSender("hello");
        Simulation.Run(1);
        Simulation.Partition("client", "server");
        Simulation.Run(2);
        client.Crash();
        Simulation.Repair("client", "server");
        Simulation.Run(1);
        _world.Log.ShouldBeEmpty();
    }

    [Test]
    public void PartitionAndHold_AreTwoThings()
    {
        StartSender("hello");
        Simulation.Run(1);
        Simulation.Hold("client", "server");
        Simulation.Partition("client", "server");
        Simulation.Link("client", "server").ToString().ShouldBe("link client -> server (partitioned, held)");
        Simulation.Run(2);
        Simulation.Repair("client", "server");
        Simulation.Run(1);
        _world.Log.ShouldBeEmpty();
        Simulation.Release("client", "server");
        Simulation.Run(1);
        _world.Log.Count.ShouldBe(2);
    }

    [Test]
    public void CrashOfThePeer_IsSilence_UntilSomethingIsSentToIt()
    {
        SimulatedHost server = _world.AddEcho();
        Simulation.AddHost("client", () => Talk("again\n"));
        Simulation.Run(1);
        server.Crash();
        Simulation.Run(100);
        _world.Log.ShouldBe(["50.020 client: ConnectionReset"]);
    }

    [Test]
    public void RestartedPeer_KnowsNothingOfTheConnection()
    {
        SimulatedHost server = _world.AddEcho();
        Simulation.AddHost("client", () => Talk("again\n"));
        Simulation.Run(1);
        server.Restart();
        Simulation.Run(100);
        _world.Log.ShouldBe(["50.020 client: ConnectionReset"]);
    }

    [Test]
    public void CrashOfAPeerThatIsPartitionedAway_IsOnlySilence()
    {
        SimulatedHost server = _world.AddEcho();
        Simulation.AddHost("client", () => Talk("again\n"));
        Simulation.Run(1);
        Simulation.Partition("server", "client");
        server.Crash();
        Simulation.Run(99);
        _world.Log.ShouldBeEmpty();
        Simulation.Repair("server", "client");
        Simulation.Run(100);
        _world.Log.ShouldBe(["100.020 client: ConnectionReset"]);
    }

    [Test]
    public void ResetConnections_BreaksBothEnds_AndNoOthers()
    {
        _world.AddEcho();
        Simulation.AddHost("client", () => Talk("again\n"));
        Simulation.AddHost("other", () => Talk("again\n"));
        Simulation.Run(1);
        Simulation.ResetConnections("server", "client");
        Simulation.Run(100);
        _world.Log.ShouldBe(["1.000 client: ConnectionReset", "50.020 other: AGAIN"]);
    }

    [Test]
    public void Lag_DelaysWhatReachesAHost()
    {
        SimulatedHost server = _world.AddEcho();
        server.Lag = 0.5;
        Simulation.Run(Script());
        _world.Log.ShouldBe(["0.520 connected", "1.040 HELLO"]);
        server.Lag.ShouldBe(0.5);

        IEnumerator<Awaitable> Script()
        {
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
            _world.Note("connected");
            stream.Result.Write("hello\n");
            yield return stream.Result.ReadLine().Into(out Awaitable<string?> line);
            _world.Note(line.Result!);
        }
    }

    [Test]
    public void Latency_OfALink_CanBeChanged()
    {
        _world.AddEcho();
        Simulation.AddHost("client", () => Talk("again\n"));
        SimulatedLink link = Simulation.Link("client", "server");
        link.From.ShouldBe("client");
        link.To.ShouldBe("server");
        link.Latency.ShouldBe(World.Latency);
        Simulation.Run(1);
        link.Latency = 2;
        Simulation.Run(100);
        _world.Log.ShouldBe(["52.010 client: AGAIN"]);
    }

    // One that sends two lines two seconds after the beginning.
    private SimulatedHost StartSender(string text)
    {
        Simulation.AddHost("server", () => World.Serve(Receive));
        return Simulation.AddHost("client", Send);

        IEnumerator<Awaitable> Send()
        {
            yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
            yield return Sleep(2 - Simulation.Time);
            stream.Result.Write($"{text} 1\n");
            yield return null;
            stream.Result.Write($"{text} 2\n");
            yield return Sleep(1000);
        }

        IEnumerator<Awaitable> Receive(CoStream stream)
        {
            while (true)
            {
                yield return stream.ReadLine().Into(out Awaitable<string?> line);
                _world.Note($"server has {line.Result ?? "the end"}");
            }
        }
    }

    // One that is answered at first, waits, and says something after 50 seconds.
    private IEnumerator<Awaitable> Talk(string late)
    {
        string name = SimulatedHost.Current!.Name;
        yield return OpenConnection("server", 80).Into(out Awaitable<CoStream> stream);
        stream.Result.Write("hello\n");
        yield return stream.Result.ReadLine();
        CreateTask(WriteAt(50, stream.Result, late));
        yield return Settle(stream.Result.ReadLine(), out Outcome<string?> line);
        _world.Note($"{name}: {(line.IsSuccess ? line.Result : ((SocketException)line.Exception!).SocketErrorCode)}");
    }

    private IEnumerator<Awaitable> WriteAt(double time, CoStream stream, string text)
    {
        yield return Sleep(time - Simulation.Time);
        stream.Write(text);
    }
}

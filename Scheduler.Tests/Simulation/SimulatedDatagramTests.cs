using System.Net;
using System.Net.Sockets;
using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Datagrams between hosts: lost, doubled, overtaken, and refused.</summary>
public sealed class SimulatedDatagramTests
{
    private const int Count = 1000;

    [Test]
    public void Datagram_Arrives_AndCanBeAnswered()
    {
        using var world = new World();
        SimulatedHost server = world.Simulation.AddHost("server", Answer);
        world.Simulation.AddHost("client", Ask);
        world.Simulation.Run();
        world.Log.ShouldBe(["0.020 PING"]);

        IEnumerator<Awaitable> Answer()
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 53)).Into(out Awaitable<CoDatagram> endpoint);
            yield return endpoint.Result.Receive().Into(out Awaitable<Datagram> question);
            endpoint.Result.SendTo(Encoding.UTF8.GetBytes(TextOf(question.Result).ToUpperInvariant()), question.Result.From);
        }

        IEnumerator<Awaitable> Ask()
        {
            yield return CreateDatagramEndpoint(remote: new DnsEndPoint("server", 53)).Into(out Awaitable<CoDatagram> endpoint);
            yield return endpoint.Result.Send(Encoding.UTF8.GetBytes("ping"));
            yield return endpoint.Result.Receive().Into(out Awaitable<Datagram> answer);
            answer.Result.From.ShouldBe(new IPEndPoint(server.Address, 53));
            endpoint.Result.Socket.ShouldBeNull();
            world.Note(TextOf(answer.Result));
        }
    }

    [Test]
    public void Loss_LosesItsShare()
    {
        List<int> arrived = SendMany(new SimulationOptions { Loss = 0.25 });
        arrived.Distinct().Count().ShouldBe(arrived.Count);
        arrived.Count.ShouldBeInRange(700, 800);
    }

    [Test]
    public void Duplication_DoublesItsShare()
    {
        List<int> arrived = SendMany(new SimulationOptions { Duplication = 0.25 });
        arrived.Distinct().Count().ShouldBe(Count);
        arrived.Count.ShouldBeInRange(1200, 1300);
    }

    [Test]
    public void Latency_ThatVaries_LetsDatagramsOvertakeEachOther()
    {
        List<int> arrived = SendMany(new SimulationOptions { Latency = 0.001, LatencyMax = 0.1 });
        arrived.Count.ShouldBe(Count);
        arrived.ShouldNotBe([.. arrived.Order()]);
        SendMany(new SimulationOptions { Latency = 0.1, LatencyMax = 0.1 }).ShouldBe(Enumerable.Range(0, Count));
    }

    [Test]
    public void Partition_LosesDatagrams_AlsoThoseUnderWay_AndHoldDoesNot()
    {
        using var world = new World();
        var arrived = new List<int>();
        AddReceiver(world, arrived);
        world.Simulation.AddHost("sender", () => SendEachSecond(world, 8));
        world.Simulation.Run(1.5);
        world.Simulation.Partition("sender", "receiver");
        world.Simulation.Run(1);
        world.Simulation.Repair("sender", "receiver");
        world.Simulation.Run(0.505);
        world.Simulation.Partition("sender", "receiver");
        world.Simulation.Run(0.5);
        world.Simulation.Repair("sender", "receiver");
        world.Simulation.Hold("sender", "receiver");
        world.Simulation.Run(3);
        arrived.ShouldBe([0, 1]);
        world.Simulation.Release("sender", "receiver");
        world.Simulation.Run(5);
        arrived.ShouldBe([0, 1, 4, 5, 6, 7]);
    }

    [Test]
    public void ConnectedEndpoint_HearsThatNobodyReceives_UnlessTheHostIsDown()
    {
        using var world = new World();
        SimulatedHost host = world.AddIdle("silent");
        world.AddIdle("other");
        world.Simulation.Run(Script());

        IEnumerator<Awaitable> Script()
        {
            yield return CreateDatagramEndpoint(remote: new IPEndPoint(host.Address, 9)).Into(out Awaitable<CoDatagram> endpoint);
            endpoint.Result.Send(new byte[1]);
            yield return Settle(endpoint.Result.Receive(), out Outcome<Datagram> outcome);
            outcome.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
            world.Simulation.Time.ShouldBe(2 * World.Latency);

            host.Crash();
            endpoint.Result.Send(new byte[1]);
            yield return Settle(WaitFor(endpoint.Result.Receive(), 5), out Outcome<Datagram> silence);
            silence.Exception.ShouldBeOfType<TimeoutException>();
        }
    }

    [Test]
    public void Broadcast_ReachesAllOtherHosts_WhereItIsAllowed()
    {
        using var world = new World();
        foreach (string name in new[] { "a", "b", "c" })
        {
            world.Simulation.AddHost(name, () => Receive(name));
        }

        world.Simulation.AddHost("sender", Send);
        world.Simulation.Run(1);
        world.Log.ShouldBe(["0.010 a", "0.010 b", "0.010 c"], ignoreOrder: true);

        IEnumerator<Awaitable> Receive(string name)
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 67)).Into(out Awaitable<CoDatagram> endpoint);
            yield return endpoint.Result.Receive();
            world.Note(name);
        }

        static IEnumerator<Awaitable> Send()
        {
            var all = new IPEndPoint(IPAddress.Broadcast, 67);
            yield return CreateDatagramEndpoint(options: new DatagramOptions { AllowBroadcast = true }).Into(out Awaitable<CoDatagram> allowed);
            yield return allowed.Result.SendTo(new byte[1], all);
            yield return CreateDatagramEndpoint().Into(out Awaitable<CoDatagram> other);
            yield return Settle(other.Result.SendTo(new byte[1], all), out Outcome outcome);
            outcome.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.AccessDenied);
        }
    }

    [Test]
    public void DatagramThatIsTooLong_IsAnError_AndAPortInUseToo()
    {
        using var world = new World();
        world.AddIdle("a");
        world.Simulation.Run(Script());

        IEnumerator<Awaitable> Script()
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 7)).Into(out Awaitable<CoDatagram> endpoint);
            yield return Settle(endpoint.Result.SendTo(new byte[65_508], new IPEndPoint(IPAddress.Loopback, 7)), out Outcome outcome);
            outcome.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.MessageSize);

            yield return Settle(CreateDatagramEndpoint(new IPEndPoint(IPAddress.Loopback, 7)), out Outcome<CoDatagram> second);
            second.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
            endpoint.Result.Close();
            yield return endpoint.Result.Closed;
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Loopback, 7));
        }
    }

    [Test]
    public void CrashedHost_ReceivesNothing_AndItsPortIsFreeAfterARestart()
    {
        using var world = new World();
        var arrived = new List<int>();
        SimulatedHost receiver = AddReceiver(world, arrived);
        world.Simulation.AddHost("sender", () => SendEachSecond(world, 5));
        world.Simulation.Run(1.5);
        receiver.Crash();
        world.Simulation.Run(2);
        receiver.Restart();
        world.Simulation.Run(5);
        arrived.ShouldBe([0, 1, 4]);
    }

    private static List<int> SendMany(SimulationOptions options)
    {
        using var world = new World(seed: 3, options);
        var arrived = new List<int>();
        AddReceiver(world, arrived);
        world.Simulation.AddHost("sender", Send);
        world.Simulation.Run(10);
        return arrived;

        IEnumerator<Awaitable> Send()
        {
            IPAddress receiver = world.Simulation.Host("receiver").Address;
            yield return CreateDatagramEndpoint().Into(out Awaitable<CoDatagram> endpoint);
            for (int i = 0; i < Count; i++)
            {
                endpoint.Result.SendTo(BitConverter.GetBytes(i), new IPEndPoint(receiver, 9));
                yield return Sleep(0.001);
            }
        }
    }

    private static SimulatedHost AddReceiver(World world, List<int> arrived)
    {
        return world.Simulation.AddHost("receiver", Receive);

        IEnumerator<Awaitable> Receive()
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 9)).Into(out Awaitable<CoDatagram> endpoint);
            while (true)
            {
                yield return endpoint.Result.Receive().Into(out Awaitable<Datagram> datagram);
                arrived.Add(BitConverter.ToInt32(datagram.Result.Data.Span));
            }
        }
    }

    private static IEnumerator<Awaitable> SendEachSecond(World world, int count)
    {
        IPAddress receiver = world.Simulation.Host("receiver").Address;
        yield return CreateDatagramEndpoint().Into(out Awaitable<CoDatagram> endpoint);
        for (int i = 0; i < count; i++)
        {
            endpoint.Result.SendTo(BitConverter.GetBytes(i), new IPEndPoint(receiver, 9));
            yield return Sleep(1);
        }
    }

    private static string TextOf(Datagram datagram) => Encoding.UTF8.GetString(datagram.Data.Span);
}

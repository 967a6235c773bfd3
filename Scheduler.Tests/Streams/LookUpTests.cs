using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Names and addresses: what the system says, and who is asked.</summary>
public sealed class LookUpTests
{
    [TestCase("127.0.0.1", 80)]
    [TestCase("127.0.0.1", 65_000)]
    [TestCase("::1", 22)]
    [Platform("Linux")]
    public void GetNameInfo_SaysWhatPythonSays(string address, int port)
    {
        string expected = PythonOracle.Ask($"import socket; print(*socket.getnameinfo(('{address}', {port}), 0))");
        (string host, string service) = Scheduler.Run<(string, string)>(Name(new IPEndPoint(IPAddress.Parse(address), port)));
        $"{host} {service}".ShouldBe(expected);
    }

    [Test]
    public void GetAddrInfo_OfDigits_TakesNoIteration_AndNamesAreAskedFor() => Scheduler.Run(LookingUp());

    private static IEnumerator<Awaitable> LookingUp()
    {
        long iteration = Scheduler.Current.Loop.Iteration;
        yield return GetAddrInfo("127.0.0.1", 80).Into(out Awaitable<IPEndPoint[]> found);
        Scheduler.Current.Loop.Iteration.ShouldBe(iteration);
        found.Result.ShouldBe([new IPEndPoint(IPAddress.Loopback, 80)]);
        yield return GetAddrInfo("localhost", 80).Into(out found);
        found.Result.ShouldContain(static address => IPAddress.IsLoopback(address.Address));
        yield return Settle(GetAddrInfo("no.such.host.invalid", 80), out Outcome<IPEndPoint[]> outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>();
    }

    [Test]
    public void GetNameInfo_OfWhatIsNoAddress_IsRefusedAtTheCall()
    {
        Should.Throw<ArgumentNullException>(static () => GetNameInfo(null!));
        Should.Throw<ArgumentException>(static () => GetNameInfo(new DnsEndPoint("localhost", 1))).Message.ShouldContain("IPEndPoint");
    }

    [Test]
    public void LookUps_GoThroughTheNetworkOfTheScheduler() => Scheduler.Run(LookingUpElsewhere(), new SchedulerOptions { TimeProvider = new VirtualClock() });

    private static IEnumerator<Awaitable> LookingUpElsewhere()
    {
        Scheduler.Current.Network = new Elsewhere();
        yield return GetAddrInfo("nowhere", 7).Into(out Awaitable<IPEndPoint[]> addresses);
        addresses.Result.ShouldBe([new IPEndPoint(IPAddress.Broadcast, 7)]);
        yield return GetNameInfo(addresses.Result[0]).Into(out Awaitable<(string Host, string Service)> name);
        name.Result.ShouldBe(("nowhere", "seven"));
        yield return Settle(OpenConnection("nowhere", 7), out Outcome<CoStream> outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>()!.Message.ShouldStartWith("Connecting to 255.255.255.255:7 failed");
    }

    private static IEnumerator<Awaitable> Name(EndPoint address)
    {
        yield return GetNameInfo(address).Into(out Awaitable<(string Host, string Service)> name);
        yield return Return(name.Result);
    }

    /// <summary>A network that knows one name.</summary>
    private sealed class Elsewhere : Network
    {
        internal override IEnumerator<Awaitable> LookUp(string? host, int port)
        {
            yield return Return(new[] { new IPEndPoint(IPAddress.Broadcast, port) });
        }

        internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address)
        {
            yield return Return(("nowhere", "seven"));
        }

        internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local)
        {
            yield return null;
            throw new SocketException((int)SocketError.HostUnreachable);
        }

        internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options) => throw new SocketException((int)SocketError.AddressNotAvailable);

        internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
            throw new SocketException((int)SocketError.AddressNotAvailable);
    }
}

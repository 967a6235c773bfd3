using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

// A connect that fails or is given up, and the next one of the same socket.
internal abstract partial class SocketOperationContract
{
    private static readonly string[] _refusals = ["tcp", "tcp over IPv6", "tcp of both", "broadcast", "udp", "unix missing", "unix mute", "unix full"];

    // .NET by itself calls a non-blocking socket connected after each of these.
    [TestCaseSource(nameof(_refusals))]
    [Platform("Linux")]
    public void Connect_Refused_LeavesTheSocketUnconnectedAndAsGoodAsNew(string kind)
    {
        using var place = new RefusingPlace(kind);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            Socket socket = Open(place.NewSocket());
            for (int i = 0; i < 3; i++)
            {
                yield return Settle(Connect(socket, place.Refusing), out Outcome outcome);
                outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(place.Error);
                socket.Connected.ShouldBeFalse();
                socket.RemoteEndPoint.ShouldBeNull();
            }

            yield return Connect(socket, place.Open());
            socket.Connected.ShouldBeTrue();
            yield return Send(socket, "ping"u8.ToArray());
            yield return Settle(Connect(socket, place.Refusing), out Outcome second);
            second.Exception.ShouldNotBeNull();
        }
    }

    [Test]
    public void Connect_OfAnotherFamily_IsRefusedAsByDotNet()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var remote = new IPEndPoint(IPAddress.IPv6Loopback, 1);
            yield return Settle(Connect(Tcp(), remote), out Outcome outcome);
            SocketError expected = Should.Throw<SocketException>(() => Tcp().Connect(remote)).SocketErrorCode;
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(expected);
        }
    }

    [Test]
    public void Connect_OfADualModeSocket_ReachesAnOldAddress()
    {
        Socket listener = Listener();
        Socket socket = Open(new Socket(SocketType.Stream, ProtocolType.Tcp));
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Connect(socket, listener.LocalEndPoint!);
            socket.Connected.ShouldBeTrue();
            ((IPEndPoint)socket.RemoteEndPoint!).Port.ShouldBe(((IPEndPoint)listener.LocalEndPoint!).Port);
        }
    }

    // As it goes on in asyncio: the answer to the second call is that the first is under way.
    [Test]
    [Platform("Linux")]
    public void Connect_GivenUpAndAskedForAgain_GoesOn()
    {
        Socket listener = Listener(backlog: 0);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Socket>(StartConnectThatWaits(listener)).Into(out var waiting);
            Socket socket = waiting.Result;
            for (int i = 0; i < 3; i++)
            {
                // Nothing has left its local port in favour of a new one.
                int before = LocalPortOf(socket);
                yield return Settle(WaitFor(Connect(socket, listener.LocalEndPoint!), 0.1), out Outcome outcome);
                outcome.Exception.ShouldBeOfType<TimeoutException>();
                socket.Connected.ShouldBeFalse();
                LocalPortOf(socket).ShouldBe(before);
            }

            while (listener.Poll(0, SelectMode.SelectRead))
            {
                listener.Accept().Dispose();
            }

            yield return Connect(socket, listener.LocalEndPoint!);
            socket.Connected.ShouldBeTrue();
            socket.RemoteEndPoint.ShouldBe(listener.LocalEndPoint);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Connect_GivenUpAndAnotherAddressAskedFor_GoesThere()
    {
        Socket full = Listener(backlog: 0);
        Socket other = Listener();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Socket>(StartConnectThatWaits(full)).Into(out var waiting);

            yield return Connect(waiting.Result, other.LocalEndPoint!);

            waiting.Result.RemoteEndPoint.ShouldBe(other.LocalEndPoint);
            yield return Accept(other).Into(out var accepted);
            Open(accepted.Result).RemoteEndPoint.ShouldBe(waiting.Result.LocalEndPoint);
        }
    }

    // Cancelled in each of the iterations that a connect takes: whatever has become of it, the next one comes out right.
    [TestCase(true)]
    [TestCase(false)]
    public void Connect_CancelledAtEachAwait_CanBeAskedForAgain(bool isThere)
    {
        Socket listener = Listener();
        Socket mute = Open(ConnectedPair.Refusing(SocketType.Stream, ProtocolType.Tcp));
        EndPoint remote = (isThere ? listener : mute).LocalEndPoint!;
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            for (int delay = 0; delay < 6; delay++)
            {
                Socket socket = Tcp();
                CoTask first = CreateTask(ConnectTo(socket, remote));
                for (int i = 0; i < delay; i++)
                {
                    yield return null;
                }

                first.Cancel();
                yield return Settle(first, out Outcome given, includeCancellation: true);
                if (given.IsSuccess)
                {
                    continue;
                }

                yield return Settle(Connect(socket, remote), out Outcome outcome);
                socket.Connected.ShouldBe(isThere);
                (outcome.Exception as SocketException)?.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
                outcome.IsSuccess.ShouldBe(isThere);
            }
        }
    }

    // What systems other than Linux get.
    [Test]
    public void Connect_ByTheWayOfDotNet_SucceedsOrSaysWhatIsWrong()
    {
        Socket listener = Listener();
        Socket mute = Open(ConnectedPair.Refusing(SocketType.Stream, ProtocolType.Tcp));
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            Socket socket = Tcp();
            yield return new ConnectOperation(socket, listener.LocalEndPoint!).ToAwaitable(0);
            socket.Connected.ShouldBeTrue();

            yield return Settle(new ConnectOperation(Tcp(), mute.LocalEndPoint!).ToAwaitable(0), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Descriptors_AfterAllKindsOfEnds_AreAsManyAsBefore()
    {
        Socket listener = Listener();
        Socket mute = Open(ConnectedPair.Refusing(SocketType.Stream, ProtocolType.Tcp));
        Run(Main(1));
        int before = CountDescriptors();

        Run(Main(20));

        CountDescriptors().ShouldBe(before);

        IEnumerator<Awaitable> Main(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                yield return Settle(Connect(socket, mute.LocalEndPoint!), out _);
                CoTask given = CreateTask(ConnectTo(socket, listener.LocalEndPoint!));
                yield return null;
                given.Cancel();
                yield return Settle(given, out _, includeCancellation: true);
                yield return Connect(socket, listener.LocalEndPoint!);
                yield return Accept(listener).Into(out var accepted);
                using Socket connection = accepted.Result;
                yield return Send(connection, new byte[1]);
                yield return Receive(socket, new byte[1]);
            }
        }

        static int CountDescriptors() => Directory.GetFiles("/proc/self/fd").Length;
    }

    private static IEnumerator<Awaitable> ConnectTo(Socket socket, EndPoint remote)
    {
        yield return Connect(socket, remote);
    }

    /// <summary>Fills the queue of a listener, until a connect has to wait, and gives that one up.</summary>
    private IEnumerator<Awaitable> StartConnectThatWaits(Socket listener)
    {
        for (int i = 0; i < 10; i++)
        {
            Socket socket = Tcp();
            yield return Settle(WaitFor(Connect(socket, listener.LocalEndPoint!), 0.1), out Outcome outcome);
            if (!outcome.IsSuccess)
            {
                yield return Return(socket);
            }
        }

        Assert.Fail("The queue of the listener has no end.");
    }

    private static int LocalPortOf(Socket socket)
    {
        // .NET knows no address of a socket that it has not connected; a view of its own asks the system.
        using var view = new Socket(new SafeSocketHandle(socket.Handle, ownsHandle: false));
        return ((IPEndPoint)view.LocalEndPoint!).Port;
    }
}

using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

/// <summary>What the socket operations promise, whichever selector is below them.</summary>
/// <remarks>
/// The virtual clock does not wait for a socket while a timer is set, and a run under it ends with a
/// <see cref="DeadlockException"/> as soon as no socket is waited for: that is how a leaked watch shows.
/// </remarks>
internal abstract partial class SocketOperationContract
{
    // What is on its way inside this machine arrives long before this; only what was lost takes so long.
    private const int PatienceInMicroseconds = 30_000_000;

    private readonly List<IDisposable> _opened = [];
    private readonly List<ExceptionContext> _reports = [];
    private readonly List<string> _trace = [];

    private protected abstract SelectorKind Kind { get; }

    [TearDown]
    public void CloseAll()
    {
        _opened.ForEach(opened => opened.Dispose());
        _opened.Clear();
        _trace.Clear();

        string[] reports = [.. _reports.Select(report => $"{report.Message}: {report.Exception}")];
        _reports.Clear();
        reports.ShouldBeEmpty();
    }

    [Test]
    public void NullArguments_ThrowAtTheCall()
    {
        Socket socket = Tcp();
        var address = new IPEndPoint(IPAddress.Loopback, 1);

        Should.Throw<ArgumentNullException>(() => Accept(null!)).ParamName.ShouldBe("listener");
        Should.Throw<ArgumentNullException>(() => Connect(null!, address)).ParamName.ShouldBe("socket");
        Should.Throw<ArgumentNullException>(() => Connect(socket, null!)).ParamName.ShouldBe("remote");
        Should.Throw<ArgumentNullException>(() => Receive(null!, new byte[1])).ParamName.ShouldBe("socket");
        Should.Throw<ArgumentNullException>(() => Send(null!, new byte[1])).ParamName.ShouldBe("socket");
        Should.Throw<ArgumentNullException>(() => Readable(null!)).ParamName.ShouldBe("socket");
        Should.Throw<ArgumentNullException>(() => Writable(null!)).ParamName.ShouldBe("socket");
    }

    [Test]
    public void DisposedSocket_FailsAtTheYield()
    {
        Socket socket = Tcp();
        socket.Dispose();
        var address = new IPEndPoint(IPAddress.Loopback, 1);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable[] all =
            [
                Accept(socket), Connect(socket, address), Receive(socket, new byte[1]), Send(socket, new byte[1]),
                Readable(socket), Writable(socket),
            ];
            foreach (Awaitable awaitable in all)
            {
                yield return Settle(awaitable, out Outcome outcome);
                outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
            }
        }
    }

    [Test]
    public void Result_BeforeTheYieldAndWhileWaiting_IsAnInvalidState()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> received = Receive(near, new byte[4]);
            Should.Throw<InvalidStateException>(() => received.Result);

            CoTask waiting = CreateTask(Wait(received));
            yield return null;
            Should.Throw<InvalidStateException>(() => received.Result);

            far.Send([1, 2]);
            yield return waiting;
            received.Result.ShouldBe(2);
        }

        IEnumerator<Awaitable> Wait(Awaitable<int> received)
        {
            yield return received;
        }
    }

    [Test]
    public void Result_OfAFailedOperation_IsItsException()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> received = Receive(Tcp(), new byte[4]);
            yield return Settle((Awaitable)received, out Outcome outcome);

            var thrown = Should.Throw<SocketException>(() => received.Result);
            thrown.ShouldBeSameAs(outcome.Exception);
            thrown.SocketErrorCode.ShouldBe(SocketError.NotConnected);
        }
    }

    [Test]
    public void Operation_YieldedTwice_IsAnError()
    {
        (Socket near, _) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> sent = Send(near, new byte[4]);
            yield return sent;
            yield return Settle((Awaitable)sent, out Outcome second);
            second.Exception.ShouldBeOfType<InvalidOperationException>();
        }
    }

    /// <summary>More connections at a time than the selectors' first batch holds: one task for each end of each.</summary>
    [Test]
    public void Echo_TwoHundredConnections_EachGetsItsOwnBack()
    {
        const int Count = 200;
        Socket listener = Listener();
        int served = 0;
        Run(Main());
        served.ShouldBe(Count);

        IEnumerator<Awaitable> Main()
        {
            using CoTask serving = CreateTask(Serve());
            CoTask<string>[] clients = [.. Enumerable.Range(0, Count).Select(i => CreateTask<string>(Ask($"client {i}")))];
            for (int i = 0; i < Count; i++)
            {
                yield return clients[i];
                clients[i].Result.ShouldBe($"client {i}");
            }
        }

        IEnumerator<Awaitable> Serve()
        {
            while (true)
            {
                yield return Accept(listener).Into(out var accepted);
                CreateTask(Echo(accepted.Result));
            }
        }

        IEnumerator<Awaitable> Echo(Socket connection)
        {
            using Socket _ = connection;
            var buffer = new byte[64];
            while (true)
            {
                yield return Receive(connection, buffer).Into(out var received);
                if (received.Result == 0)
                {
                    break;
                }

                yield return Send(connection, buffer.AsMemory(0, received.Result));
            }

            served++;
        }

        IEnumerator<Awaitable> Ask(string text)
        {
            using Socket socket = Tcp();
            yield return Connect(socket, listener.LocalEndPoint!);
            yield return Send(socket, System.Text.Encoding.ASCII.GetBytes(text));
            socket.Shutdown(SocketShutdown.Send);

            var buffer = new byte[64];
            int length = 0;
            while (true)
            {
                yield return Receive(socket, buffer.AsMemory(length)).Into(out var received);
                if (received.Result == 0)
                {
                    break;
                }

                length += received.Result;
            }

            yield return Return(System.Text.Encoding.ASCII.GetString(buffer, 0, length));
        }
    }

    private protected void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, new SchedulerOptions
    {
        Selector = Kind,
        TimeProvider = new VirtualClock(),
        ExceptionHandler = _reports.Add,
        HandleCtrlC = false,
    });

    /// <summary>A run whose last thing is to wait for what never comes: a watch that was left behind would hang it.</summary>
    private void RunAndLeaveNoWatch(IEnumerator<Awaitable> main)
    {
        bool isOver = false;
        Should.Throw<DeadlockException>(() => Run(Main()));
        isOver.ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            yield return Await(main);
            isOver = true;
            yield return new Future();
        }
    }

    private static void WaitForInput(Socket socket) => socket.Poll(PatienceInMicroseconds, SelectMode.SelectRead).ShouldBeTrue();

    private protected (Socket Near, Socket Far) Pair()
    {
        (Socket near, Socket far) = LoopbackPair.Create();

        // Or else the operating system makes more and more room for what nobody reads.
        near.SendBufferSize = far.ReceiveBufferSize = 64 * 1024;
        return (Open(near), Open(far));
    }

    private Socket Tcp(AddressFamily family = AddressFamily.InterNetwork) => Open(new Socket(family, SocketType.Stream, ProtocolType.Tcp));

    private Socket Listener(IPAddress? address = null, int backlog = 300)
    {
        address ??= IPAddress.Loopback;
        Socket listener = Tcp(address.AddressFamily);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(backlog);
        return listener;
    }

    /// <summary>Closes a connection so that the other end learns of it by an error.</summary>
    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    /// <summary>Until the operating system takes no more.</summary>
    private static void Fill(Socket socket)
    {
        // A receipt that the other side is late with makes room again.
        const int Patience = 100_000;
        var chunk = new byte[64 * 1024];
        while (socket.Poll(Patience, SelectMode.SelectWrite))
        {
            socket.Send(chunk, 0, chunk.Length, SocketFlags.None, out _);
        }
    }

    private T Open<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}

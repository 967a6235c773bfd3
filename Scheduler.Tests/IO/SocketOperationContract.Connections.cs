using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

// Accept and Connect.
internal abstract partial class SocketOperationContract
{
    private static readonly IPAddress[] _loopbackAddresses =
        Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    [Test]
    public void Accept_SomebodyWaits_CostsNoIteration()
    {
        Socket listener = Listener();
        Tcp().Connect(listener.LocalEndPoint!);
        WaitForInput(listener);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            bool wentOn = false;
            Scheduler.Current.CallSoon(() => wentOn = true);
            yield return Accept(listener).Into(out var accepted);
            wentOn.ShouldBeFalse();
            Open(accepted.Result).Blocking.ShouldBeFalse();
        }
    }

    [Test]
    public void Accept_NobodyYet_WaitsForTheFirst()
    {
        Socket listener = Listener();
        Socket visitor = Tcp();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<Socket> waiting = CreateTask<Socket>(AcceptOne(listener));
            yield return Sleep(1);
            waiting.IsDone.ShouldBeFalse();

            visitor.Connect(listener.LocalEndPoint!);
            yield return waiting;
            waiting.Result.RemoteEndPoint.ShouldBe(visitor.LocalEndPoint);
        }
    }

    [Test]
    public void Accept_SeveralWait_AreServedInOrder()
    {
        Socket listener = Listener();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<Socket>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => CreateTask<Socket>(AcceptOne(listener)))];
            yield return null;
            foreach (CoTask<Socket> next in waiting)
            {
                waiting.Count(task => task.IsDone).ShouldBe(Array.IndexOf(waiting, next));
                Socket visitor = Tcp();
                visitor.Connect(listener.LocalEndPoint!);
                yield return next;
                next.Result.RemoteEndPoint.ShouldBe(visitor.LocalEndPoint);
            }
        }
    }

    [Test]
    public void Accept_Cancelled_LeavesTheVisitorToTheNextOne()
    {
        Socket listener = Listener();
        Socket visitor = Tcp();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<Socket> waiting = CreateTask<Socket>(AcceptOne(listener));
            yield return null;
            waiting.Cancel();
            yield return Settle(waiting, out _, includeCancellation: true);
            waiting.IsCancelled.ShouldBeTrue();

            visitor.Connect(listener.LocalEndPoint!);
            yield return Accept(listener).Into(out var accepted);
            Open(accepted.Result).RemoteEndPoint.ShouldBe(visitor.LocalEndPoint);
        }
    }

    [Test]
    public void Accept_NotListening_Fails()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Accept(Tcp()), out var outcome);
            outcome.Exception.ShouldNotBeNull();
            outcome.IsCancelled.ShouldBeFalse();
        }
    }

    [TestCaseSource(nameof(_loopbackAddresses))]
    public void Connect_ToAListener_Succeeds(IPAddress address)
    {
        Socket listener = Listener(address);
        Socket socket = Tcp(address.AddressFamily);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Connect(socket, listener.LocalEndPoint!);
            socket.Connected.ShouldBeTrue();
            socket.Blocking.ShouldBeFalse();
            socket.RemoteEndPoint.ShouldBe(listener.LocalEndPoint);

            yield return Accept(listener).Into(out var accepted);
            yield return Send(socket, "ping"u8.ToArray());
            var buffer = new byte[8];
            yield return Receive(Open(accepted.Result), buffer).Into(out var received);
            buffer[..received.Result].ShouldBe("ping"u8.ToArray());
        }
    }

    [TestCaseSource(nameof(_loopbackAddresses))]
    public void Connect_NobodyListens_IsRefused(IPAddress address)
    {
        // Bound, so that nobody else takes the port, and not listening.
        Socket mute = Tcp(address.AddressFamily);
        mute.Bind(new IPEndPoint(address, 0));
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Connect(Tcp(address.AddressFamily), mute.LocalEndPoint!), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        }
    }

    [Test]
    public void Connect_ConnectedAlready_Fails()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Connect(near, far.LocalEndPoint!), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.IsConnected);
        }
    }

    [Test]
    public void Connect_ToAName_IsAnArgumentError()
    {
        Should.Throw<ArgumentException>(() => Connect(Tcp(), new DnsEndPoint("localhost", 80))).ParamName.ShouldBe("remote");
    }

    [Test]
    [Platform("Linux")] // elsewhere a full queue refuses
    public void Connect_QueueOfTheListenerIsFull_WaitsAndCanBeCancelled()
    {
        Socket listener = Listener(backlog: 0);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            List<CoTask> visitors = [];
            do
            {
                visitors.Add(CreateTask(ConnectTo(listener)));
                yield return Sleep(1);
                visitors.Count.ShouldBeLessThan(10);
            }
            while (visitors[^1].IsDone);

            visitors[^1].Cancel();
            yield return Settle(visitors[^1], out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
        }

        IEnumerator<Awaitable> ConnectTo(Socket target)
        {
            yield return Connect(Tcp(), target.LocalEndPoint!);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Connect_DisposedWhileItWaits_IsAnError()
    {
        Socket listener = Listener(backlog: 0);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            List<(Socket Socket, CoTask Task)> visitors = [];
            do
            {
                Socket socket = Tcp();
                visitors.Add((socket, CreateTask(ConnectWith(socket))));
                yield return Sleep(1);
                visitors.Count.ShouldBeLessThan(10);
            }
            while (visitors[^1].Task.IsDone);

            visitors[^1].Socket.Dispose();
            yield return Settle(visitors[^1].Task, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
        }

        IEnumerator<Awaitable> ConnectWith(Socket socket)
        {
            yield return Connect(socket, listener.LocalEndPoint!);
        }
    }

    // Its connect is done at once or not at all; asyncio takes the latter for success.
    [Test]
    [Platform("Linux")]
    public void Connect_ToAUnixSocket_SucceedsOrFailsWithoutWaiting()
    {
        var address = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock"));
        Socket listener = Unix();
        listener.Bind(address);
        listener.Listen(0);
        RunAndLeaveNoWatch(Main());
        File.Delete(address.ToString());

        IEnumerator<Awaitable> Main()
        {
            Socket first = Unix();
            yield return Connect(first, address);
            yield return Send(first, new byte[1]);

            yield return Settle(Connect(Unix(), address), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.WouldBlock);
        }

        Socket Unix() => Open(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
    }

    private IEnumerator<Awaitable> AcceptOne(Socket listener)
    {
        yield return Accept(listener).Into(out var accepted);
        yield return Return(Open(accepted.Result));
    }
}

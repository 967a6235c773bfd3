using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

// Connections that end, whoever ends them, and what the loop does about them.
internal abstract partial class SocketOperationContract
{
    [Test]
    public void Accept_ListenerDisposedWhileItWaits_IsAnError()
    {
        Socket listener = Listener();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<Socket> waiting = CreateTask<Socket>(AcceptOne(listener));
            yield return Sleep(1);
            listener.Dispose();
            yield return Settle(waiting, out var outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
        }
    }

    // A signal would end the process.
    [TestCase(AddressFamily.InterNetwork)]
    [TestCase(AddressFamily.Unix)]
    [Platform("Linux")]
    public void Send_ToAPeerThatHasClosed_IsAnError(AddressFamily family)
    {
        (Socket near, Socket far) = family == AddressFamily.Unix ? UnixPair() : Pair();
        far.Dispose();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            Outcome outcome;
            int sends = 0;
            do
            {
                yield return Settle((Awaitable)Send(near, new byte[1]), out outcome);
                yield return Sleep(0.01);
                (++sends).ShouldBeLessThan(1000);
            }
            while (outcome.IsSuccess);

            outcome.Exception.ShouldBeOfType<SocketException>();
        }
    }

    [Test]
    public void HalfClosed_TheOtherWay_GoesOn()
    {
        (Socket near, Socket far) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            far.Shutdown(SocketShutdown.Send);
            yield return Receive(near, new byte[1]).Into(out var end);
            end.Result.ShouldBe(0);

            yield return Send(near, "abc"u8.ToArray());
            yield return Await<string>(ReceiveText(far)).Into(out var text);
            text.Result.ShouldBe("abc");
        }
    }

    [Test]
    public void Datagrams_OfAConnectedSocket_ComeOneByOneAndErrorsToo()
    {
        using var near = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        far.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Connect(near, far.LocalEndPoint!);
            near.Connected.ShouldBeTrue();
            yield return Connect(far, near.LocalEndPoint!);
            yield return Send(near, "one"u8.ToArray());
            yield return Send(near, "three"u8.ToArray());
            foreach (int length in new[] { 3, 5 })
            {
                yield return Receive(far, new byte[64]).Into(out var received);
                received.Result.ShouldBe(length);
            }

            CoTask<string> waiting = CreateTask<string>(ReceiveText(near));
            yield return null;
            far.Dispose();
            yield return Send(near, new byte[1]);
            yield return Settle(waiting, out var outcome);
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        }
    }

    // Two Socket objects for one descriptor, as a library makes that is handed a number.
    [Test]
    [Platform("Linux")]
    public void Views_OfOneDescriptor_OneReadsAndTheOtherWrites()
    {
        (Socket near, Socket far) = Pair();
        Socket view = Open(new Socket(new SafeSocketHandle(near.Handle, ownsHandle: false)));
        Fill(near);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string> reading = CreateTask<string>(ReceiveText(near));
            CoTask<string> readingToo = CreateTask<string>(ReceiveText(view));
            CoTask writing = CreateTask(SendBytes(view, 4_000_000));
            yield return Sleep(1);
            far.Send("abc"u8);
            yield return reading;
            reading.Result.ShouldBe("abc");
            writing.IsDone.ShouldBeFalse();
            readingToo.IsDone.ShouldBeFalse();

            far.Send("def"u8);
            yield return readingToo;
            readingToo.Result.ShouldBe("def");            yield return Await(Drain(far, writing));

            yield return writing;
        }
    }

    // A connection that is over is reported for ever, whether anybody wants to know or not.
    [TestCase("reset")]
    [TestCase("closed")]
    [TestCase("refused")]
    [TestCase("disposed while a duplicate lives")]
    [TestCase("closed by its number")]
    [Platform("Linux")]
    [Category("RealTime")]
    public void Idle_BesideASocketThatIsOver_DoesNotAskWithoutPause(string end)
    {
        (Socket near, Socket far) = Pair();
        Socket other = Listener();
        Socket mute = Open(ConnectedPair.Refusing(SocketType.Stream, ProtocolType.Tcp));
        int number = (int)near.Handle;
        int duplicate = -1;
        Scheduler.Run(Main(), new SchedulerOptions { Selector = Kind, HandleCtrlC = false, ExceptionHandler = _ => { } });
        if (duplicate >= 0)
        {
            _ = Libc.Close(duplicate);
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask idle = CreateTask<Socket>(AcceptOne(other));
            CoTask<string> served = CreateTask<string>(ReceiveText(near));
            yield return Sleep(0.01);
            far.Send("abc"u8);
            yield return served;
            switch (end)
            {
                case "reset":
                    Reset(far);
                    break;
                case "closed":
                    far.Dispose();
                    break;
                case "refused":
                    yield return Settle(Connect(Tcp(), mute.LocalEndPoint!), out _);
                    break;
                case "closed by its number":
                    CreateTask(Yield(Settle(ReceiveText(near), out _)));
                    yield return Sleep(0.01);
                    duplicate = Duplicate(2);
                    Libc.Close(number).ShouldBe(0);
                    yield return Sleep(0.2);
                    _ = Replace(duplicate, number);
                    break;
                default:
                    duplicate = Duplicate(number);
                    near.Dispose();
                    far.Send("abc"u8);
                    break;
            }

            Scheduler scheduler = Scheduler.Current;
            long asked = scheduler.Sockets.AskedCount;
            long iterations = scheduler.Loop.Iteration;
            yield return Sleep(0.1);
            (scheduler.Sockets.AskedCount - asked).ShouldBeLessThan(20);
            (scheduler.Loop.Iteration - iterations).ShouldBeLessThan(20);
            idle.IsDone.ShouldBeFalse();
            idle.Cancel();
        }
    }

    // What is there when a frame begins belongs to it, however busy the frame is and however dear the look.
    [Test]
    public void Tick_DataIsThereBeforeIt_IsReceivedInIt()
    {
        (Socket near, Socket far) = Pair();
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = Kind, ExceptionHandler = _reports.Add });
        Socket[] idle = [.. Enumerable.Range(0, 100).Select(_ => Pair().Near)];
        int received = 0;
        scheduler.CreateTask(Read());
        scheduler.CreateTask(KeepBusy());
        Array.ForEach(idle, socket => scheduler.CreateTask(Yield(Readable(socket))));
        scheduler.Tick(0.01);
        for (int frame = 1; frame <= 50; frame++)
        {
            far.Send([1]);
            WaitForInput(near);
            scheduler.Tick(0.01);
            received.ShouldBe(frame);
        }

        IEnumerator<Awaitable> Read()
        {
            while (true)
            {
                yield return Receive(near, new byte[1]);
                received++;
            }
        }

        static IEnumerator<Awaitable> KeepBusy()
        {
            while (true)
            {
                for (int i = 0; i < 10; i++)
                {
                    yield return CreateTask(Nothing());
                }

                yield return null;
            }
        }

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }
    }

    private (Socket Near, Socket Far) UnixPair()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        Socket near = Open(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        near.Connect(new UnixDomainSocketEndPoint(path));
        Socket far = Open(listener.Accept());
        return (near, far);
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Replace(int source, int target);
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

internal abstract partial class SocketOperationContract
{
    private Socket Udp()
    {
        Socket socket = Open(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    [Test]
    public void Datagrams_NullAndNames_ThrowAtTheCall()
    {
        Socket socket = Udp();
        using var file = new FileStream(Environment.ProcessPath!, FileMode.Open, FileAccess.Read);
        Should.Throw<ArgumentNullException>(() => ReceiveFrom(null!, new byte[1])).ParamName.ShouldBe("socket");
        Should.Throw<ArgumentNullException>(() => SendTo(null!, new byte[1], socket.LocalEndPoint!)).ParamName.ShouldBe("socket");
        Should.Throw<ArgumentNullException>(() => SendTo(socket, new byte[1], null!)).ParamName.ShouldBe("to");
        Should.Throw<ArgumentException>(() => SendTo(socket, new byte[1], new DnsEndPoint("localhost", 1))).Message.ShouldContain("'localhost' is a name");
        Should.Throw<ArgumentNullException>(() => SendFile(null!, file)).ParamName.ShouldBe("socket");
        Should.Throw<ArgumentNullException>(() => SendFile(Tcp(), null!)).ParamName.ShouldBe("file");
        Should.Throw<ArgumentOutOfRangeException>(() => SendFile(Tcp(), file, -1)).ParamName.ShouldBe("offset");
        Should.Throw<ArgumentOutOfRangeException>(() => SendFile(Tcp(), file, 0, 0)).ParamName.ShouldBe("count");
        Should.Throw<ArgumentException>(() => SendFile(socket, file)).ParamName.ShouldBe("socket");
    }

    [Test]
    public void ReceiveFrom_SaysWhoHasSent_AndSendToAnswers()
    {
        Socket server = Udp();
        Socket client = Udp();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask serving = CreateTask(Serve());
            yield return SendTo(client, "hello"u8.ToArray(), server.LocalEndPoint!).Into(out var sent);
            sent.Result.ShouldBe(5);
            byte[] room = new byte[100];
            yield return ReceiveFrom(client, room).Into(out var received);
            Encoding.UTF8.GetString(room, 0, received.Result.Count).ShouldBe("HELLO");
            received.Result.From.ShouldBe(server.LocalEndPoint);
            yield return serving;
        }

        IEnumerator<Awaitable> Serve()
        {
            byte[] room = new byte[100];
            yield return ReceiveFrom(server, room).Into(out var received);
            received.Result.From.ShouldBe(client.LocalEndPoint);
            byte[] answer = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(room, 0, received.Result.Count).ToUpperInvariant());
            yield return SendTo(server, answer, received.Result.From);
        }
    }

    [Test]
    public void ReceiveFrom_OfAnEmptyDatagram_HasNoBytes_AndASender()
    {
        Socket server = Udp();
        Socket client = Udp();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return SendTo(client, default, server.LocalEndPoint!);
            yield return ReceiveFrom(server, new byte[10]).Into(out var received);
            received.Result.Count.ShouldBe(0);
            received.Result.From.ShouldBe(client.LocalEndPoint);
        }
    }

    [Test]
    public void ReceiveFrom_ThatIsCancelled_TakesNothing()
    {
        Socket server = Udp();
        Socket client = Udp();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask waiting = CreateTask(Yield(ReceiveFrom(server, new byte[10])));
            yield return null;
            yield return null;
            yield return SendTo(client, new byte[3], server.LocalEndPoint!);
            waiting.Cancel();
            yield return Settle(waiting, out Outcome cancelled, includeCancellation: true);
            cancelled.IsCancelled.ShouldBeTrue();
            yield return ReceiveFrom(server, new byte[10]).Into(out var received);
            received.Result.Count.ShouldBe(3);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Datagrams_OverUnixSockets_HaveTheirPaths()
    {
        using var folder = new TemporaryFolder();
        Socket server = Open(new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified));
        var path = new UnixDomainSocketEndPoint(folder.File("server"));
        server.Bind(path);
        Socket client = Open(new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified));
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return SendTo(client, new byte[1], path);
            yield return ReceiveFrom(server, new byte[10]).Into(out var received);
            received.Result.From.ToString().ShouldBe("");
            client.Bind(new UnixDomainSocketEndPoint(folder.File("client")));
            yield return SendTo(client, new byte[2], path);
            yield return ReceiveFrom(server, new byte[10]).Into(out received);
            received.Result.From.ToString().ShouldBe(folder.File("client"));
        }
    }

    [Test]
    public void Datagrams_OfADisposedSocket_FailAtTheYield()
    {
        Socket socket = Udp();
        EndPoint address = socket.LocalEndPoint!;
        socket.Dispose();
        using var folder = new TemporaryFolder();
        Socket stream = Tcp();
        stream.Dispose();
        File.WriteAllText(folder.File("file"), "text");
        using FileStream file = File.OpenRead(folder.File("file"));
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            foreach (Awaitable awaitable in new Awaitable[] { ReceiveFrom(socket, new byte[1]), SendTo(socket, new byte[1], address), SendFile(stream, file) })
            {
                yield return Settle(awaitable, out Outcome outcome);
                outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
            }
        }
    }

    [TestCase(0, null, 3_000_000)]
    [TestCase(1_000_000, null, 2_000_000)]
    [TestCase(5, 1_500_000, 1_500_000)]
    [TestCase(2_999_999, 100, 1)]
    [TestCase(3_000_000, null, 0)]
    [TestCase(4_000_000, 5, 0)]
    public void SendFile_SendsThePartThatIsAskedFor_AndMovesBehindIt(long offset, long? count, int expected)
    {
        using var folder = new TemporaryFolder();
        byte[] content = new byte[3_000_000];
        new Random(7).NextBytes(content);
        File.WriteAllBytes(folder.File("file"), content);
        using FileStream file = File.OpenRead(folder.File("file"));
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<byte[]> receiving = CreateTask<byte[]>(ReceiveAll(far));
            yield return SendFile(near, file, offset, count).Into(out var sent);
            sent.Result.ShouldBe(expected);
            file.Position.ShouldBe(expected == 0 ? 0 : offset + expected);
            near.Shutdown(SocketShutdown.Send);
            yield return receiving;
            receiving.Result.AsSpan().SequenceEqual(content.AsSpan((int)Math.Min(offset, content.Length), expected)).ShouldBeTrue();
        }
    }

    [Test]
    public void SendFile_BetweenSends_ArrivesBetweenThem()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), new string('f', 200_000));
        using FileStream file = File.OpenRead(folder.File("file"));
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<byte[]> receiving = CreateTask<byte[]>(ReceiveAll(far));
            yield return Send(near, "before"u8.ToArray());
            yield return SendFile(near, file);
            yield return Send(near, "after"u8.ToArray());
            near.Shutdown(SocketShutdown.Send);
            yield return receiving;
            Encoding.UTF8.GetString(receiving.Result).ShouldBe("before" + new string('f', 200_000) + "after");
        }
    }

    [Test]
    public void SendFile_OfAnEmptyFile_SendsNothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        using FileStream file = File.OpenRead(folder.File("file"));
        (Socket near, _) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return SendFile(near, file).Into(out var sent);
            sent.Result.ShouldBe(0);
        }
    }

    // Of no length that the system knows, and with nothing to send from: it is read instead.
    [Test]
    [Platform("Linux")]
    public void SendFile_OfWhatTheSystemCannotSend_IsReadInstead()
    {
        Socket near = Pair(out Socket far);
        using var file = new FileStream("/proc/self/status", FileMode.Open, FileAccess.Read);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<byte[]> receiving = CreateTask<byte[]>(ReceiveAll(far));
            yield return SendFile(near, file).Into(out var sent);
            near.Shutdown(SocketShutdown.Send);
            yield return receiving;
            receiving.Result.Length.ShouldBe((int)sent.Result);
            Encoding.UTF8.GetString(receiving.Result).ShouldContain("State:");
        }
    }

    [Test]
    [Platform("Linux")]
    public void SendFile_OfAPipe_IsReadInstead()
    {
        using var folder = new TemporaryFolder();
        using System.Diagnostics.Process maker = System.Diagnostics.Process.Start("mkfifo", folder.File("pipe"));
        maker.WaitForExit();
        using var pipe = new FileStream(folder.File("pipe"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        pipe.Write("through a pipe"u8);
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return SendFile(near, pipe, 0, 14).Into(out var sent);
            sent.Result.ShouldBe(14);
            byte[] room = new byte[100];
            yield return Receive(far, room).Into(out var received);
            Encoding.UTF8.GetString(room, 0, received.Result).ShouldBe("through a pipe");
        }
    }

    [Test]
    public void SendFile_ToOneWhoHasLeft_Fails_AndSaysHowFarItCame()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("file"), new byte[5_000_000]);
        using FileStream file = File.OpenRead(folder.File("file"));
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<long> sending = CreateTask<long>(Sending());
            yield return Readable(far);
            Reset(far);
            yield return Settle(sending, out Outcome<long> outcome);
            outcome.Exception.ShouldBeOfType<SocketException>();
            file.Position.ShouldBeInRange(1, 4_999_999);
        }

        IEnumerator<Awaitable> Sending()
        {
            yield return SendFile(near, file).Into(out var sent);
            yield return Return(sent.Result);
        }
    }

    [Test]
    public void SendFile_ThatIsCancelled_HasSentAPart_AndLeavesTheSocketUsable()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("file"), new byte[5_000_000]);
        using FileStream file = File.OpenRead(folder.File("file"));
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask sending = CreateTask(Yield(SendFile(near, file)));
            yield return Readable(far);
            sending.Cancel();
            yield return Settle(sending, out Outcome cancelled, includeCancellation: true);
            cancelled.IsCancelled.ShouldBeTrue();
            long place = file.Position;
            place.ShouldBeInRange(1, 4_999_999);
            CoTask<byte[]> receiving = CreateTask<byte[]>(ReceiveAll(far));
            yield return SendFile(near, file, place);
            near.Shutdown(SocketShutdown.Send);
            yield return receiving;
            receiving.Result.Length.ShouldBe(5_000_000);
        }
    }

    private Socket Pair(out Socket far)
    {
        (Socket near, far) = Pair();
        return near;
    }

    private static IEnumerator<Awaitable> ReceiveAll(Socket socket)
    {
        var all = new MemoryStream();
        byte[] room = new byte[256 * 1024];
        while (true)
        {
            yield return Receive(socket, room).Into(out var received);
            if (received.Result == 0)
            {
                break;
            }

            all.Write(room, 0, received.Result);
        }

        yield return Return(all.ToArray());
    }
}

using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Servers and connections on real sockets, whoever asks the system which are ready.</summary>
public abstract class ServerContract
{
    private readonly List<ExceptionContext> _reports = [];

    private protected abstract SelectorKind Kind { get; }

    private SchedulerOptions Options => new() { Selector = Kind, ExceptionHandler = _reports.Add };

    [TearDown]
    public void ForgetReports() => _reports.Clear();

    [Test]
    public void Conversation_OverALoopbackConnection() => Run(Conversation());

    private static IEnumerator<Awaitable> Conversation()
    {
        yield return Serve(EchoLines).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        client.WriteLines(["one", "two"]);
        yield return client.ReadLine().Into(out Awaitable<string?> first);
        yield return client.ReadLine().Into(out Awaitable<string?> second);
        (first.Result, second.Result).ShouldBe(("ONE", "TWO"));
        client.RemoteEndPoint.ShouldBe(server.EndPoints[0]);
        server.ConnectionCount.ShouldBe(1);
        client.WriteEof();
        yield return client.ReadToEnd().Into(out Awaitable<byte[]> rest);
        rest.Result.ShouldBeEmpty();
        server.Close();
        yield return server.WaitClosed();
        server.ToString().ShouldEndWith("(closed, 0 connections)");
    }

    [Test]
    public void SocketOfAConnection_DoesNotBlock_AndMayBeClosedByOthers() => Run(SocketIsShown());

    private static IEnumerator<Awaitable> SocketIsShown()
    {
        var accepted = new Future<CoStream>();
        yield return Serve(Show).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        yield return accepted;
        CoStream shown = accepted.Result;
        shown.Socket!.Blocking.ShouldBeFalse();
        client.Socket!.Blocking.ShouldBeFalse();

        shown.Write("still well");
        yield return client.ReadExactly(10);
        shown.Socket.Dispose();
        shown.Write("into the void");
        yield return Settle(shown.WaitClosed(), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<ObjectDisposedException>();

        IEnumerator<Awaitable> Show(CoStream stream)
        {
            accepted.SetResult(stream);
            yield return stream.Closed;
        }
    }

    [Test]
    public void Megabytes_BothWaysAtOnce_ArriveWhole() => Run(Megabytes());

    private static IEnumerator<Awaitable> Megabytes()
    {
        const int Size = 5_000_000;
        byte[] sent = new byte[Size];
        new Random(1).NextBytes(sent);
        yield return Serve(EchoBytes).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        CoTask write = CreateTask(WriteAllAndEnd(client, sent));
        yield return client.ReadToEnd().Into(out Awaitable<byte[]> received);
        yield return write;
        received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Test]
    public void FailingHandler_CostsOnlyItsOwnConnection_AndIsReportedWithItsPeer()
    {
        Run(Failing());
        _reports.Count.ShouldBe(1);
        _reports[0].Message.ShouldStartWith("The handler of server on 127.0.0.1:");
        _reports[0].Exception.ShouldBeOfType<InvalidDataException>();
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return Serve(FailAtBoom).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> one);
        yield return Open(server).Into(out Awaitable<CoStream> other);
        one.Result.Write("boom\n");
        yield return Settle(one.Result.ReadToEnd(), out _);
        other.Result.Write("well\n");
        yield return other.Result.ReadLine().Into(out Awaitable<string?> answer);
        answer.Result.ShouldBe("well");
        one.Result.Close();
        other.Result.Close();
        server.Close();
        yield return server.WaitClosed();
    }

    [Test]
    public void HandlerThatReturns_HasItsStreamFlushedAndClosed() => Run(Returning());

    private static IEnumerator<Awaitable> Returning()
    {
        yield return Serve(WriteMuchAndReturn).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        yield return client.ReadToEnd().Into(out Awaitable<byte[]> all);
        all.Result.Length.ShouldBe(3_000_000);
    }

    [Test]
    public void ServeForever_Cancelled_ClosesTheServer_AndWaitsForItsConnections() => Run(ServedForever());

    private static IEnumerator<Awaitable> ServedForever()
    {
        yield return Serve(EchoLines).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        CoTask serving = CreateTask(ServingForever(server));
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        client.Write("x\n");
        yield return client.ReadLine();
        serving.Cancel();
        yield return null;
        yield return null;
        server.IsServing.ShouldBeFalse();
        serving.IsDone.ShouldBeFalse();
        client.Close();
        yield return Settle(serving, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
        yield return Settle(server.ServeForever(), out outcome);
        outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("was closed");
    }

    [Test]
    public void CloseClients_And_AbortClients_EndConnections() => Run(EndingClients());

    private static IEnumerator<Awaitable> EndingClients()
    {
        yield return Serve(WaitForEver).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> one);
        yield return Await(Until(() => server.ConnectionCount == 1));
        server.CloseClients();
        yield return one.Result.ReadToEnd();
        yield return Open(server).Into(out Awaitable<CoStream> other);
        yield return Await(Until(() => server.ConnectionCount == 1));
        server.AbortClients();
        yield return other.Result.ReadToEnd();
        one.Result.Close();
        other.Result.Close();
    }

    [Test]
    public void Shutdown_LetsHandlersEnd_ThenCancelsThem() => Run(ShuttingDown());

    private static IEnumerator<Awaitable> ShuttingDown()
    {
        yield return Serve(WaitForEver).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        yield return Await(Until(() => started.Result.ConnectionCount == 1));
        yield return started.Result.Shutdown(0.05);
        started.Result.ConnectionCount.ShouldBe(0);
        opened.Result.Close();
    }

    [Test]
    public void MaxConnections_HasTheOthersWait() => Run(Limited());

    private static IEnumerator<Awaitable> Limited()
    {
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { MaxConnections = 1 }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> one);
        one.Result.Write("1\n");
        yield return one.Result.ReadLine();
        yield return Open(server).Into(out Awaitable<CoStream> other);
        other.Result.Write("2\n");
        CoTask<string?> answer = CreateTask<string?>(ReadingLine(other.Result));
        yield return Await(Pause(20));
        answer.IsDone.ShouldBeFalse();
        one.Result.Close();
        yield return answer;
        answer.Result.ShouldBe("2");
        other.Result.Close();
    }

    [Test]
    public void NobodyListens_TheErrorNamesTheAddress() => Run(Refused());

    private static IEnumerator<Awaitable> Refused()
    {
        int port = FreePort();
        yield return Settle(OpenConnection("127.0.0.1", port), out Outcome<CoStream> outcome);
        SocketException error = outcome.Exception.ShouldBeAssignableTo<SocketException>()!;
        error.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        error.Message.ShouldContain($"127.0.0.1:{port}");
    }

    [Test]
    public void AddressInUse_IsNamed() => Run(InUse());

    private static IEnumerator<Awaitable> InUse()
    {
        yield return Serve(EchoLines).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        var address = (IPEndPoint)server.EndPoints[0];
        yield return Settle(StartServer(EchoLines, "127.0.0.1", address.Port), out Outcome<CoServer> outcome);
        SocketException error = outcome.Exception.ShouldBeAssignableTo<SocketException>()!;
        error.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
        error.Message.ShouldContain(address.ToString());
    }

    [Test]
    public void ConnectTimeout_IsATimeout() => Run(TimedOut());

    private static IEnumerator<Awaitable> TimedOut()
    {
        // A listener whose queue is full answers nobody.
        using Socket full = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var address = (IPEndPoint)full.LocalEndPoint!;
        var waiting = new List<Socket>();
        for (int i = 0; i < 4; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            waiting.Add(socket);
            socket.ConnectAsync(address);
        }

        yield return Settle(OpenConnection("127.0.0.1", address.Port, new ConnectionOptions { ConnectTimeout = 0.2 }), out Outcome<CoStream> outcome);
        waiting.ForEach(static socket => socket.Dispose());
        outcome.Exception.ShouldBeOfType<TimeoutException>();
    }

    [Test]
    public void ResetByThePeer_IsASocketException_ForReaderAndDrain() => Run(Reset());

    private static IEnumerator<Awaitable> Reset()
    {
        yield return Serve(WaitForEver).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        yield return Await(Until(() => server.ConnectionCount == 1));
        CoTask read = CreateTask(ReadingLine(client));
        yield return null;
        client.Socket!.ShouldNotBeNull();
        server.AbortClients();
        yield return Settle(read, out Outcome outcome);
        outcome.IsSuccess.ShouldBeTrue();

        client.Write(new byte[10]);
        yield return Await(Until(() => client.IsClosing || client.IsAtEof));
        client.Write(new byte[10]);
        yield return Await(Pause(5));
        yield return Settle(client.Drain(), out outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>();
    }

    [Test]
    public void UnixServer_ReplacesALeftOverSocket_AndRemovesItsOwn()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Run(Unix(Path.Combine(folder, "socket")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerator<Awaitable> Unix(string path)
    {
        using (var leftOver = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            leftOver.Bind(new UnixDomainSocketEndPoint(path));
        }

        yield return StartUnixServer(EchoLines, path).Into(out Awaitable<CoServer> started);
        yield return OpenUnixConnection(path).Into(out Awaitable<CoStream> opened);
        opened.Result.Write("unix\n");
        yield return opened.Result.ReadLine().Into(out Awaitable<string?> answer);
        answer.Result.ShouldBe("UNIX");
        opened.Result.Close();
        started.Result.Close();
        yield return started.Result.WaitClosed();
        File.Exists(path).ShouldBeFalse();
        yield return Settle(OpenUnixConnection(path), out Outcome<CoStream> outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>()!.Message.ShouldContain(path);
    }

    [Test]
    [Platform("Linux")]
    public void ReusePort_TwoLoopsOnTwoThreadsShareAPort()
    {
        const int Visitors = 64;
        var first = new TaskCompletionSource<int>();
        var second = new TaskCompletionSource<int>();
        int[] served = new int[2];
        var cancel = new CancellationTokenSource();
        Thread[] loops = [Loop(0, first), Loop(first.Task.Result, second)];
        second.Task.Result.ShouldBe(first.Task.Result);
        for (int i = 0; i < Visitors; i++)
        {
            using var visitor = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            visitor.Connect(IPAddress.Loopback, first.Task.Result);
            visitor.Send("x\n"u8);
            visitor.Receive(new byte[2]).ShouldBeGreaterThan(0);
        }

        cancel.Cancel();
        Array.ForEach(loops, static loop => loop.Join());

        // Which of the two gets a connection is the system's choice, by a hash of its addresses.
        served.Sum().ShouldBe(Visitors);
        served.ShouldAllBe(static count => count > 0);

        Thread Loop(int port, TaskCompletionSource<int> listening)
        {
            int number = port == 0 ? 0 : 1;
            var thread = new Thread(() =>
            {
                try
                {
                    Scheduler.Run(Serving(port, number, listening), Options, cancel.Token);
                }
                catch (OperationCanceledException)
                {
                    // That is how it ends.
                }
            });
            thread.Start();
            listening.Task.Wait();
            return thread;
        }

        IEnumerator<Awaitable> Serving(int port, int number, TaskCompletionSource<int> listening)
        {
            yield return StartServer(stream => Count(stream, number), "127.0.0.1", port, new ServerOptions { ReusePort = true }).Into(out Awaitable<CoServer> started);
            listening.SetResult(((IPEndPoint)started.Result.EndPoints[0]).Port);
            yield return started.Result.ServeForever();
        }

        IEnumerator<Awaitable> Count(CoStream stream, int number)
        {
            served[number]++;
            return EchoLines(stream);
        }
    }

    [Test]
    public void GetAddrInfo_OfDigits_NeedsNoThread() => Run(LookingUp());

    private static IEnumerator<Awaitable> LookingUp()
    {
        yield return GetAddrInfo("127.0.0.1", 80).Into(out Awaitable<IPEndPoint[]> found);
        found.Result.ShouldBe([new IPEndPoint(IPAddress.Loopback, 80)]);
        yield return GetAddrInfo("localhost", 80).Into(out found);
        found.Result.ShouldContain(static address => IPAddress.IsLoopback(address.Address));
        yield return Settle(GetAddrInfo("no.such.host.invalid", 80), out Outcome<IPEndPoint[]> outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>();
    }

    private void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, Options);

    private static Awaitable<CoServer> Serve(Func<CoStream, IEnumerator<Awaitable>> handler) => StartServer(handler, "127.0.0.1", 0);

    private static Awaitable<CoStream> Open(CoServer server) => OpenConnection("127.0.0.1", ((IPEndPoint)server.EndPoints[0]).Port);

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static IEnumerator<Awaitable> EchoLines(CoStream stream)
    {
        StreamLineReader lines = stream.ReadLines();
        while (true)
        {
            yield return lines.Next();
            if (lines.IsAtEnd)
            {
                yield break;
            }

            stream.Write(lines.Current.ToUpperInvariant() + "\n");
            yield return stream.Drain();
        }
    }

    private static IEnumerator<Awaitable> EchoBytes(CoStream stream)
    {
        while (true)
        {
            yield return stream.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> arrived);
            ReadOnlyMemory<byte> bytes = arrived.Result;
            if (bytes.IsEmpty)
            {
                yield break;
            }

            yield return stream.WriteAll(bytes);
            stream.Advance(bytes.Length);
        }
    }

    private static IEnumerator<Awaitable> FailAtBoom(CoStream stream)
    {
        yield return stream.ReadLine().Into(out Awaitable<string?> line);
        if (line.Result == "boom")
        {
            throw new InvalidDataException("boom");
        }

        stream.Write(line.Result + "\n");
    }

    private static IEnumerator<Awaitable> WriteMuchAndReturn(CoStream stream)
    {
        stream.Write(new byte[3_000_000]);
        yield break;
    }

    private static IEnumerator<Awaitable> WaitForEver(CoStream stream)
    {
        yield return new Future();
    }

    private static IEnumerator<Awaitable> ServingForever(CoServer server)
    {
        yield return server.ServeForever();
    }

    private static IEnumerator<Awaitable> ReadingLine(CoStream stream)
    {
        yield return stream.ReadLine().Into(out Awaitable<string?> line);
        yield return Return(line.Result);
    }

    private static IEnumerator<Awaitable> WriteAllAndEnd(CoStream stream, byte[] bytes)
    {
        yield return stream.WriteAll(bytes);
        stream.WriteEof();
    }

    private static IEnumerator<Awaitable> Until(Func<bool> condition)
    {
        yield return WaitUntil(condition);
    }

    private static IEnumerator<Awaitable> Pause(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            yield return Sleep(0.001);
        }
    }
}

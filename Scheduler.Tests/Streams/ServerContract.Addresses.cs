using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

// Where servers listen and clients connect: addresses that are in use, shared, or answer nobody; and paths.
public abstract partial class ServerContract
{
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

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}

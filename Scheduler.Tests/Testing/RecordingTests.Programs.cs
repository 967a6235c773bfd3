using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

// What is recorded.
public sealed partial class RecordingTests
{
    private IEnumerator<Awaitable> Conversation()
    {
        yield return GetAddrInfo("localhost", 80).Into(out Awaitable<IPEndPoint[]> found);
        _seen.Add(found.Result.Length > 0 ? "localhost is found" : "localhost is not found");
        yield return StartServer(Echo, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        _port = PortOf(server);
        CoTask thread = CreateTask(AskThread(), "thread");
        CoTask client = CreateTask(Talk(_port), "client");
        yield return Gather(thread, client);
        _seen.Add($"{Scheduler.Current.Time} at the end");
    }

    private static IEnumerator<Awaitable> Echo(CoStream stream)
    {
        yield return stream.ReadLine().Into(out Awaitable<string?> line);
        while (line.Result is { } text)
        {
            stream.WriteLines([text.ToUpperInvariant()]);
            yield return stream.Drain();
            yield return stream.ReadLine().Into(out line);
        }
    }

    private IEnumerator<Awaitable> Talk(int port)
    {
        yield return OpenConnection("127.0.0.1", port).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        _seen.Add($"client is {stream.LocalEndPoint}, server {stream.RemoteEndPoint}");
        foreach (string line in new[] { "one", "two", "three" })
        {
            stream.WriteLines([line]);
            yield return stream.ReadLine().Into(out Awaitable<string?> answer);
            _seen.Add($"client has {answer.Result}");
            yield return Sleep(0.002);
        }
    }

    private IEnumerator<Awaitable> AskThread()
    {
        yield return ToThread(static () => 42).Into(out Awaitable<int> answer);
        _seen.Add($"thread has {answer.Result}");
        Scheduler scheduler = Scheduler.Current;
        var posted = new Future(scheduler);
        new Thread(() => scheduler.CallSoonThreadsafe(() => posted.SetResult())) { Name = "poster" }.Start();
        yield return posted;
        _seen.Add("thread has posted");
    }

    private IEnumerator<Awaitable> Failures()
    {
        yield return StartServer(Reset, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        int port = PortOf(started.Result);
        yield return OpenConnection("127.0.0.1", port).Into(out Awaitable<CoStream> stream);
        stream.Result.Write("bytes that nobody reads");
        yield return Settle(stream.Result.ReadToEnd(), out Outcome<byte[]> read);
        _seen.Add($"read: {((SocketException)read.Exception!).SocketErrorCode}");
        started.Result.Close();
        yield return started.Result.WaitClosed();
        yield return Settle(OpenConnection("127.0.0.1", port), out Outcome<CoStream> refused);
        _seen.Add($"connect: {((SocketException)refused.Exception!).SocketErrorCode}");

        static IEnumerator<Awaitable> Reset(CoStream stream)
        {
            yield return stream.Peek();
            stream.Socket?.LingerState = new LingerOption(true, 0);
            stream.Abort();
        }
    }

    private IEnumerator<Awaitable> Datagrams()
    {
        yield return CreateDatagramEndpoint(Loopback).Into(out Awaitable<CoDatagram> first);
        yield return CreateDatagramEndpoint(Loopback).Into(out Awaitable<CoDatagram> second);
        using CoDatagram sender = first.Result;
        using CoDatagram receiver = second.Result;
        for (byte i = 0; i < 3; i++)
        {
            yield return sender.SendTo(new byte[] { i, i }, receiver.LocalEndPoint);
            yield return receiver.Receive().Into(out Awaitable<Datagram> datagram);
            _seen.Add($"{Convert.ToHexString(datagram.Result.Data.Span)} from {datagram.Result.From}");
        }
    }

    private IEnumerator<Awaitable> Megabytes()
    {
        byte[] sent = new byte[2_000_000];
        new Random(1).NextBytes(sent);
        yield return StartServer(EchoBytes, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return OpenConnection("127.0.0.1", PortOf(server)).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        CoTask writing = CreateTask(WriteAll(stream, sent), "writing");
        yield return stream.ReadExactly(sent.Length).Into(out Awaitable<byte[]> received);
        yield return writing;
        received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
        _seen.Add("all has come");

        static IEnumerator<Awaitable> WriteAll(CoStream stream, byte[] bytes)
        {
            yield return stream.WriteAll(bytes);
        }

        static IEnumerator<Awaitable> EchoBytes(CoStream stream)
        {
            yield return stream.Read(60_000).Into(out Awaitable<byte[]> bytes);
            while (bytes.Result.Length > 0)
            {
                stream.Write(bytes.Result);
                yield return stream.Drain();
                yield return stream.Read(60_000).Into(out bytes);
            }
        }
    }

    // Which of the two comes first is the test's to say.
    private IEnumerator<Awaitable> Posts(bool firstWaits)
    {
        Scheduler scheduler = Scheduler.Current;
        var one = new Future(scheduler);
        var two = new Future(scheduler);
        var isPosted = new ManualResetEventSlim(false);
        Start("one", waits: firstWaits, one);
        Start("two", waits: !firstWaits, two);
        yield return Gather(one, two);

        void Start(string name, bool waits, Future future) => new Thread(() =>
        {
            if (waits)
            {
                isPosted.Wait();
            }

            scheduler.CallSoonThreadsafe(() =>
            {
                _seen.Add(name);
                future.SetResult();
            });
            isPosted.Set();
        })
        { Name = name }.Start();
    }

    private IEnumerator<Awaitable> Times(int looks)
    {
        for (int i = 0; i < 5; i++)
        {
            yield return Sleep(0.001);
            for (int look = 1; look < looks; look++)
            {
                _ = Scheduler.Current.Time;
            }

            _seen.Add($"{Scheduler.Current.Time}");
        }
    }

    private static IEnumerator<Awaitable> Nothing()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Yields(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return null;
        }
    }
}

using System.Net;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Servers and connections on real sockets, whoever asks the system which are ready.</summary>
public abstract partial class ServerContract
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

    private void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, Options);

    private static Awaitable<CoServer> Serve(Func<CoStream, IEnumerator<Awaitable>> handler) => StartServer(handler, "127.0.0.1", 0);

    private static Awaitable<CoStream> Open(CoServer server) => OpenConnection("127.0.0.1", ((IPEndPoint)server.EndPoints[0]).Port);

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

    private static IEnumerator<Awaitable> Pause(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            yield return Sleep(0.001);
        }
    }
}

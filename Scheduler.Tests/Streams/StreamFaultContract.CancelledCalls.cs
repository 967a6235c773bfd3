using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

// Each call of a stream and around it, by a task that is cancelled in its first iteration, in the second, and so on to its end.
public abstract partial class StreamFaultContract
{
    // Seconds; a connection that nobody closes has its server wait for ever.
    private const double Patience = 20;

    private static readonly Dictionary<string, Func<StreamLedger, IEnumerator<Awaitable>>> _reads = new()
    {
        ["ReadLine"] = static ledger => ledger.ReadLines(),
        ["ReadLines"] = static ledger => ledger.ReadByTheLine(),
        ["ReadUntil"] = static ledger => ledger.Read(static stream => stream.ReadUntil("e\n"u8)),
        ["ReadExactly"] = static ledger => ledger.Read(static stream => stream.ReadExactly(4)),
        ["Read"] = static ledger => ledger.Read(static stream => stream.Read(4)),
        ["Read into memory"] = static ledger => ledger.ReadInto(4),
        ["ReadToEnd"] = static ledger => ledger.Read(static stream => stream.ReadToEnd()),
        ["Peek and Advance"] = static ledger => ledger.Peek(3),
    };

    private static readonly Dictionary<string, Func<StreamLedger, int, IEnumerator<Awaitable>>> _writes = new()
    {
        ["Drain"] = static (ledger, size) => ledger.WriteAndDrain(size, 3),
        ["WriteAll"] = static (ledger, size) => ledger.WriteAll(size, 3),
    };

    private static readonly Dictionary<string, Func<CoServer, string, IEnumerator<Awaitable>>> _services = new()
    {
        ["OpenConnection"] = static (server, _) => Visit(OpenConnection("127.0.0.1", PortOf(server))),
        ["OpenConnection with a head start"] = static (server, _) =>
            Visit(OpenConnection("127.0.0.1", PortOf(server), new ConnectionOptions { HappyEyeballsDelay = 0.25 })),
        ["OpenConnection by name"] = static (server, _) => Visit(OpenConnection("localhost", PortOf(server))),
        ["OpenConnection that nobody answers"] = static (_, _) => VisitNobody(),
        ["OpenUnixConnection"] = static (_, path) => Visit(OpenUnixConnection(path)),
        ["WaitClosed"] = static (server, _) => Leave(server),
        ["StartServer"] = static (_, _) => Start(StartServer(Greet, "127.0.0.1", 0)),
        ["StartUnixServer"] = static (_, path) => Start(StartUnixServer(Greet, path + "2")),
        ["Shutdown"] = static (_, _) => Start(StartServer(Greet, "127.0.0.1", 0), static server => server.Shutdown(0)),
        ["ServeForever"] = static (_, _) => Start(StartServer(Greet, "127.0.0.1", 0), static server => server.ServeForever()),
        ["GetAddrInfo"] = static (_, _) => Ask(GetAddrInfo("localhost", 1)),
        ["GetNameInfo"] = static (_, _) => Ask(GetNameInfo(new IPEndPoint(IPAddress.Loopback, 1))),
    };

    private static IEnumerable<TestCaseData> Reads => Kinds.SelectMany(static kind => _reads.Keys.Select(call => new TestCaseData(kind, call)));

    private static IEnumerable<TestCaseData> Writes => Kinds.SelectMany(static kind => _writes.Keys.Select(call => new TestCaseData(kind, call)));

    private static IEnumerable<string> Services => _services.Keys;

    [TestCaseSource(nameof(Reads))]
    public void ReadCancelledInEachIteration_TheNextReaderGoesOn(string kind, string call) => Run(() => InEachIteration(kind, (_, client, server, iteration) =>
        Cancelled(new StreamLedger(client, server), static ledger => ledger.Write("one\ntw", "o\n", "\nthree\nfour", "\n"), _reads[call], iteration, isWriter: false)));

    [TestCaseSource(nameof(Writes))]
    public void WriteCancelledInEachIteration_WhatIsWrittenArrivesOnce(string kind, string call) => Run(() => InEachIteration(kind, (_, client, server, iteration) =>
    {
        Joint.SendLittleAtATime(client);
        client.SetWriteBufferLimits(high: 5, low: 1);
        return Cancelled(new StreamLedger(client, server), ledger => _writes[call](ledger, kind == "bytewise" ? 10 : 60_000), _reads["ReadToEnd"], iteration, isWriter: true);
    }));

    [TestCaseSource(nameof(Services))]
    public void CallCancelledInEachIteration_LeavesNothingOpen(string call)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Run(() => Serving(_services[call], Path.Combine(folder, "socket")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerator<Awaitable> Cancelled(
        StreamLedger ledger, Func<StreamLedger, IEnumerator<Awaitable>> write, Func<StreamLedger, IEnumerator<Awaitable>> read, int iteration, bool isWriter)
    {
        CoTask reader = CreateTask(read(ledger));
        CoTask writer = CreateTask(write(ledger));
        CoTask[] successors = ledger.Succeed([writer], [reader]);
        yield return Await<bool>(CancelIn(isWriter ? writer : reader, iteration)).Into(out Awaitable<bool> isStruck);
        yield return Gather(successors);
        ledger.CheckEnd();
        yield return Await(NothingIsPending());
        yield return Return(isStruck.Result);
    }

    private static IEnumerator<Awaitable> Serving(Func<CoServer, string, IEnumerator<Awaitable>> call, string path)
    {
        yield return StartServer(Greet, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return StartUnixServer(Greet, path).Into(out started);
        using CoServer unixServer = started.Result;
        bool isStruck = true;
        int struck = 0;
        for (int iteration = 0; isStruck && iteration < MostIterations; iteration++)
        {
            CoTask caller = CreateTask(call(server, path));
            yield return Await<bool>(CancelIn(caller, iteration)).Into(out Awaitable<bool> answer);
            yield return Settle(caller, out Outcome outcome, includeCancellation: true);
            isStruck = answer.Result;
            struck += isStruck ? 1 : 0;
            outcome.IsCancelled.ShouldBe(isStruck, $"cancelled in iteration {iteration}: {outcome}");

            // Whose client was cancelled stands in the queue before these.
            yield return Await(Visit(OpenConnection("127.0.0.1", PortOf(server))));
            yield return Await(Visit(OpenUnixConnection(path)));
            yield return WaitFor(WaitUntil(() => server.ConnectionCount + unixServer.ConnectionCount == 0), Patience);
            yield return Await(NothingIsPending());
        }

        struck.ShouldBeGreaterThan(1);
    }

    // What was given up has an iteration to be gone.
    private static IEnumerator<Awaitable> NothingIsPending()
    {
        yield return null;
        yield return null;
        Scheduler scheduler = Scheduler.Current;
        scheduler.AllTasks().ShouldBe([CoTask.Current!]);
        scheduler.Waits.TimerCount.ShouldBe(0);
    }

    private static int PortOf(CoServer server) => ((IPEndPoint)server.EndPoints[0]).Port;

    private static IEnumerator<Awaitable> Greet(CoStream stream)
    {
        stream.Write("hello\n");

        // Of one who was cancelled a reset comes: he has not read this.
        yield return Settle(stream.ReadToEnd(), out _);
    }

    private static IEnumerator<Awaitable> Visit(Awaitable<CoStream> open)
    {
        yield return open.Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        yield return stream.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("hello");
    }

    private static IEnumerator<Awaitable> VisitNobody()
    {
        // A listener whose queue is full answers nobody.
        using Socket full = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using Socket first = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        first.Connect(full.LocalEndPoint!);
        int port = ((IPEndPoint)full.LocalEndPoint!).Port;
        yield return OpenConnection("127.0.0.1", port);
    }

    private static IEnumerator<Awaitable> Leave(CoServer server)
    {
        yield return OpenConnection("127.0.0.1", PortOf(server)).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        Joint.SendLittleAtATime(stream);
        stream.Write(new byte[60_000]);
        stream.Close();
        yield return stream.WaitClosed();
    }

    private static IEnumerator<Awaitable> Start(Awaitable<CoServer> start, Func<CoServer, Awaitable>? use = null)
    {
        yield return start.Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return null;
        if (use is not null)
        {
            yield return use(server);
        }
    }

    private static IEnumerator<Awaitable> Ask(Awaitable question)
    {
        yield return question;
    }
}

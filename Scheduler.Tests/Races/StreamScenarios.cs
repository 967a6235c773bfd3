using System.Net.Sockets;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Streams and servers in memory: no byte is lost or doubled, and nothing stays open.</summary>
internal static class StreamScenarios
{
    // More than a pipe in memory holds.
    private const int Much = 70_000;

    private static readonly string[] _lines = ["one\ntw", "o\n", "\nthree\nfour", "\n"];

    internal static IEnumerable<RaceScenario> All =>
    [
        new("CoStream, ReadLine", run => Read(run, static ledger => ledger.ReadLines())),
        new("CoStream, ReadLine for a limited time", run => Read(run, static ledger => ledger.ReadLines(limit: 0.75), new ConnectionOptions { Latency = 1 })),
        new("CoStream, ReadLines", run => Read(run, static ledger => ledger.ReadByTheLine())),
        new("CoStream, ReadUntil", run => Read(run, static ledger => ledger.Read(static stream => stream.ReadUntil("e\n"u8)))),
        new("CoStream, ReadUntil one of several", run => Read(run, static ledger => ledger.Read(static stream => stream.ReadUntil("e\n"u8.ToArray(), "o"u8.ToArray())))),
        new("CoStream, ReadExactly", run => Read(run, static ledger => ledger.Read(static stream => stream.ReadExactly(4)))),
        new("CoStream, Read", run => Read(run, static ledger => ledger.Read(static stream => stream.Read(4)))),
        new("CoStream, ReadToEnd", run => Read(run, static ledger => ledger.Read(static stream => stream.ReadToEnd()))),
        new("CoStream, Read into memory", run => Read(run, static ledger => ledger.ReadInto(4))),
        new("CoStream, Peek and Advance", run => Read(run, static ledger => ledger.Peek(3))),
        new("CoStream with latency and little bandwidth", run => Read(
            run, static ledger => ledger.Read(static stream => stream.ReadExactly(5)), new ConnectionOptions { Latency = 0.5, Bandwidth = 8 })),
        new("CoStream, Drain", run => Write(run, static ledger => ledger.WriteAndDrain(Much, 2))),
        new("CoStream, WriteAll", run => Write(run, static ledger => ledger.WriteAll(Much, 2))),
        new("CoStream, WriteAll and Drain", run => Write(run, static ledger => ledger.WriteAll(Much, 1), static ledger => ledger.WriteAndDrain(Much, 1))),
        new("CoStream, WaitClosed and Closed", WaitForTheEnd),
        new("CoServer, Shutdown", run => Serve(run, static server => server.Shutdown(1))),
        new("CoServer, ServeForever", run => Serve(run, static server => server.ServeForever())),
        new("CoServer, WaitClosed", run => Serve(run, static server =>
        {
            server.Close();
            return server.WaitClosed();
        })),
        new("StartServer", Start),
        new("OpenConnection", run => Open(run, new ConnectionOptions { HappyEyeballsDelay = 0.25 })),
        new("OpenConnection, two connect at once", run => Open(run, new ConnectionOptions { HappyEyeballsDelay = 0.5 }, seconds: 0.5)),
        new("OpenConnection for a limited time", run =>
        {
            Open(run, new ConnectionOptions { HappyEyeballsDelay = 0.25, ConnectTimeout = 1 });
            run.MayFail<TimeoutException>();
        }),
    ];

    private static void Read(RaceRun run, Func<StreamLedger, IEnumerator<Awaitable>> read, ConnectionOptions? options = null)
    {
        StreamLedger ledger = Keep(run, options);
        CoTask reader = run.Start("reader", read(ledger));
        CoTask writer = run.Start("writer", ledger.Write(_lines));
        ledger.Succeed([writer], [reader]);
    }

    private static void Write(RaceRun run, params Func<StreamLedger, IEnumerator<Awaitable>>[] writes)
    {
        StreamLedger ledger = Keep(run);
        ledger.Near.SetWriteBufferLimits(high: 1000, low: 100);
        CoTask[] writers = [.. writes.Select((write, number) => run.Start($"writer {number}", write(ledger)))];
        CoTask reader = run.Start("reader", ledger.Read(static stream => stream.Read(Much / 2)));
        ledger.Succeed(writers, [reader]);
    }

    private static StreamLedger Keep(RaceRun run, ConnectionOptions? options = null)
    {
        (CoStream near, CoStream far) = CoStream.CreatePair(run.Scheduler, options);
        var ledger = new StreamLedger(near, far);
        run.AtEnd(ledger.CheckEnd);

        // Those that carry the bytes and the ends.
        run.LetTimersExpire();
        return ledger;
    }

    private static void WaitForTheEnd(RaceRun run)
    {
        (CoStream near, CoStream far) = CoStream.CreatePair(run.Scheduler);
        run.Start("closer", Close());
        run.Start("other closer", Close());
        run.Start("watcher", Watch());
        run.Start("reader", Read());
        run.Scheduler.CreateTask(CloseInTheEnd());
        run.AtEnd(() => (near.IsLost, far.IsLost).ShouldBe((true, true)));

        IEnumerator<Awaitable> Close()
        {
            yield return null;
            near.Write("bye");
            near.Close();
            yield return near.WaitClosed();
            near.IsLost.ShouldBeTrue();
        }

        IEnumerator<Awaitable> Watch()
        {
            yield return far.Closed;
            far.HasEnded.ShouldBeTrue();
        }

        IEnumerator<Awaitable> Read()
        {
            yield return far.ReadToEnd();
        }

        IEnumerator<Awaitable> CloseInTheEnd()
        {
            yield return Sleep(1);
            near.Close();
            far.Close();
            yield return near.WaitClosed();
            yield return far.WaitClosed();
        }
    }

    private static void Serve(RaceRun run, Func<CoServer, Awaitable> end)
    {
        int visits = 0;
        var streams = new List<CoStream>();
        var handlers = new List<(CoTask Task, CoStream Stream)>();
        var place = new MemoryListener(run.Scheduler);
        CoServer server = place.Serve(stream =>
        {
            streams.Add(stream);
            return Answer(stream, $"handler {visits++}");
        });
        CoTask[] parties = [run.Start("client a", Visit()), run.Start("client b", Visit()), run.Start("end", End())];

        // Who is cut off is told so.
        run.MayFail<SocketException>();
        run.MayBeReported<SocketException>();

        // Forever ends when the server is closed, by a cancel.
        run.MayBeCancelled("end");
        run.MayBeCancelledAlong("handler 0", "handler 1");
        run.Scheduler.CreateTask(EndAll());
        run.AtRest(() => handlers.TrueForAll(static handler => !handler.Task.IsDone || handler.Stream.IsClosing).ShouldBeTrue("the stream of a handler that is over is closed"));
        run.AtEnd(() =>
        {
            server.ConnectionCount.ShouldBe(0);
            server.IsServing.ShouldBeFalse();
            streams.TrueForAll(static stream => stream.IsLost).ShouldBeTrue("no connection is left");
        });

        IEnumerator<Awaitable> Visit()
        {
            using CoStream stream = place.Connect();
            streams.Add(stream);
            stream.Write("hello\n");
            yield return stream.ReadLine();
            yield return null;
            stream.Close();
            yield return stream.WaitClosed();
        }

        IEnumerator<Awaitable> Answer(CoStream stream, string name)
        {
            run.JoinAs(name);
            handlers.Add((CoTask.Current!, stream));
            yield return stream.ReadLine();
            stream.Write("hello yourself\n");
            yield return stream.Drain();
            yield return stream.ReadToEnd();
        }

        IEnumerator<Awaitable> End()
        {
            for (int i = 0; i < 4; i++)
            {
                yield return null;
            }

            yield return end(server);
        }

        IEnumerator<Awaitable> EndAll()
        {
            yield return Wait(parties, timeout: 5);
            server.Close();
            server.AbortClients();
            yield return server.WaitClosed();
            foreach (CoStream stream in streams)
            {
                stream.Close();
                yield return Settle(stream.WaitClosed(), out _);
            }
        }
    }

    private static void Start(RaceRun run)
    {
        var network = new FakeNetwork("10.0.0.1", "10.0.0.2") { LookUpSeconds = 0.5 };
        run.Scheduler.Network = network;
        run.Start("starter", Starter());
        run.Start("other starter", Starter());
        run.AtEnd(() => network.Listeners.All(static listener => listener.IsClosed).ShouldBeTrue("nobody listens any more"));

        IEnumerator<Awaitable> Starter()
        {
            yield return StartServer(static stream => Children.Work(0), "host", 7).Into(out Awaitable<CoServer> started);
            using CoServer server = started.Result;
            server.IsServing.ShouldBeTrue();
            yield return Sleep(1);
        }
    }

    private static void Open(RaceRun run, ConnectionOptions options, double seconds = 1)
    {
        var network = new ScriptedNetwork(("10.0.0.1", 1, null), ("10.0.0.2", seconds, null), ("10.0.0.3", 0.5, SocketError.ConnectionRefused));
        run.Scheduler.Network = network;
        run.Start("opener", Opener());
        run.AtEnd(() => network.OpenConduits.ShouldBe(0, "connections nobody has closed"));

        // The attempts that have lost.
        run.LetTimersExpire();

        IEnumerator<Awaitable> Opener()
        {
            yield return OpenConnection("host", 80, options).Into(out Awaitable<CoStream> opened);
            using CoStream stream = opened.Result;
            yield return null;
            stream.Close();
            yield return stream.WaitClosed();
        }
    }
}

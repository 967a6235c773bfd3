using System.Security.Authentication;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tls;

/// <summary>TLS between two ends in memory: every byte and every iteration is the same each time.</summary>
public sealed partial class TlsInMemoryTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig(debug: true);

    [TearDown]
    public void TearDown()
    {
        _rig.Dispose();
        _rig.ShouldHaveReported();
    }

    [TestCase("memory")]
    [TestCase("bytewise")]
    [TestCase("simulated")]
    public void Conversation_OfTwoStreams(string kind)
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, kind);
            yield return Gather(client.StartTls(Certificates.ClientOptions()), server.StartTls(Certificates.ServerOptions()));
            client.Write("hello\n");
            client.Write("you\n");
            yield return server.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe("hello");
            yield return server.ReadLine().Into(out line);
            line.Result.ShouldBe("you");
            server.Write(new string('x', 100_000) + "\n");
            yield return client.ReadExactly(100_001).Into(out Awaitable<byte[]> much);
            much.Result.Length.ShouldBe(100_001);
            client.Tls!.Protocol.ShouldBe(SslProtocols.Tls13);
            client.Tls.ToString().ShouldBe(server.Tls!.ToString());
            client.CanWriteEof.ShouldBeFalse();
            client.Close();
            yield return server.ReadToEnd().Into(out Awaitable<byte[]> rest);
            rest.Result.ShouldBeEmpty();
            yield return client.WaitClosed();
            yield return server.WaitClosed();
        }
    }

    [Test]
    public void Writes_OfOneIteration_AreOneRecord()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (MemoryConduit one, MemoryConduit other) = MemoryConduit.CreatePair(_rig.Scheduler, ConnectionOptions.Default);
            var counter = new RecordCounter(one);
            CoStream client = CoStream.Over(_rig.Scheduler, counter, 1000);
            CoStream server = CoStream.Over(_rig.Scheduler, other, 1000);
            yield return Await(ShakeHands(client, server));
            counter.TakeRecords();
            client.Write("head\n");
            client.Write("body\n");
            client.WriteLines(["three", "four"]);
            client.WriteBufferSize.ShouldBe(21);
            yield return server.ReadLine();
            client.WriteBufferSize.ShouldBe(0);

            // The tag, and the type of what is in it.
            const int Overhead = 17;
            counter.TakeRecords().ShouldBe([21 + Overhead]);
            client.Write(new byte[40_000]);
            yield return server.ReadExactly(40_016);
            counter.TakeRecords().ShouldBe([16_384 + Overhead, 16_384 + Overhead, 7_232 + Overhead]);
            client.Close();
            server.Close();
            yield return Gather(client.WaitClosed(), server.WaitClosed());
        }
    }

    [Test]
    public void TlsOverTls_IsTlsTwice()
    {
        _rig.Run(Main());
        _rig.Scheduler.Time.ShouldBe(0);

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            yield return Await(ShakeHands(client, server));
            TlsSession outer = client.Tls!;
            yield return Await(ShakeHands(client, server));
            client.Tls.ShouldNotBeSameAs(outer);
            byte[] sent = new byte[300_000];
            new Random(3).NextBytes(sent);
            client.Write(sent);
            client.Close();
            yield return server.ReadToEnd().Into(out Awaitable<byte[]> received);
            received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
            yield return client.WaitClosed();
            yield return server.WaitClosed();
        }
    }

    [Test]
    public void IdleConnection_KeepsLittle_AndAnEchoAllocatesNothing()
    {
        const int Connections = 50;
        const int Budget = 12 * 1024;
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });

        static IEnumerator<Awaitable> Main()
        {
            var streams = new List<CoStream>();
            long before = 0;
            for (int i = 0; i < 2 * Connections; i++)
            {
                if (i == Connections)
                {
                    before = GC.GetTotalMemory(forceFullCollection: true);
                }

                (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, "memory");
                streams.AddRange([client, server]);
                yield return Await(ShakeHands(client, server));

                // The base library keeps what it has shaken hands with until the first word.
                client.Write("hello\n");
                yield return server.ReadLine();
                server.Write("hello\n");
                yield return client.ReadLine();
            }

            // Of both ends.
            long kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections;
            TestContext.Out.WriteLine($"{kept} bytes for both ends of an idle connection");
            kept.ShouldBeLessThan(Budget);
            yield return Await(Echo(streams[0], streams[1]));
            streams.ForEach(static stream => stream.Close());
            yield return Gather(streams.Select(static stream => stream.WaitClosed()));
        }

        static IEnumerator<Awaitable> Echo(CoStream client, CoStream server)
        {
            const int Rounds = 200;
            byte[] message = new byte[64];
            long before = 0;
            for (int i = 0; i < 2 * Rounds; i++)
            {
                if (i == Rounds)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                client.Write(message);
                yield return server.ReadExactly(message);
                server.Write(message);
                yield return client.ReadExactly(message);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        }
    }

    internal static IEnumerator<Awaitable> ShakeHands(CoStream client, CoStream server)
    {
        yield return Gather(client.StartTls(Certificates.ClientOptions()), server.StartTls(Certificates.ServerOptions()));
    }

    private static IEnumerator<Awaitable> Talk()
    {
        int thread = Environment.CurrentManagedThreadId;
        (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, "memory");
        yield return Await(ShakeHands(client, server));
        for (int i = 0; i < 3; i++)
        {
            client.Write(new byte[50_000]);
            yield return server.ReadExactly(50_000);
            server.Write("heard\n");
            yield return client.ReadLine();
        }

        client.Close();
        server.Close();
        yield return client.WaitClosed();
        yield return server.WaitClosed();
        Environment.CurrentManagedThreadId.ShouldBe(thread);
    }

    /// <summary>Ends after so many bytes more.</summary>
    private sealed class Cutter(MemoryConduit inner) : PassingConduit(inner)
    {
        internal int? Left { get; set; }

        internal override int TrySend(ReadOnlySpan<byte> bytes)
        {
            if (Left is not { } left)
            {
                return base.TrySend(bytes);
            }

            base.TrySend(bytes[..Math.Min(left, bytes.Length)]);
            Left = 0;
            base.ShutdownSend();
            return bytes.Length;
        }
    }

    /// <summary>Changes the last byte of what is sent.</summary>
    private sealed class Changer(MemoryConduit inner) : PassingConduit(inner)
    {
        internal bool IsChanging { get; set; }

        internal override int TrySend(ReadOnlySpan<byte> bytes)
        {
            byte[] changed = bytes.ToArray();
            changed[^1] ^= (byte)(IsChanging ? 1 : 0);
            return base.TrySend(changed);
        }
    }

    private class PassingConduit(Conduit inner) : Conduit
    {
        internal override void Watch(Interest interest)
        {
            inner.Transport = Transport;
            inner.Watch(interest);
        }

        internal override int TryReceive(Span<byte> room) => inner.TryReceive(room);

        internal override int TrySend(ReadOnlySpan<byte> bytes) => inner.TrySend(bytes);

        internal override void ShutdownSend() => inner.ShutdownSend();

        internal override void Close() => inner.Close();
    }
}

using System.Net;
using System.Net.Sockets;
using Coroutines.Tests.Tls;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>asyncio's <c>loop.sendfile</c>: a file through a stream, whatever that stands on.</summary>
public sealed class SendFileTests
{
    private TemporaryFolder _folder = null!;
    private byte[] _content = null!;
    private FileStream _file = null!;

    [SetUp]
    public void MakeFile()
    {
        _folder = new TemporaryFolder();
        _content = new byte[1_000_000];
        new Random(11).NextBytes(_content);
        File.WriteAllBytes(_folder.File("file"), _content);
        _file = File.OpenRead(_folder.File("file"));
    }

    [TearDown]
    public void RemoveFile()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [TestCase(0, null, 1_000_000)]
    [TestCase(100, 300_000, 300_000)]
    [TestCase(999_999, 5, 1)]
    [TestCase(1_000_000, null, 0)]
    public void File_ArrivesBehindWhatWasWritten_AndBeforeWhatIsWrittenThen(long offset, long? count, int expected)
    {
        (long sent, byte[] all) = (0, []);
        Scheduler.Run(Main());
        sent.ShouldBe(expected);
        _file.Position.ShouldBe(expected == 0 ? offset : offset + expected);
        all.ShouldBe([.. "head"u8, .. _content.AsSpan((int)offset, expected), .. "tail"u8]);

        IEnumerator<Awaitable> Main()
        {
            (CoStream near, CoStream far) = CoStream.CreatePair();
            CoTask<byte[]> reading = CreateTask<byte[]>(Reading(far));
            near.Write("head");
            yield return near.SendFile(_file, offset, count).Into(out var sending);
            sent = sending.Result;
            near.Write("tail");
            near.Close();
            yield return reading;
            all = reading.Result;
        }
    }

    [TestCase(0, null, 1_000_000)]
    [TestCase(100, 300_000, 300_000)]
    public void File_ThroughTls_ArrivesTheSameWay(long offset, long? count, int expected)
    {
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream near, CoStream far) = CoStream.CreatePair();
            yield return Gather(near.StartTls(Certificates.ClientOptions()), far.StartTls(Certificates.ServerOptions()));
            CoTask<byte[]> reading = CreateTask<byte[]>(Reading(far));
            near.Write("head");
            yield return near.SendFile(_file, offset, count).Into(out var sent);
            sent.Result.ShouldBe(expected);
            near.Write("tail");
            near.Close();
            yield return reading;
            reading.Result.ShouldBe([.. "head"u8, .. _content.AsSpan((int)offset, expected), .. "tail"u8]);
        }
    }

    [Test]
    public void Cancel_LeavesThePositionBehindWhatWasSent()
    {
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream near, CoStream far) = CoStream.CreatePair();
            CoTask sending = CreateTask(Sending(near));
            yield return far.ReadExactly(100_000);
            sending.Cancel();
            yield return Settle(sending, out Outcome cancelled, includeCancellation: true);
            cancelled.IsCancelled.ShouldBeTrue();
            _file.Position.ShouldBeInRange(0, _content.Length - 1);
            near.Abort();
        }
    }

    [Test]
    public void ALostConnection_IsItsError()
    {
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream near, _) = CoStream.CreatePair();
            near.WriteEof();
            yield return Settle(near.SendFile(_file), out Outcome<long> outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>();
            near.Close();
        }
    }

    [Test]
    public void AStreamThatCloses_SendsNoFile()
    {
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoStream near = CoStream.CreatePair().First;
            near.Write("x");
            near.Close();
            yield return Settle(near.SendFile(_file), out Outcome<long> outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("it is closing");
            near.Abort();
        }
    }

    [TestCase(SelectorKind.Default)]
    [TestCase(SelectorKind.Portable)]
    public void PeerThatLeavesInTheMiddle_IsAnError_AndThePositionSaysHowFarItCame(SelectorKind kind)
    {
        using FileStream large = File.Create(_folder.File("large"));
        large.SetLength(100_000_000);
        Scheduler.Run(Main(), new SchedulerOptions { Selector = kind });

        IEnumerator<Awaitable> Main()
        {
            yield return StartServer(ReadAndLeave, "127.0.0.1", 0).Into(out var started);
            using CoServer server = started.Result;
            yield return OpenConnection("127.0.0.1", ((IPEndPoint)server.EndPoints[0]).Port).Into(out var opened);
            using CoStream stream = opened.Result;
            yield return Settle(stream.SendFile(large), out Outcome<long> outcome);
            outcome.Exception.ShouldBeOfType<SocketException>();
            large.Position.ShouldBeLessThan(large.Length);
        }

        static IEnumerator<Awaitable> ReadAndLeave(CoStream stream)
        {
            yield return stream.ReadExactly(1000);
            stream.Abort();
        }
    }

    [TestCase(SelectorKind.Default)]
    [TestCase(SelectorKind.Portable)]
    public void PeerThatLeavesWhenAllHasCome_IsNoError(SelectorKind kind)
    {
        Scheduler.Run(Main(), new SchedulerOptions { Selector = kind });

        IEnumerator<Awaitable> Main()
        {
            yield return StartServer(Read, "127.0.0.1", 0).Into(out var started);
            using CoServer server = started.Result;
            yield return OpenConnection("127.0.0.1", ((IPEndPoint)server.EndPoints[0]).Port).Into(out var opened);
            using CoStream stream = opened.Result;
            yield return stream.SendFile(_file).Into(out var sent);
            sent.Result.ShouldBe(_content.Length);
            yield return stream.ReadToEnd().Into(out var answer);
            answer.Result.ShouldBe("all"u8.ToArray());
        }

        IEnumerator<Awaitable> Read(CoStream stream)
        {
            yield return stream.ReadExactly(_content.Length).Into(out var all);
            all.Result.AsSpan().SequenceEqual(_content).ShouldBeTrue();
            stream.Write("all");
        }
    }

    [Test]
    public void Arguments_ThatMakeNoSense_AreRefusedAtTheCall()
    {
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoStream stream = CoStream.CreatePair().First;
            Should.Throw<ArgumentNullException>(() => stream.SendFile(null!)).ParamName.ShouldBe("file");
            Should.Throw<ArgumentOutOfRangeException>(() => stream.SendFile(_file, -1)).ParamName.ShouldBe("offset");
            Should.Throw<ArgumentOutOfRangeException>(() => stream.SendFile(_file, 0, -1)).ParamName.ShouldBe("count");
            stream.Close();
            yield break;
        }
    }

    private IEnumerator<Awaitable> Sending(CoStream stream)
    {
        yield return stream.SendFile(_file);
    }

    private static IEnumerator<Awaitable> Reading(CoStream stream)
    {
        yield return stream.ReadToEnd().Into(out var all);
        yield return Return(all.Result);
    }
}

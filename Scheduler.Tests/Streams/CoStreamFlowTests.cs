using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Flow control, in virtual time, over pairs in memory: who waits, for how long, and what is lost (nothing).</summary>
public sealed class CoStreamFlowTests
{
    // A pair in memory holds so much under way in each direction, as a socket's buffers do.
    private const int UnderWay = 64 * 1024;

    [CoroutineTest]
    public IEnumerator<Awaitable> Drain_WhileThePeerReadsNothing_WaitsUntilItDoes()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        here.Write(new byte[1_000_000]);
        here.WriteBufferSize.ShouldBe(1_000_000 - UnderWay);
        CoTask drain = CreateTask(Draining(here));
        yield return Sleep(5);
        drain.IsDone.ShouldBeFalse();

        yield return there.ReadExactly(1_000_000).Into(out Awaitable<byte[]> all);
        all.Result.Length.ShouldBe(1_000_000);
        yield return drain;
        here.WriteBufferSize.ShouldBe(0);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Reading_WhereNobodyReads_StopsAtTwiceTheLimit()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        here.Write(new byte[500_000]);
        yield return Sleep(1);

        // One receive may go beyond, and no second one begins.
        there.Buffered.ShouldBeGreaterThan(2 * 1024);
        there.Buffered.ShouldBeLessThan((2 * 1024) + UnderWay + 1);
        here.WriteBufferSize.ShouldBe(500_000 - there.Buffered - UnderWay);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Marks_DecideWhenADrainGoesOn()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        here.SetWriteBufferLimits(high: 1000, low: 10);
        here.Write(new byte[UnderWay]);
        yield return here.Drain();
        here.Write(new byte[400_000]);
        CoTask drain = CreateTask(Draining(here));
        while (!drain.IsDone)
        {
            yield return there.Read(10_000);
            yield return null;
        }

        here.WriteBufferSize.ShouldBeLessThanOrEqualTo(10);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> WriteAll_WaitsUntilAllOfItIsUnderWay()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        byte[] sent = Numbered(300_000);
        CoTask write = CreateTask(WritingAll(here, sent));
        yield return Sleep(1);
        write.IsDone.ShouldBeFalse();
        yield return there.ReadExactly(sent.Length).Into(out Awaitable<byte[]> received);
        received.Result.ShouldBe(sent);
        yield return write;
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> WriteAll_Cancelled_LeavesWhatIsBehindItInOrder()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        byte[] first = Numbered(300_000);
        CoTask write = CreateTask(WritingAll(here, first));
        yield return null;
        here.Write("behind");
        write.Cancel();
        yield return Settle(write, out _, includeCancellation: true);
        here.WriteEof();
        yield return there.ReadToEnd().Into(out Awaitable<byte[]> received);

        // A part of it was sent; the rest is not, and nothing of it comes later.
        Encoding.UTF8.GetString(received.Result[^6..]).ShouldBe("behind");
        received.Result.Length.ShouldBeLessThan(first.Length);
        received.Result[..^6].ShouldBe(first[..(received.Result.Length - 6)]);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Close_WithBytesUnsent_SendsThemFirst()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        byte[] sent = Numbered(300_000);
        here.Write(sent);
        here.Close();
        CoTask closed = CreateTask(WaitingClosed(here));
        yield return Sleep(1);
        closed.IsDone.ShouldBeFalse();
        yield return there.ReadToEnd().Into(out Awaitable<byte[]> received);
        received.Result.ShouldBe(sent);
        yield return closed;
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Close_WithBytesUnsent_WakesItsOwnReaderAtOnce()
    {
        (CoStream here, CoStream _) = CoStream.CreatePair();
        here.Write(new byte[1_000_000]);
        CoTask<int> read = CreateTask<int>(ReadingSome(here));
        yield return Sleep(1);
        here.Close();
        yield return read;
        read.Result.ShouldBe(0);
        Scheduler.Current.Time.ShouldBe(1);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Abort_DropsWhatIsUnsent_AndEndsAWriteAllWithAnError()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        CoTask write = CreateTask(WritingAll(here, new byte[300_000]));
        yield return Sleep(1);
        here.Abort();
        yield return Settle(write, out Outcome outcome);
        outcome.Exception.ShouldBeOfType<System.Net.Sockets.SocketException>();
        yield return Settle(there.ReadToEnd(), out Outcome<byte[]> rest);
        (rest.Result.Length < 300_000).ShouldBeTrue();
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Latency_And_Bandwidth_TakeTheirTime()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Latency = 2, Bandwidth = 1000 });
        here.Write(new byte[500]);
        yield return there.ReadExactly(500);
        Scheduler.Current.Time.ShouldBe(2.5);
        there.WriteEof();
        yield return here.ReadToEnd();
        Scheduler.Current.Time.ShouldBe(4.5);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Closed_TellsAWriterThatItsPeerHasLeft()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        CoTask watch = CreateTask(WatchingClosed(here));
        yield return Sleep(1);
        watch.IsDone.ShouldBeFalse();
        there.Close();
        yield return watch;
        yield return here.Closed;
        Scheduler.Current.Time.ShouldBe(1);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> PeekedBytes_StayWhereTheyAre_WhileMoreArrives()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        here.Write(Numbered(5_000));
        yield return there.Peek(5_000).Into(out Awaitable<ReadOnlyMemory<byte>> peeked);
        ReadOnlyMemory<byte> seen = peeked.Result;
        for (int i = 0; i < 10; i++)
        {
            here.Write(new byte[20_000]);
            yield return Sleep(1);
        }

        seen.ToArray().ShouldBe(Numbered(5_000));
        there.Advance(5_000);
        yield return there.ReadExactly(200_000).Into(out Awaitable<byte[]> rest);
        rest.Result.ShouldAllBe(static value => value == 0);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> ReadToEnd_GivenUp_LosesNothing()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 1024 });
        here.Write(Numbered(50_000));
        yield return Settle(WaitFor(there.ReadToEnd(), 1), out Outcome<byte[]> late);
        late.Exception.ShouldBeOfType<TimeoutException>();
        yield return there.ReadExactly(50_000).Into(out Awaitable<byte[]> all);
        all.Result.ShouldBe(Numbered(50_000));
    }

    // Without a trace of the steps, which takes memory.
    [Test]
    public void Calls_OnAnOpenStream_AllocateNothing() =>
        Scheduler.Run(MeasuredCalls(), new SchedulerOptions { TimeProvider = new VirtualClock() });

    private static IEnumerator<Awaitable> MeasuredCalls()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        byte[] request = new byte[64];
        byte[] buffer = new byte[64];
        long before = 0;
        int received = 0;
        for (int i = 0; i < 2_000; i++)
        {
            if (i == 1_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            here.Write(request);
            yield return there.Read(buffer).Into(out Awaitable<int> count);
            received += count.Result;
            there.Write(buffer);
            yield return there.Drain();
            yield return here.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> peeked);
            here.Advance(peeked.Result.Length);
            yield return here.WriteAll(request);
            yield return there.ReadExactly(buffer);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        received.ShouldBe(2_000 * 64);
    }

    private static byte[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(static i => (byte)(i * 7))];

    private static IEnumerator<Awaitable> Draining(CoStream stream)
    {
        yield return stream.Drain();
    }

    private static IEnumerator<Awaitable> WritingAll(CoStream stream, byte[] bytes)
    {
        yield return stream.WriteAll(bytes);
    }

    private static IEnumerator<Awaitable> WaitingClosed(CoStream stream)
    {
        yield return stream.WaitClosed();
    }

    private static IEnumerator<Awaitable> WatchingClosed(CoStream stream)
    {
        yield return stream.Closed;
    }

    private static IEnumerator<Awaitable> ReadingSome(CoStream stream)
    {
        yield return stream.Read(new byte[10]).Into(out Awaitable<int> count);
        yield return Return(count.Result);
    }
}

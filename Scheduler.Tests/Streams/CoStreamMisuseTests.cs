using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>What is done wrong with a stream: a clear error where it is done, and nothing is lost by it.</summary>
public sealed class CoStreamMisuseTests
{
    [CoroutineTest]
    public IEnumerator<Awaitable> TwoReaders_TheSecondIsToldWhoTheFirstIs()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        CoTask<string?> first = CreateTask<string?>(ReadingALine(here), "first");
        yield return null;
        CoTask second = CreateTask(ReadingALine(here), "second");
        yield return Settle(second, out Outcome outcome);
        outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
            "ReadingALine (task 'second') reads a stream while ReadingALine (task 'first') waits for data from it. One coroutine at a time can read a stream.");
        there.Write("x\n");
        yield return first;
        first.Result.ShouldBe("x");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Advance_BeyondWhatThereIs_IsRefused_AndMovesNothing()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        there.Write("abc");
        yield return here.Peek(3);
        Should.Throw<ArgumentException>(() => here.Advance(4)).Message.ShouldContain("Only 3 bytes");
        Should.Throw<ArgumentOutOfRangeException>(() => here.Advance(-1));
        yield return here.Read(10).Into(out Awaitable<byte[]> all);
        all.Result.ShouldBe("abc"u8.ToArray());
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Write_AfterItsEnd_IsRefused()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        here.WriteEof();
        Should.Throw<InvalidOperationException>(() => here.Write("x")).Message.ShouldContain("after WriteEof");
        yield return Settle(here.WriteAll(new byte[1]), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<InvalidOperationException>();
        yield return there.ReadToEnd().Into(out Awaitable<byte[]> nothing);
        nothing.Result.ShouldBeEmpty();
    }

    [Test]
    public void Arguments_ThatMakeNoSense_AreRefusedAtTheCall()
    {
        using var scheduler = new TestScheduler();
        (CoStream here, CoStream _) = CoStream.CreatePair(scheduler.Scheduler);
        Should.Throw<ArgumentOutOfRangeException>(() => here.ReadExactly(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => here.Peek(-1));
        Should.Throw<ArgumentException>(() => here.ReadUntil(ReadOnlySpan<byte>.Empty));
        Should.Throw<ArgumentException>(() => here.ReadUntil());
        Should.Throw<ArgumentException>(() => here.ReadUntil("a"u8.ToArray(), []));
        Should.Throw<ArgumentNullException>(() => here.Write((string)null!));
        Should.Throw<ArgumentNullException>(() => here.WriteLines(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => new ConnectionOptions { Limit = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ConnectionOptions { Bandwidth = 0 });
        Should.Throw<InvalidOperationException>(() => CoStream.CreatePair());
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> SynchronousCalls_OfItsStream_AreRefused()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        using Stream stream = here.AsStream();
        Should.Throw<InvalidOperationException>(() => stream.ReadByte()).Message.ShouldContain("ReadAsync");
        Should.Throw<InvalidOperationException>(() => stream.WriteByte(1)).Message.ShouldContain("WriteAsync");
        there.Write("hello");
        byte[] buffer = new byte[10];
        yield return Await(stream.ReadAsync(buffer)).Into(out Awaitable<int> count);
        count.Result.ShouldBe(5);
        yield return Await(stream.WriteAsync(new byte[3]));
        yield return there.ReadExactly(3);
    }

    [Test]
    public void StreamOfAnotherScheduler_IsNamedAsSuch()
    {
        using var other = new Scheduler();
        (CoStream here, CoStream _) = CoStream.CreatePair(other);
        Should.Throw<InvalidOperationException>(() => Scheduler.Run(ReadingALine(here))).Message.ShouldContain("belongs to another scheduler");
    }

    [Test]
    public void Stream_ThatIsNotClosed_IsReportedInDebugMode()
    {
        var reports = new List<ExceptionContext>();
        var options = new SchedulerOptions
        {
            Debug = true,
            SlowStepThreshold = 100,
            TimeProvider = new VirtualClock(),
            ExceptionHandler = reports.Add,
        };
        Scheduler.Run(LeavingOneOpen(), options);
        reports.Select(static report => report.Message).ShouldBe(["The stream 'forgotten' was never closed"]);
        reports[0].CreationStack.ShouldNotBeNull().ShouldContain(nameof(LeavingOneOpen));
    }

    [Test]
    public void DeadlockReport_SaysWhichStreamIsWaitedFor()
    {
        DeadlockException deadlock = Should.Throw<DeadlockException>(
            () => Scheduler.Run(WaitingForAName(), new SchedulerOptions { TimeProvider = new VirtualClock() }));
        deadlock.Message.ShouldContain("waiting for data from stream 'peer'");
    }

    private static IEnumerator<Awaitable> ReadingALine(CoStream stream)
    {
        yield return stream.ReadLine().Into(out Awaitable<string?> line);
        yield return Return(line.Result);
    }

    private static IEnumerator<Awaitable> WaitingForAName()
    {
        (CoStream here, CoStream _) = CoStream.CreatePair();
        here.Name = "peer";
        yield return here.ReadLine();
    }

    private static IEnumerator<Awaitable> LeavingOneOpen()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        here.Name = "forgotten";
        there.Close();
        yield return there.WaitClosed();
    }
}

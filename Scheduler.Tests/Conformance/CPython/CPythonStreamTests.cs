using System.Net.Sockets;
using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>What <c>test_streams.py</c> tests, and the twins do not.</summary>
public sealed class CPythonStreamTests
{
    [CoroutineTest]
    public IEnumerator<Awaitable> Read_OfSoManyBytes_DoesNotStopAtALineEnd()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        there.Write("line1\nline2");
        yield return here.Read(8).Into(out Awaitable<byte[]> some);
        Text(some).ShouldBe("line1\nli");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Read_OfMoreThanTheLimit_GivesWhatIsThere()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 3 });
        there.Write("chunk");
        yield return here.Read(5).Into(out Awaitable<byte[]> some);
        Text(some).ShouldBe("chunk");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Read_AfterALine_TakesWhatIsBehindIt()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        there.Write("line1\nline2\nline3\n");
        yield return here.ReadLine();
        yield return here.Read(7).Into(out Awaitable<byte[]> some);
        yield return here.ReadLine().Into(out Awaitable<string?> rest);
        (Text(some), rest.Result).ShouldBe(("line2\nl", "ine3"));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> ReadUntil_OfALongAndAShortSeparator_FindsTheShortOne_InLessThanTheLongOneIs()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        CoTask<byte[]> read = CreateTask<byte[]>(ReadingUntil(here, "long sep"u8.ToArray(), "A"u8.ToArray()));
        there.Write("data");
        yield return Sleep(1);
        there.Write("Z");
        yield return Sleep(1);
        there.Write("Aaaa");
        yield return read;
        Encoding.UTF8.GetString(read.Result).ShouldBe("dataZA");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Error_AfterACancelledRead_IsThatOfTheNextOne()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        CoTask<byte[]> read = CreateTask<byte[]>(ReadingUntil(here, "\n"u8.ToArray()));
        yield return null;
        read.Cancel();
        there.Abort();
        yield return Settle(read, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
        yield return there.WaitClosed();
        here.Write("to nobody");
        yield return Sleep(1);
        yield return Settle(here.Read(10), out Outcome<byte[]> next);
        next.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> WaitClosed_WithDataUnread_Ends()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        there.Write("unread");
        yield return here.ReadExactly(2);
        here.Close();
        yield return here.WaitClosed();
        here.ToString().ShouldEndWith("(closed)");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> ToString_NamesItAndItsState()
    {
        (CoStream here, CoStream _) = CoStream.CreatePair();
        here.ToString().ShouldBe("a stream");
        here.Name = "it's \n mine";
        here.ToString().ShouldBe("stream \"it's \\n mine\"");
        here.Write(new byte[1_000_000]);
        here.Close();
        here.ToString().ShouldEndWith(" (closing)");
        here.Abort();
        yield return here.WaitClosed();
        here.ToString().ShouldEndWith(" (closed)");
    }

    [Test]
    public void Server_ThatIsNotClosed_IsReportedInDebugMode()
    {
        var reports = new List<ExceptionContext>();
        Scheduler.Run(LeavingAServerOpen(), new SchedulerOptions { Debug = true, SlowStepThreshold = 100, ExceptionHandler = reports.Add });
        reports.Count.ShouldBe(1);
        reports[0].Message.ShouldStartWith("The server on 127.0.0.1:");
        reports[0].Message.ShouldEndWith(" was never closed");
    }

    private static IEnumerator<Awaitable> LeavingAServerOpen()
    {
        yield return StartServer(static _ => Nothing(), "127.0.0.1", 0);
    }

    private static IEnumerator<Awaitable> Nothing()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> ReadingUntil(CoStream stream, params byte[][] separators)
    {
        yield return stream.ReadUntil(separators).Into(out Awaitable<byte[]> read);
        yield return Return(read.Result);
    }

    private static string Text(Awaitable<byte[]> read) => Encoding.UTF8.GetString(read.Result);
}

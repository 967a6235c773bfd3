using System.Net.Sockets;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Bad input: each is a clear error of its own type. (Second readers: CoStreamMisuseTests; addresses in use: ServerContract; a handler that makes no coroutine: ServerFaultTests.)</summary>
public sealed class BadInputTests
{
    [TestCase(-1)]
    [TestCase(65_536)]
    public void PortThatThereIsNot_IsRefusedAtTheCall(int port)
    {
        Action[] calls = [() => OpenConnection("localhost", port), () => StartServer(Handle, "localhost", port), () => GetAddrInfo("localhost", port)];
        foreach (Action call in calls)
        {
            Should.Throw<ArgumentOutOfRangeException>(call).Message.ShouldStartWith("A port is a number from 0 to 65535.");
        }
    }

    [Test]
    public void NullInPlaceOfAHandlerANameOrAPath_IsRefusedAtTheCall()
    {
        Should.Throw<ArgumentNullException>(static () => StartServer(null!, "localhost", 0)).ParamName.ShouldBe("handler");
        Should.Throw<ArgumentNullException>(static () => StartUnixServer(null!, "path")).ParamName.ShouldBe("handler");
        Should.Throw<ArgumentNullException>(static () => StartUnixServer(Handle, null!)).ParamName.ShouldBe("path");
        Should.Throw<ArgumentNullException>(static () => OpenUnixConnection(null!)).ParamName.ShouldBe("path");
        Should.Throw<ArgumentNullException>(static () => OpenConnection(null!, 1)).ParamName.ShouldBe("host");
        Should.Throw<ArgumentNullException>(static () => GetAddrInfo(null!, 1)).ParamName.ShouldBe("host");
    }

    private static IEnumerator<Awaitable> Handle(CoStream stream)
    {
        yield break;
    }

    [Test]
    public void HostThatIsNotKnown_IsNamed()
    {
        Should.Throw<SocketException>(static () => Scheduler.Run(Opening())).Message.ShouldStartWith("Looking no.such.host.invalid up failed: ");
        Should.Throw<SocketException>(static () => Scheduler.Run(Starting())).Message.ShouldStartWith("Looking no.such.host.invalid up failed: ");

        static IEnumerator<Awaitable> Opening()
        {
            yield return OpenConnection("no.such.host.invalid", 1);
        }

        static IEnumerator<Awaitable> Starting()
        {
            yield return StartServer(Handle, "no.such.host.invalid", 0);
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> SeparatorThatDoesNotComeWithinTheLimit_IsALimitOverrun_AndLosesNothing()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 10 });
        here.Write("0123456789abcdef;");
        yield return Settle(there.ReadUntil(";"u8), out Outcome<byte[]> outcome);
        outcome.Exception.ShouldBeOfType<LimitOverrunException>().Consumed.ShouldBe(16);
        yield return there.ReadExactly(17).Into(out Awaitable<byte[]> all);
        all.Result.ShouldBe("0123456789abcdef;"u8.ToArray());
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Peek_BeyondTheLimit_KnowsNone()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Limit = 10 });
        here.Write(new byte[200_000]);
        yield return there.Peek(200_000).Into(out Awaitable<ReadOnlyMemory<byte>> shown);
        shown.Result.Length.ShouldBe(200_000);
        here.Close();
        there.Advance(200_000);
        yield return there.Peek(5).Into(out shown);
        shown.Result.IsEmpty.ShouldBeTrue();
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> WriteAfterClose_IsDropped_AndADrainSaysSo()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        here.Write("before");
        here.Close();
        here.Write("after");
        yield return here.WriteAll(new byte[10]);
        yield return Settle(here.Drain(), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<SocketException>();
        yield return there.ReadToEnd().Into(out Awaitable<byte[]> all);
        all.Result.ShouldBe("before"u8.ToArray());
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> NegativeCounts_AreRefused_ButARead_WhichReadsToTheEndAsInAsyncio()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        Should.Throw<ArgumentOutOfRangeException>(() => there.ReadExactly(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => there.Peek(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => there.Advance(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => there.SetWriteBufferLimits(high: -1));
        here.Write("all");
        here.Close();
        yield return there.Read(-1).Into(out Awaitable<byte[]> all);
        all.Result.ShouldBe("all"u8.ToArray());
    }
}

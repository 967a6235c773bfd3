using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Streams: cancels, writes, drain, close, abort. Rules 41 and 44 to 47.</summary>
public sealed partial class StreamsTwins
{
    private IEnumerator<Awaitable> WaitClosed(CoStream stream, string name)
    {
        yield return stream.WaitClosed();
        Log(name);
    }

    private IEnumerator<Awaitable> ReadingLine(CoStream stream)
    {
        yield return Settle(stream.ReadLine(), out Outcome<string?> outcome);
        Log("line", outcome.Exception is LimitOverrunException ? "too long" : Said(outcome.Result));
    }

    private IEnumerator<Awaitable> Draining(CoStream stream)
    {
        yield return Settle(stream.Drain(), out Outcome outcome);
        Log(outcome.Exception is SocketException { SocketErrorCode: SocketError.ConnectionReset } ? "lost" : "drained");
    }

    [Twin]
    public IEnumerator<Awaitable> ALineBeyondTheLimitIsDropped()
    {
        (CoStream here, CoStream there) = Pair(Small);
        there.Write([.. Many('x', 70), .. "\nnext\n"u8]);
        yield return Await(Pause(3));
        yield return Await(ReadingLine(here));
        yield return Await(ReadingLine(here));
    }

    [Twin]
    public IEnumerator<Awaitable> WhatHasComeOfALongLineIsDropped()
    {
        (CoStream here, CoStream there) = Pair(Small);
        there.Write(Many('x', 70));
        yield return Await(Pause(3));
        yield return Await(ReadingLine(here));
        there.Write("rest\nnext\n");
        yield return Await(Pause(3));
        yield return Await(ReadingLine(here));
        yield return Await(ReadingLine(here));
    }

    [Twin]
    public IEnumerator<Awaitable> ACancelledReadLosesNothing()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("cancelled", here.ReadExactly(6));
        there.Write("abc");
        yield return Await(Pause(4));
        task.Cancel();
        yield return task;
        there.Write("def");
        yield return Await(Reading("all", here.ReadExactly(6)));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledInTheIterationOfTheData()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("cancelled", here.Read(6));
        yield return Await(Pause());
        there.Write("abc");
        yield return Await(Pause(2));
        task.Cancel();
        yield return task;
        yield return Await(Reading("kept", here.Read(6)));
    }

    [Twin]
    public IEnumerator<Awaitable> TwoReaders()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask first = ReadInTask("first", here.Read(3));
        CoTask second = ReadInTask("second", here.Read(3));
        yield return Await(Pause(3));
        there.Write("abc");
        yield return first;
        yield return second;
    }

    [Twin]
    public IEnumerator<Awaitable> ReadAfterClose()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("waiting", here.Read(3));
        yield return Await(Pause());
        Log("close");
        here.Close();
        yield return task;
        yield return Await(Reading("later", here.Read(3)));
        GC.KeepAlive(there);
    }

    [Twin]
    public IEnumerator<Awaitable> ThePeerCloses()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("read", here.Read(3));
        yield return Await(Pause());
        there.Close();
        yield return task;
        Log("closing", here.IsClosing);
        here.Close();
        yield return Await(WaitClosed(here, "closed"));
    }

    [Twin]
    public IEnumerator<Awaitable> WaitClosed()
    {
        (CoStream here, CoStream _) = Pair();
        CoTask[] tasks = [CreateTask(WaitClosed(here, "a")), CreateTask(WaitClosed(here, "b"))];
        yield return Await(Pause());
        Log("close");
        here.Close();
        Log("closing", here.IsClosing);
        foreach (CoTask task in tasks)
        {
            yield return task;
        }

        yield return Await(WaitClosed(here, "later"));
    }

    [Twin]
    public IEnumerator<Awaitable> WriteAfterTheEnd()
    {
        (CoStream here, CoStream _) = Pair();
        here.Write("abc");
        here.WriteEof();
        Log("write", Kind(Caught(() => here.Write("def"))));
        here.WriteEof();
        Log("closing", here.IsClosing);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> WriteAfterClose()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write("abc");
        here.Close();
        here.Close();
        here.Write("def");
        Log("write", "nothing");
        yield return Await(Reading("peer", there.ReadToEnd()));
    }

    [Twin]
    public IEnumerator<Awaitable> HalfClose()
    {
        (CoStream here, CoStream there) = Pair();

        IEnumerator<Awaitable> Echo()
        {
            yield return there.ReadToEnd().Into(out Awaitable<byte[]> data);
            there.Write(Text(data.Result).ToUpperInvariant());
            there.Close();
        }

        CoTask task = CreateTask(Echo());
        here.Write("abc");
        here.WriteEof();
        yield return Await(Reading("echo", here.ReadToEnd()));
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> DrainBelowTheMark()
    {
        (CoStream here, CoStream _) = Pair();
        here.Write("abc");
        Log("before");
        yield return here.Drain();
        Log("drained");
    }

    [Twin]
    public IEnumerator<Awaitable> DrainWhileClosing()
    {
        (CoStream here, CoStream _) = Pair();
        here.Close();
        Log("before");
        yield return Await(Draining(here));
        yield return Await(Pause());
        yield return Await(Draining(here));
    }

    [Twin]
    public IEnumerator<Awaitable> Marks()
    {
        (CoStream here, CoStream _) = Pair();
        Log("wrong", Kind(Caught(() => here.SetWriteBufferLimits(high: 10, low: 20))));
        Log("negative", Kind(Caught(() => here.SetWriteBufferLimits(high: 10, low: -1))));
        here.SetWriteBufferLimits(high: 10);
        Log("right", "nothing");
        here.SetWriteBufferLimits(high: 0, low: 0);
        Log("both", "nothing");
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> AbortWakesTheReader()
    {
        (CoStream here, CoStream _) = Pair();
        CoTask task = ReadInTask("read", here.Read(3));
        yield return Await(Pause());
        Log("abort");
        here.Abort();
        Log("closing", here.IsClosing);
        yield return task;
        yield return Await(WaitClosed(here, "closed"));
    }

    [Twin]
    public IEnumerator<Awaitable> TheEndWithDataUnread()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("abc");
        there.WriteEof();
        yield return Await(Pause(4));
        Log("at end", here.IsAtEof);
        yield return Await(Reading("data", here.Read(10)));
        Log("at end", here.IsAtEof);
    }
}

using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Flow control: drain and its marks, and errors. Rules 45 to 47. Each twin runs in memory, and over sockets.</summary>
public sealed partial class FlowTwins : NotedTwins<FlowTwins>
{
    private const int Much = 4_000_000;
    private const int KernelBuffer = 64 * 1024;

    private Func<int, (CoStream Here, CoStream There)> _pair = PairInMemory;

    private static IEnumerable<string> CaseNames => In(typeof(FlowTwins)).Keys;

    [SetUp]
    public void StandInMemory() => _pair = PairInMemory;

    [TestCaseSource(nameof(CaseNames))]
    public void Twin_OverSockets_LogsWhatPythonLogged(string name)
    {
        _pair = PairOfSockets;
        CompareWithPython(name);
    }

    private (CoStream Here, CoStream There) Pair(int limit = CoStream.DefaultLimit) => _pair(limit);

    private static (CoStream Here, CoStream There) PairInMemory(int limit) => CoStream.CreatePair(new ConnectionOptions { Limit = limit });

    private static (CoStream Here, CoStream There) PairOfSockets(int limit)
    {
        (Socket here, Socket there) = SocketPair();
        return (Over(here, limit), Over(there, limit));
    }

    private static CoStream Over(Socket socket, int limit)
    {
        // The system's own would hold all that is written.
        socket.SendBufferSize = KernelBuffer;
        socket.ReceiveBufferSize = KernelBuffer;
        return CoStream.Over(Loop, SocketConduit.Of(Loop, socket), limit);
    }

    private CoTask DrainInTask(string name, CoStream stream) => CreateTask(NotedEnding(name, stream.Drain()));

    private IEnumerator<Awaitable> Receiving(CoStream stream, int count)
    {
        yield return stream.ReadExactly(count).Into(out Awaitable<byte[]> received);
        Note("received", received.Result.Length);
    }

    private IEnumerator<Awaitable> ReceivingAll(CoStream stream)
    {
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> received);
        Note("received", received.Result.Length);
    }

    private IEnumerator<Awaitable> ReceivingText(CoStream stream, string name = "received")
    {
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> received);
        Note(name, System.Text.Encoding.UTF8.GetString(received.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> DrainWaitsAboveTheHighMark()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        Note("much is queued", here.WriteBufferSize > 65536);
        CoTask task = DrainInTask("drain", here);
        yield return Await(Pause(5));
        Note("done", task.IsDone);
        yield return Await(Receiving(there, Much));
        yield return task;
        Note("at most the low mark", here.WriteBufferSize <= 16384);
    }

    [Twin]
    public IEnumerator<Awaitable> DrainDoesNotWaitBetweenTheMarks()
    {
        (CoStream here, CoStream _) = Pair();
        here.SetWriteBufferLimits(high: 2 * Much, low: 0);
        here.Write(new byte[Much]);
        Note("some is queued", here.WriteBufferSize > 0);
        yield return Await(NotedEnding("drain", here.Drain()));
        Note("some is queued", here.WriteBufferSize > 0);
    }

    [Twin]
    public IEnumerator<Awaitable> DrainDownToNothing()
    {
        (CoStream here, CoStream there) = Pair();
        here.SetWriteBufferLimits(high: 0);
        here.Write(new byte[Much]);
        CoTask task = DrainInTask("drain", here);
        yield return Await(Receiving(there, Much));
        yield return task;
        Note("queued", here.WriteBufferSize);
    }

    [Twin]
    public IEnumerator<Awaitable> MarksThatMoveBelowWhatIsQueued()
    {
        (CoStream here, CoStream there) = Pair();
        here.SetWriteBufferLimits(high: 2 * Much);
        here.Write(new byte[Much]);
        here.SetWriteBufferLimits(high: 0);
        CoTask task = DrainInTask("drain", here);
        yield return Await(Pause(5));
        Note("done", task.IsDone);
        yield return Await(Receiving(there, Much));
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> SeveralDrains()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        CoTask[] tasks = [DrainInTask("a", here), DrainInTask("b", here), DrainInTask("c", here)];
        yield return Await(Pause(3));
        tasks[1].Cancel();
        yield return Await(Pause(3));
        yield return Await(Receiving(there, Much));
        yield return Gather(tasks);
    }

    [Twin]
    public IEnumerator<Awaitable> APeerThatDoesNotReadIsNotSentMore()
    {
        (CoStream here, CoStream there) = Pair(limit: 64);
        here.Write(new byte[Much]);
        CoTask task = DrainInTask("drain", here);
        yield return Await(Pause(50));
        Note("done", task.IsDone);
        Note("much is queued", here.WriteBufferSize > Much / 4);
        for (int left = Much; left > 0;)
        {
            yield return there.Read(100_000).Into(out Awaitable<byte[]> some);
            left -= some.Result.Length;
        }

        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> ThePeerLeavesWhileADrainWaits()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        CoTask task = DrainInTask("drain", here);
        yield return Await(Pause(3));
        there.Abort();
        yield return task;
        yield return Await(NotedEnding("later", here.Drain()));
        Note("closing", here.IsClosing, "queued", here.WriteBufferSize);
        yield return Await(NotedEnding("wait closed", here.WaitClosed()));
    }

    [Twin]
    public IEnumerator<Awaitable> WritesToAPeerThatHasLeft()
    {
        (CoStream here, CoStream there) = Pair();
        there.Close();
        yield return Await(NotedEnding("peer", there.WaitClosed()));
        here.Write("one");
        here.Write("two");
        yield return Await(Pause(5));
        Note("closing", here.IsClosing);
        here.Write("three");
        yield return Await(NotedEnding("drain", here.Drain()));
        yield return Await(NotedEnding("wait closed", here.WaitClosed()));
    }

    [Twin]
    public IEnumerator<Awaitable> AnErrorIsEverybodys()
    {
        (CoStream here, CoStream there) = Pair();
        there.Close();
        yield return there.WaitClosed();
        here.Write("one");
        here.Write("two");
        yield return Await(Pause(5));
        yield return Await(NotedEnding("read", here.Read(10)));
        yield return Await(NotedEnding("read exactly", here.ReadExactly(10)));
        yield return Await(NotedEnding("read until", here.ReadUntil("\n"u8)));
        yield return Await(NotedEnding("read to the end", here.ReadToEnd()));
        foreach (string name in new[] { "drain", "again" })
        {
            yield return Await(NotedEnding(name, here.Drain()));
        }

        foreach (string name in new[] { "wait closed", "again" })
        {
            yield return Await(NotedEnding(name, here.WaitClosed()));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> AConnectionThatBreaksOffHasNoEnd()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        yield return Await(Pause(3));
        there.Abort();
        yield return Await(NotedEnding("read", here.Read(10)));
        Note("at end", here.IsAtEof, "closing", here.IsClosing);
    }

    [Twin]
    public IEnumerator<Awaitable> AnEndStaysOneWhenTheConnectionBreaks()
    {
        (CoStream here, CoStream there) = Pair();
        there.Close();
        yield return there.WaitClosed();
        yield return Await(Pause(3));
        Note("at end", here.IsAtEof);
        here.Write("one");
        here.Write("two");
        yield return Await(Pause(5));
        yield return Await(NotedEnding("read", here.Read(10)));
        Note("at end", here.IsAtEof, "closing", here.IsClosing);
    }

    [Twin]
    public IEnumerator<Awaitable> WhatHadComeBeforeTheError()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("before");
        yield return Await(Pause(5));
        there.Close();
        yield return there.WaitClosed();
        here.Write("one");
        here.Write("two");
        yield return Await(Pause(5));
        yield return Await(NotedEnding("read", here.Read(10)));
    }

    [Twin]
    public IEnumerator<Awaitable> ManySmallWrites()
    {
        (CoStream here, CoStream there) = Pair();

        IEnumerator<Awaitable> Send()
        {
            for (int number = 0; number < 2000; number++)
            {
                here.Write($"{number,99}\n");
                yield return here.Drain();
            }

            here.Close();
        }

        CoTask task = CreateTask(Send());
        StreamLineReader lines = there.ReadLines();
        bool inOrder = true;
        int count = 0;
        while (inOrder)
        {
            yield return lines.Next();
            if (lines.IsAtEnd)
            {
                break;
            }

            inOrder = int.Parse(lines.Current) == count++;
        }

        Note("lines", count, "in order", inOrder);
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> AllAtOnceAndByteByByte()
    {
        (CoStream here, CoStream there) = Pair(limit: 64);
        foreach ((char letter, int times) in new[] { ('a', 100_000), ('b', 1), ('-', 0), ('c', 100_000) })
        {
            here.Write(new string(letter, times));
        }

        here.WriteEof();
        int[] counts = new int[3];
        while (true)
        {
            yield return there.Read(999).Into(out Awaitable<byte[]> data);
            if (data.Result.Length == 0)
            {
                break;
            }

            foreach (byte letter in data.Result)
            {
                counts[letter - 'a']++;
            }
        }

        Note(counts[0], counts[1], counts[2]);
    }
}

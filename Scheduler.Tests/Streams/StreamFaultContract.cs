using System.Net.Sockets;
using System.Text;
using Coroutines.Tests.IO;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>A conversation that is disturbed at every byte of it, and at every step of it: no byte is lost or doubled, and nothing is left open.</summary>
public abstract partial class StreamFaultContract
{
    // A head, a body that it says the length of, and a line: what is read by a separator, by a count, and by its end.
    private static readonly byte[] _request = Encoding.UTF8.GetBytes("length 11\r\nhello world\nover\n");

    private static readonly string[] _kinds = ["tcp", "unix", "memory", "simulated"];

    private protected abstract SelectorKind Kind { get; }

    // The first conversation opens what the process keeps.
    [SetUp]
    public void WarmUp()
    {
        foreach (string kind in _kinds)
        {
            Scheduler.Run(Once(kind), new SchedulerOptions { Selector = Kind });
        }

        static IEnumerator<Awaitable> Once(string kind)
        {
            (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, kind);
            yield return Await(HalfClosed(client, server, 0));
        }
    }

    private static IEnumerable<string> Kinds => [.. _kinds, "bytewise"];

    [TestCaseSource(nameof(Kinds))]
    public void CutAtEachByte_WhatWasSentBeforeIsRead_AndTheEndIsToldWithTheRest(string kind) => RunAtEachByte((client, server, count) =>
        Cut(client, server, count, client.Close, isReset: false), kind);

    [TestCaseSource(nameof(Kinds))]
    public void HalfClosedAtEachByte_TheOtherDirectionGoesOn(string kind) => RunAtEachByte(HalfClosed, kind);

    [TestCaseSource(nameof(_kinds))]
    public void ResetAtEachByte_IsAnErrorOfTheReader(string kind) => RunAtEachByte((client, server, count) =>
        Cut(client, server, count, () => Joint.Reset(client), isReset: kind == "tcp"), kind);

    [TestCaseSource(nameof(Kinds))]
    public void StalledAtEachByte_TheReadIsGivenUp_AndLosesNothing(string kind) => RunAtEachByte(Stalled, kind);

    [TestCase("tcp")]
    [TestCase("unix")]
    [TestCase("bytewise")]
    public void LittleRoom_CarriesMuchBothWays(string kind) => Run(() => LittleRoom(kind));

    [TestCase("tcp")]
    [TestCase("unix")]
    [Category("RealTime")]
    public void Conversation_UnderAStormOfSignals_GoesOn(string kind)
    {
        using var signals = new SignalStorm(everyMilliseconds: 1);
        Run(() => Trickle(kind));
        signals.Stop();
        signals.ShouldHaveCome();
    }

    private static IEnumerator<Awaitable> Trickle(string kind)
    {
        const int Lines = 100;
        (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, kind);
        CoTask echo = CreateTask(Echo(server));
        for (int i = 0; i < Lines; i++)
        {
            // The loop waits, for the time first, and then for the socket.
            yield return Sleep(0.002);
            client.Write($"line {i}\n");
            yield return client.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe($"line {i}");
        }

        client.Close();
        yield return echo;
        server.Close();
        yield return client.WaitClosed();
        yield return server.WaitClosed();
    }

    private static IEnumerator<Awaitable> Echo(CoStream stream)
    {
        StreamLineReader lines = stream.ReadLines();
        yield return lines.Next();
        while (!lines.IsAtEnd)
        {
            stream.Write(lines.Current + "\n");
            yield return lines.Next();
        }
    }

    private static IEnumerator<Awaitable> Cut(CoStream client, CoStream server, int count, Action cut, bool isReset)
    {
        client.Write(_request.AsSpan(0, count));
        if (isReset)
        {
            // It would overtake them.
            yield return server.Peek(count);
        }

        cut();
        var got = new List<byte>();
        yield return Settle(Await(ReadRequest(server, got)), out Outcome outcome);
        if (isReset && count < _request.Length)
        {
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
            got.ShouldBe(_request[..got.Count]);
        }
        else
        {
            VerifyEnd(outcome, got, count);
        }

        yield return server.Closed;
        server.Close();
        yield return Settle(server.WaitClosed(), out outcome);
        outcome.IsSuccess.ShouldBe(!isReset);
    }

    private static IEnumerator<Awaitable> HalfClosed(CoStream client, CoStream server, int count)
    {
        client.Write(_request.AsSpan(0, count));
        client.WriteEof();
        var got = new List<byte>();
        yield return Settle(Await(ReadRequest(server, got)), out Outcome outcome);
        VerifyEnd(outcome, got, count);
        server.Write("answer");
        server.Close();
        yield return client.ReadToEnd().Into(out Awaitable<byte[]> answer);
        answer.Result.ShouldBe("answer"u8.ToArray());
    }

    private static IEnumerator<Awaitable> Stalled(CoStream client, CoStream server, int count)
    {
        client.Write(_request.AsSpan(0, count));
        yield return server.Peek(count);
        var got = new List<byte>();
        yield return Settle(WaitFor(Await(ReadRequest(server, got)), 0), out Outcome outcome);
        if (count < _request.Length)
        {
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            client.Write(_request.AsSpan(count));
        }

        client.Close();
        yield return server.ReadToEnd().Into(out Awaitable<byte[]> rest);
        got.Concat(rest.Result).ShouldBe(_request);
        server.Close();
    }

    private IEnumerator<Awaitable> LittleRoom(string kind)
    {
        const int Size = 20_000;
        (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, kind, limit: 1000, hasSmallBuffers: true);
        byte[] sent = new byte[Size];
        new Random(1).NextBytes(sent);
        CoTask there = CreateTask(Send(client, sent));
        CoTask back = CreateTask(Send(server, sent));
        yield return Gather(Collect(client), Collect(server)).Into(out Awaitable<byte[][]> received);
        received.Result.Count(bytes => Enumerable.SequenceEqual(bytes, sent)).ShouldBe(2);
        yield return there;
        yield return back;
        client.Close();
        server.Close();
        yield return client.WaitClosed();
        yield return server.WaitClosed();

        static Awaitable<byte[]> Collect(CoStream stream) => stream.ReadToEnd();
    }

    private static IEnumerator<Awaitable> Send(CoStream stream, byte[] bytes)
    {
        const int Portion = 7_000;
        for (int sent = 0; sent < bytes.Length; sent += Portion)
        {
            ReadOnlyMemory<byte> portion = bytes.AsMemory(sent, Math.Min(Portion, bytes.Length - sent));
            if (sent % 2 == 0)
            {
                yield return stream.WriteAll(portion);
            }
            else
            {
                stream.Write(portion.Span);
                yield return stream.Drain();
            }
        }

        stream.WriteEof();
    }

    // What it has read whole is in the list.
    private static IEnumerator<Awaitable> ReadRequest(CoStream stream, List<byte> got)
    {
        yield return stream.ReadUntil("\r\n"u8).Into(out Awaitable<byte[]> head);
        got.AddRange(head.Result);
        byte[] body = new byte[11];
        yield return stream.ReadExactly(body);
        got.AddRange(body);
        yield return stream.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> peeked);
        int some = Math.Min(1, peeked.Result.Length);
        got.AddRange(peeked.Result[..some].ToArray());
        stream.Advance(some);
        yield return stream.ReadUntil("\n"u8).Into(out head);
        got.AddRange(head.Result);
    }

    private static void VerifyEnd(Outcome outcome, List<byte> got, int count)
    {
        if (count < _request.Length)
        {
            got.AddRange(outcome.Exception.ShouldBeOfType<IncompleteReadException>().Partial.ToArray());
        }
        else
        {
            outcome.ThrowIfFailed();
        }

        got.ShouldBe(_request[..count]);
    }

    private void RunAtEachByte(Func<CoStream, CoStream, int, IEnumerator<Awaitable>> disturb, string kind) => Run(() => AtEachByte(disturb, kind));

    private static IEnumerator<Awaitable> AtEachByte(Func<CoStream, CoStream, int, IEnumerator<Awaitable>> disturb, string kind)
    {
        for (int count = 0; count <= _request.Length; count++)
        {
            (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, kind);
            yield return Settle(Await(disturb(client, server, count)), out Outcome outcome);
            if (outcome.Exception is { } error)
            {
                throw new InvalidOperationException($"Disturbed at byte {count}: {error.Message}", error);
            }

            client.Close();
            server.Close();
            yield return Settle(client.WaitClosed(), out _);
            yield return Settle(server.WaitClosed(), out _);
        }
    }

    private void Run(Func<IEnumerator<Awaitable>> main)
    {
        var reports = new List<string>();
        List<string> before = Posix.Descriptors();
        Scheduler.Run(main(), new SchedulerOptions { Selector = Kind, ExceptionHandler = report => reports.Add(report.Message) });
        Posix.ShouldHaveClosedAllSince(before);
        reports.ShouldBeEmpty();
    }
}

using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

// One of the two in a conversation is cancelled in the first iteration of it, in the second, and so on to its end.
public abstract partial class StreamFaultContract
{
    // More than a conversation has, but for one that waits for the system's own timers.
    private const int MostIterations = 80;

    [TestCaseSource(nameof(Kinds))]
    public void ReaderCancelledInEachIteration_TheNextOneGoesOnWhereItWas(string kind) => Run(() => InEachIteration(kind, ReaderCancelled));

    [TestCaseSource(nameof(Kinds))]
    public void WriterCancelledInEachIteration_WhatItHasWrittenArrivesInOrder(string kind) => Run(() => InEachIteration(kind, WriterCancelled));

    private static IEnumerator<Awaitable> InEachIteration(string kind, Func<string, CoStream, CoStream, int, IEnumerator<Awaitable>> converse)
    {
        bool hasStruck = true;
        int struck = 0;
        for (int iteration = 0; hasStruck && iteration < MostIterations; iteration++)
        {
            (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, kind, limit: 100);
            yield return Await<bool>(converse(kind, client, server, iteration)).Into(out Awaitable<bool> answer);
            hasStruck = answer.Result;
            struck += hasStruck ? 1 : 0;
            client.Close();
            server.Close();
            yield return client.WaitClosed();
            yield return server.WaitClosed();
        }

        struck.ShouldBeGreaterThan(3);
    }

    private static IEnumerator<Awaitable> ReaderCancelled(string kind, CoStream client, CoStream server, int iteration)
    {
        var got = new List<byte>();
        CoTask reader = CreateTask(ReadRequest(server, got));
        CoTask writer = CreateTask(WriteBytewise(client));
        yield return Await<bool>(CancelIn(reader, iteration)).Into(out Awaitable<bool> isStruck);
        yield return Settle(reader, out _, includeCancellation: true);
        yield return writer;
        yield return server.ReadToEnd().Into(out Awaitable<byte[]> rest);
        got.Concat(rest.Result).ShouldBe(_request, $"cancelled in iteration {iteration}");
        yield return Return(isStruck.Result);
    }

    private static IEnumerator<Awaitable> WriterCancelled(string kind, CoStream client, CoStream server, int iteration)
    {
        int size = kind == "bytewise" ? 10 : 60_000;
        Joint.SendLittleAtATime(client);
        var written = new List<byte>();
        byte[] lent = [];
        CoTask writer = CreateTask(WritePortions());
        CoTask<byte[]> reader = CreateTask<byte[]>(ReadAll(server));
        yield return Await<bool>(CancelIn(writer, iteration)).Into(out Awaitable<bool> isStruck);
        yield return Settle(writer, out _, includeCancellation: true);
        client.Write("end");
        client.WriteEof();
        yield return reader;

        // Of what was lent when the cancel came, a part may have been sent.
        byte[] received = reader.Result;
        received.AsSpan(0, written.Count).SequenceEqual(written.ToArray()).ShouldBeTrue();
        Span<byte> behind = received.AsSpan(written.Count);
        Encoding.UTF8.GetString(behind[^3..]).ShouldBe("end");
        lent.AsSpan().StartsWith(behind[..^3]).ShouldBeTrue($"cancelled in iteration {iteration}");
        yield return Return(isStruck.Result);

        IEnumerator<Awaitable> WritePortions()
        {
            for (int i = 0; i < 4; i++)
            {
                byte[] portion = [.. Enumerable.Range(0, size).Select(place => (byte)((place * 7) + i))];
                if (i % 2 == 0)
                {
                    lent = portion;
                    yield return client.WriteAll(portion);
                    lent = [];
                    written.AddRange(portion);
                }
                else
                {
                    client.Write(portion);
                    written.AddRange(portion);
                    yield return client.Drain();
                }
            }
        }
    }

    private static IEnumerator<Awaitable> CancelIn(CoTask task, int iteration)
    {
        for (int i = 0; i < iteration && !task.IsDone; i++)
        {
            yield return null;
        }

        yield return Return(task.Cancel());
    }

    private static IEnumerator<Awaitable> WriteBytewise(CoStream stream)
    {
        for (int i = 0; i < _request.Length; i++)
        {
            stream.Write(_request.AsSpan(i, 1));
            yield return null;
        }

        stream.WriteEof();
    }

    private static IEnumerator<Awaitable> ReadAll(CoStream stream)
    {
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
        yield return Return(all.Result);
    }
}

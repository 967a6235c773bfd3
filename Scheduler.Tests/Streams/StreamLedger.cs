using System.Runtime.InteropServices;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Keeps account of what is written to a stream and what comes out at the other end.</summary>
/// <remarks>
/// What the parties leave behind is done by two whom nobody cancels: one ends the stream when the writers have ended, the other reads on where the
/// readers have stopped.
/// </remarks>
internal sealed class StreamLedger(CoStream near, CoStream far)
{
    private const byte FirstMark = 200;
    private const byte Scribble = 255;

    private static readonly byte[] _anyBytes = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)((i * 7) % FirstMark))];

    private readonly List<byte> _read = [];

    // What was written, in order; and whether it has to arrive whole, or was given up and may have been sent in part.
    private readonly List<(byte[] Bytes, bool IsWhole)> _written = [];

    internal CoStream Near => near;

    /// <summary>When these have ended, there is nothing more to come, and somebody else reads what is left.</summary>
    internal CoTask[] Succeed(CoTask[] writers, CoTask[] readers) =>
        [near.Scheduler.CreateTask(EndAfter(writers)), near.Scheduler.CreateTask(ReadAfter(readers))];

    /// <summary>Nothing is lost or doubled, and nothing open.</summary>
    internal void CheckEnd()
    {
        CheckBytes();
        (near.IsClosing, near.IsLost, far.IsClosing, far.IsLost).ShouldBe((true, true, true, true));
    }

    internal IEnumerator<Awaitable> Write(params string[] pieces)
    {
        foreach (string piece in pieces)
        {
            near.Write(piece);
            _written.Add((Encoding.UTF8.GetBytes(piece), true));
            yield return null;
        }
    }

    internal IEnumerator<Awaitable> WriteAndDrain(int size, int count)
    {
        for (; count > 0; count--)
        {
            byte[] piece = NewPiece(size);
            near.Write(piece);
            _written.Add((piece, true));
            yield return near.Drain();
        }
    }

    internal IEnumerator<Awaitable> WriteAll(int size, int count)
    {
        for (; count > 0; count--)
        {
            byte[] piece = NewPiece(size);
            byte[] lent = [.. piece];
            int place = _written.Count;
            _written.Add((piece, false));
            try
            {
                yield return near.WriteAll(lent);
                _written[place] = (piece, true);
            }
            finally
            {
                // Nobody looks at it any more.
                Array.Fill(lent, Scribble);
            }
        }
    }

    /// <summary>Reads on and on; the last that there is may be incomplete.</summary>
    internal IEnumerator<Awaitable> Read(Func<CoStream, Awaitable<byte[]>> read)
    {
        while (!far.IsAtEof)
        {
            yield return Settle(read(far), out Outcome<byte[]> outcome);
            if (outcome.Exception is IncompleteReadException last)
            {
                Note(last.Partial);
            }
            else
            {
                Note(outcome.Result);
            }
        }
    }

    internal IEnumerator<Awaitable> ReadInto(int size)
    {
        byte[] room = new byte[size];
        while (true)
        {
            yield return far.Read(room.AsMemory()).Into(out Awaitable<int> count);
            if (count.Result == 0)
            {
                yield break;
            }

            Note(room.AsSpan(0, count.Result));
        }
    }

    internal IEnumerator<Awaitable> Peek(int atLeast)
    {
        while (true)
        {
            yield return far.Peek(atLeast).Into(out Awaitable<ReadOnlyMemory<byte>> shown);
            if (shown.Result.IsEmpty)
            {
                yield break;
            }

            // Not all of it at once, and what is shown stays while others run.
            int some = (shown.Result.Length + 1) / 2;
            byte[] copy = shown.Result[..some].ToArray();
            yield return null;
            shown.Result[..some].ToArray().ShouldBe(copy);
            Note(copy);
            far.Advance(some);
        }
    }

    /// <summary>Lines, which are written with their ends.</summary>
    internal IEnumerator<Awaitable> ReadLines(double? limit = null)
    {
        while (true)
        {
            yield return Settle(limit is null ? far.ReadLine() : WaitFor(far.ReadLine(), limit), out Outcome<string?> line);
            if (line.Exception is TimeoutException)
            {
                continue;
            }

            if (line.Result is null)
            {
                yield break;
            }

            NoteLine(line.Result);
        }
    }

    internal IEnumerator<Awaitable> ReadByTheLine()
    {
        StreamLineReader lines = far.ReadLines();
        yield return lines.Next();
        while (!lines.IsAtEnd)
        {
            NoteLine(lines.Current);
            yield return lines.Next();
        }
    }

    private void Note(ReadOnlySpan<byte> bytes) => _read.AddRange(bytes);

    // The last one may be incomplete.
    private void NoteLine(string line)
    {
        bool isWhole = !far.IsAtEof || _written[^1].Bytes[^1] == (byte)'\n';
        Note(Encoding.UTF8.GetBytes(isWhole ? line + "\n" : line));
    }

    // Its first byte is in none of them further on.
    private byte[] NewPiece(int size)
    {
        byte[] piece = _anyBytes.AsSpan(0, size).ToArray();
        piece[0] = (byte)(FirstMark + _written.Count);
        return piece;
    }

    private IEnumerator<Awaitable> EndAfter(CoTask[] writers)
    {
        yield return Wait(writers);
        near.WriteEof();
    }

    private IEnumerator<Awaitable> ReadAfter(CoTask[] readers)
    {
        yield return Wait(readers);
        yield return far.ReadToEnd().Into(out Awaitable<byte[]> rest);
        Note(rest.Result);
        far.Close();
        near.Close();
        yield return far.WaitClosed();
        yield return near.WaitClosed();
    }

    private void CheckBytes()
    {
        int place = 0;
        foreach ((byte[] bytes, bool isWhole) in _written)
        {
            int arrived = CollectionsMarshal.AsSpan(_read)[place..].CommonPrefixLength(bytes);
            place += arrived;
            if (isWhole)
            {
                arrived.ShouldBe(bytes.Length, "bytes of what was written whole");
            }
        }

        place.ShouldBe(_read.Count, "bytes that were written, of those that were read");
    }
}

using System.Net.Sockets;

namespace Coroutines;

public sealed partial class CoStream
{
    private InputBuffer _input;
    private bool _isReadingPaused;

    /// <summary>Whether all was read, and the stream has come to its end: asyncio's <c>at_eof()</c>. Never where an error of the connection came
    /// before the end: a loop that reads until then hears of it.</summary>
    public bool IsAtEof => _hasEnded && !_isBrokenOff && _input.Count == 0;

    /// <summary>How many bytes have arrived and are not read.</summary>
    internal int Buffered => _input.Count;

    internal ReadOnlySpan<byte> BufferedBytes => _input.Bytes;

    /// <summary>Whether nothing more will arrive.</summary>
    internal bool HasEnded => _hasEnded;

    /// <summary>Reads what is there, and waits while nothing is: asyncio's <c>sock_recv_into</c>.</summary>
    /// <param name="buffer">Where to put it. Filled as far as there are bytes; an empty one waits for nothing.</param>
    /// <returns>An awaitable of how many bytes were read; 0 at the end of the stream. A cancel loses nothing. No iteration passes if
    /// something is there.</returns>
    /// <remarks>At the <c>yield return</c>: the <see cref="SocketException"/> that broke the connection, or an
    /// <see cref="InvalidOperationException"/> while another coroutine waits for data.</remarks>
    public Awaitable<int> Read(Memory<byte> buffer)
    {
        ReadInto read = Spares.Take<ReadInto>() ?? new ReadInto(this);
        read.Target = buffer;
        return read.Prepare();
    }

    /// <summary>Reads what is there, at most so many bytes, and waits while nothing is: asyncio's <c>read(n)</c> (rule 41).</summary>
    /// <param name="count">How many bytes at most. Below 0, everything up to the end, as <see cref="ReadToEnd"/>; 0 waits for nothing.</param>
    /// <returns>An awaitable of the bytes; none at the end of the stream. A cancel loses nothing.</returns>
    /// <inheritdoc cref="Read(Memory{byte})" path="/remarks"/>
    public Awaitable<byte[]> Read(int count)
    {
        if (count < 0)
        {
            return ReadToEnd();
        }

        ReadSome read = Spares.Take<ReadSome>() ?? new ReadSome(this);
        read.Most = count;
        return read.Prepare();
    }

    /// <summary>Reads everything up to the end of the stream: asyncio's <c>read()</c>.</summary>
    /// <returns>An awaitable of the bytes. If it is given up, what has arrived stays in the stream.</returns>
    /// <inheritdoc cref="Read(Memory{byte})" path="/remarks"/>
    public Awaitable<byte[]> ReadToEnd() => (Spares.Take<ReadToEnd>() ?? new ReadToEnd(this)).Prepare();

    /// <summary>Reads exactly so many bytes: asyncio's <c>readexactly(n)</c> (rule 42).</summary>
    /// <param name="count">How many. They may be more than the limit.</param>
    /// <returns>An awaitable of the bytes. A cancel loses nothing.</returns>
    /// <remarks>At the <c>yield return</c>: an <see cref="IncompleteReadException"/> with what there was if the stream ends before; and as
    /// with <see cref="Read(int)"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Awaitable<byte[]> ReadExactly(int count)
    {
        VerifyNotNegative(count, nameof(count), nameof(ReadExactly));
        ReadExactly read = Spares.Take<ReadExactly>() ?? new ReadExactly(this);
        read.Expected = count;
        return read.Prepare();
    }

    /// <summary>Fills a buffer: asyncio's <c>readexactly(n)</c> without an array of its own.</summary>
    /// <param name="buffer">What to fill.</param>
    /// <returns>What to yield. A cancel loses nothing; the buffer is untouched then.</returns>
    /// <inheritdoc cref="ReadExactly(int)" path="/remarks"/>
    public Awaitable ReadExactly(Memory<byte> buffer)
    {
        ReadExactlyInto read = Spares.Take<ReadExactlyInto>() ?? new ReadExactlyInto(this);
        read.Target = buffer;
        return read.Prepare();
    }

    /// <summary>Reads up to a separator, and the separator: asyncio's <c>readuntil(separator)</c> (rules 42 and 43).</summary>
    /// <param name="separator">The separator; copied.</param>
    /// <returns>An awaitable of the bytes, the separator included. A cancel loses nothing.</returns>
    /// <remarks>At the <c>yield return</c>: an <see cref="IncompleteReadException"/> with what there was if the stream ends before; a
    /// <see cref="LimitOverrunException"/> if more than <see cref="Limit"/> bytes stand before the separator, or have arrived without
    /// one, which stay in the stream; and as with <see cref="Read(int)"/>.</remarks>
    /// <exception cref="ArgumentException">The separator is empty.</exception>
    public Awaitable<byte[]> ReadUntil(ReadOnlySpan<byte> separator) => ReadUntil([separator.ToArray()]);

    /// <summary>Reads up to the separator that ends first, and that separator: asyncio's <c>readuntil((a, b))</c>.</summary>
    /// <param name="separators">The separators. Where several end at the same place, the shortest counts.</param>
    /// <inheritdoc cref="ReadUntil(ReadOnlySpan{byte})"/>
    /// <exception cref="ArgumentException">There is none, or one is null or empty.</exception>
    public Awaitable<byte[]> ReadUntil(params byte[][] separators)
    {
        ThrowHelper.IfNull(separators, nameof(separators));
        if (separators.Length == 0 || separators.Any(static separator => separator is not { Length: > 0 }))
        {
            throw new ArgumentException("A separator has at least one byte, and there is at least one separator.", nameof(separators));
        }

        ReadUntil read = Spares.Take<ReadUntil>() ?? new ReadUntil(this);
        read.LookFor(separators.Length == 1 ? separators : [.. separators.OrderBy(static separator => separator.Length)]);
        return read.Prepare();
    }

    /// <summary>Reads a line of UTF-8: asyncio's <c>readline()</c>, decoded and without its end.</summary>
    /// <returns>An awaitable of the line without its <c>\n</c> or <c>\r\n</c>; of what there is if the stream ends before one; and of null
    /// at the end. What is no UTF-8 becomes U+FFFD. A cancel loses nothing.</returns>
    /// <remarks>At the <c>yield return</c>: a <see cref="LimitOverrunException"/> if the line is longer than <see cref="Limit"/>, which is
    /// dropped, as far as it has arrived; and as with <see cref="Read(int)"/>.</remarks>
    public Awaitable<string?> ReadLine()
    {
        ReadLine read = Spares.Take<ReadLine>() ?? new ReadLine(this);
        read.LookForLine();
        return read.Prepare();
    }

    /// <summary>Reads it line by line to its end: asyncio's <c>async for line in reader</c>.</summary>
    /// <returns>A reader, which one task uses in a loop.</returns>
    public StreamLineReader ReadLines() => new(this);

    /// <summary>
    /// Shows what has arrived without a copy, and waits before that while it is too little; <see cref="Advance"/> says how much of it was
    /// read. .NET's <c>PipeReader</c> has this; asyncio has not.
    /// </summary>
    /// <param name="atLeast">How many bytes to wait for. There may be fewer at the end of the stream only; the limit does not count.</param>
    /// <returns>An awaitable of all that is there. The memory is valid until the next read, peek or <see cref="Advance"/>.</returns>
    /// <inheritdoc cref="Read(Memory{byte})" path="/remarks"/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atLeast"/> is negative.</exception>
    public Awaitable<ReadOnlyMemory<byte>> Peek(int atLeast = 1)
    {
        VerifyNotNegative(atLeast, nameof(atLeast), nameof(Peek));
        PeekRead peek = Spares.Take<PeekRead>() ?? new PeekRead(this);
        peek.AtLeast = atLeast;
        return peek.Prepare();
    }

    /// <summary>So many of the bytes that <see cref="Peek"/> has shown are read.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or more than there is.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Advance(int count)
    {
        Scheduler.VerifyThread();
        VerifyNotNegative(count, nameof(count), nameof(Advance));
        if (count > Buffered)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"Only {Buffered} bytes of {Describe()} have arrived and are not read. Advance by what Peek has shown, at most.");
        }

        Skip(count);
    }

    Memory<byte> IProtocol.RoomForMore() => _input.RoomForMore();

    void IProtocol.Received(int count)
    {
        _input.Extend(count);
        if (count == 0)
        {
            return;
        }

        if (_dataLine is { Count: > 0 } line)
        {
            // Whoever waits takes of it, or waits for more: either way reading goes on.
            line.WakeFirst();
        }
        else if (!_isReadingPaused && _input.Count > 2L * Limit)
        {
            _isReadingPaused = true;
            _transport.PauseReading();
        }
    }

    void IProtocol.EndReceived() => EndReading();

    /// <summary>Has a task wait until more arrives.</summary>
    internal Awaitable WaitForData(Waiter read, CoTask task)
    {
        VerifyOwner(task);
        ResumeReading();
        return DataLine.JoinOwn(read, task);
    }

    /// <summary>Whether so many bytes are there.</summary>
    /// <exception cref="IncompleteReadException">The stream has ended before; what there was counts as read.</exception>
    internal bool HasExactly(int count)
    {
        if (Buffered >= count)
        {
            return true;
        }

        return HasEnded ? throw new IncompleteReadException(Take(Buffered), count) : false;
    }

    internal byte[] Take(int count)
    {
        _input.Unpin();
        byte[] taken = _input.Take(count);
        MaybeResumeReading();
        return taken;
    }

    internal int TakeInto(Span<byte> target)
    {
        int count = Math.Min(target.Length, _input.Count);
        _input.Bytes[..count].CopyTo(target);
        Skip(count);
        return count;
    }

    internal void Skip(int count)
    {
        _input.Unpin();
        _input.Remove(count);
        MaybeResumeReading();
    }

    internal ReadOnlyMemory<byte> Show()
    {
        _input.Unpin();
        return _input.Pin();
    }

    private void MaybeResumeReading()
    {
        if (_input.Count <= Limit)
        {
            ResumeReading();
        }
    }

    private void ResumeReading()
    {
        if (_isReadingPaused)
        {
            _isReadingPaused = false;
            _transport.ResumeReading();
        }
    }

    private void VerifyOwner(CoTask task)
    {
        if (!ReferenceEquals(task.Scheduler, Scheduler))
        {
            throw new InvalidOperationException(
                $"{task.DescribeChain()} uses {Describe()}, which belongs to another scheduler. A stream is used by the scheduler that made it.");
        }
    }

    private static void VerifyNotNegative(int count, string parameter, string operation)
    {
        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(parameter, count, $"{operation} takes a number of bytes, 0 or more.");
        }
    }
}

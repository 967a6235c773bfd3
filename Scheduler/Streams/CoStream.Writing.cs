using System.Buffers;
using System.Net.Sockets;
using System.Text;

namespace Coroutines;

public sealed partial class CoStream
{
    private static readonly byte[] _lineEnd = [(byte)'\n'];

    private bool _isEofWritten;

    /// <summary>Whether <see cref="WriteEof"/> can end this direction alone: asyncio's <c>can_write_eof()</c>.</summary>
    public bool CanWriteEof => _transport.CanWriteEof;

    /// <summary>How many bytes were written and are not sent: asyncio's <c>get_write_buffer_size()</c>.</summary>
    public int WriteBufferSize => _transport.WriteBufferSize;

    internal bool IsWritingPaused { get; private set; }

    /// <summary>
    /// Writes bytes: sends at once what the peer takes, and queues the rest. Never waits: <see cref="Drain"/> does. asyncio's
    /// <c>write(data)</c>.
    /// </summary>
    /// <param name="bytes">The bytes, which are copied where they have to be queued.</param>
    /// <remarks>After <see cref="Close"/>, and once the connection is lost, they are dropped.</remarks>
    /// <exception cref="InvalidOperationException">After <see cref="WriteEof"/>; or the scheduler runs on another thread.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        VerifyWritable();
        _transport.Write(bytes);
    }

    /// <summary>Writes a text as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public void Write(string text)
    {
        ThrowHelper.IfNull(text, nameof(text));
        VerifyWritable();
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            _transport.Write(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, 0, text.Length, bytes, 0)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Writes lines as UTF-8, each with <c>\n</c> behind it. asyncio's <c>writelines</c> writes what it is given as it is.</summary>
    /// <param name="lines">The lines.</param>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    /// <exception cref="ArgumentNullException"><paramref name="lines"/> is null, or one of them; those before it are written then.</exception>
    public void WriteLines(IEnumerable<string> lines)
    {
        ThrowHelper.IfNull(lines, nameof(lines));
        foreach (string line in lines)
        {
            Write(line);
            _transport.Write(_lineEnd);
        }
    }

    /// <summary>Writes bytes from the caller's memory, without a copy, and waits until they are sent.</summary>
    /// <param name="bytes">The memory, which must not change until the wait is over.</param>
    /// <returns>
    /// What to yield, once; nothing is written before. No iteration passes if all is sent at once. A cancel may leave a part of it sent.
    /// </returns>
    /// <remarks>At the <c>yield return</c>: the exception that broke the connection, and an <see cref="InvalidOperationException"/> after
    /// <see cref="WriteEof"/>. After <see cref="Close"/> it is dropped.</remarks>
    public Awaitable WriteAll(ReadOnlyMemory<byte> bytes)
    {
        StreamWriteAll write = Spares.Take<StreamWriteAll>() ?? new StreamWriteAll(this);
        write.Bytes = bytes;
        return write.Renew();
    }

    /// <summary>
    /// Waits while the peer takes less than is written: once more than the high mark is queued, until no more than the low mark is. asyncio's
    /// <c>drain()</c> (rule 46).
    /// </summary>
    /// <returns>What to yield, once. No iteration passes below the high mark. A cancel gives up the wait only.</returns>
    /// <remarks>At the <c>yield return</c>: the exception that broke the connection. Where the stream is being closed, it yields once, and a
    /// connection that is over by then is a <see cref="SocketException"/> (<see cref="SocketError.ConnectionReset"/>).</remarks>
    public Awaitable Drain()
    {
        StreamDrain drain = Scheduler.Drains.Take() ?? new StreamDrain();
        drain.Stream = this;
        return drain.Renew();
    }

    /// <summary>Ends this direction once what is queued is sent; the other one goes on: asyncio's <c>write_eof()</c>.</summary>
    /// <remarks>A second call does nothing, nor does one after <see cref="Close"/>.</remarks>
    /// <exception cref="InvalidOperationException">This stream cannot (<see cref="CanWriteEof"/>); or the scheduler runs on another thread.</exception>
    public void WriteEof()
    {
        Scheduler.VerifyThread();
        if (!CanWriteEof)
        {
            throw new InvalidOperationException(
                $"{Describe()} cannot end one direction alone: CanWriteEof is false. Close it, or tell the peer in another way.");
        }

        _isEofWritten = true;
        _transport.WriteEof();
    }

    /// <summary>Sets the marks of <see cref="Drain"/>: asyncio's <c>set_write_buffer_limits</c>.</summary>
    /// <param name="high">Above so many queued bytes a drain waits; null for 64 KiB, or four times the low mark where that is given.</param>
    /// <param name="low">At so many it goes on; null for a quarter of the high mark.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not: 0 &lt;= low &lt;= high.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void SetWriteBufferLimits(int? high = null, int? low = null)
    {
        Scheduler.VerifyThread();
        _transport.SetWriteBufferLimits(WaterMarks.Of(high, low));
    }

    void IProtocol.PauseWriting() => IsWritingPaused = true;

    void IProtocol.ResumeWriting()
    {
        IsWritingPaused = false;
        _drainLine?.Queue.WakeAll();
    }

    internal void VerifyWritable()
    {
        Scheduler.VerifyThread();
        if (_isEofWritten)
        {
            throw new InvalidOperationException($"Nothing can be written to {Describe()} after WriteEof.");
        }

        if (!_transport.CanWrite)
        {
            throw new InvalidOperationException($"Nothing can be written to {Describe()}: it is for reading only.");
        }
    }

    internal bool Send(ReadOnlyMemory<byte> bytes, StreamWriteAll write) => _transport.Write(bytes, write);

    internal void GiveUp(StreamWriteAll write) => _transport.GiveUp(write);
}

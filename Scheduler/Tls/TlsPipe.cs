using System.Buffers;
using System.Threading.Tasks.Sources;

namespace Coroutines;

/// <summary>
/// What <see cref="System.Net.Security.SslStream"/> takes for the network: it reads what has arrived, and what it writes is put down to be sent. A read that finds
/// nothing ends when <see cref="Feed"/> is called, and whoever awaits it goes on inside of that call.
/// </summary>
internal sealed class TlsPipe(BufferPool pool, Transport raw) : Stream, IValueTaskSource<int>
{
    private InputBuffer _arrived = new(pool);
    private ArrayBufferWriter<byte>? _flight = new();

    // What was taken out of the buffer for the time in which another thread reads.
    private ReadOnlyMemory<byte> _lent;
    private ManualResetValueTaskSourceCore<int> _read;
    private Memory<byte> _room;

    /// <summary>Whether a read waits for <see cref="Feed"/>.</summary>
    internal bool IsRead { get; private set; }

    /// <summary>Whether nothing more will arrive.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Whether a read would find something: bytes, or the end.</summary>
    internal bool HasNews => _arrived.Count > 0 || HasEnded;

    internal ReadOnlySpan<byte> Arrived => _arrived.Bytes;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal Memory<byte> RoomForMore() => _arrived.RoomForMore();

    /// <summary>So many bytes have arrived in the room.</summary>
    internal void Extend(int count) => _arrived.Extend(count);

    internal void Append(ReadOnlySpan<byte> bytes) => _arrived.Append(bytes);

    internal void End() => HasEnded = true;

    internal void Clear() => _arrived.Clear();

    /// <summary>Ends the read that waits, if there is something for it.</summary>
    internal void Feed()
    {
        if (IsRead && (HasNews || !_lent.IsEmpty))
        {
            IsRead = false;
            _read.SetResult(Take(_room.Span));
        }
    }

    /// <summary>Takes what has arrived aside: until <see cref="TakeBack"/>, another thread may read and write.</summary>
    internal void Lend()
    {
        _lent = _arrived.Take(_arrived.Count);
    }

    internal void TakeBack()
    {
        _arrived.Append(_lent.Span);
        _lent = default;
    }

    /// <summary>Sends what was written in a step of the handshake.</summary>
    internal void SendFlight()
    {
        if (_flight is { WrittenCount: > 0 })
        {
            raw.Write(_flight.WrittenSpan);
            _flight.Clear();
        }
    }

    /// <summary>The handshake is over: what is written from now on goes at once.</summary>
    internal void EndFlights() => _flight = null;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (HasNews || !_lent.IsEmpty)
        {
            return new ValueTask<int>(Take(buffer.Span));
        }

        _read.Reset();
        _room = buffer;
        IsRead = true;
        return new ValueTask<int>(this, _read.Version);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // Asked for decrypted bytes only when there are some; a record behind them that is not whole stays for the next time.
    public override int Read(Span<byte> buffer) => HasNews ? Take(buffer) : throw new InvalidOperationException("Nothing has arrived that could be read.");

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_flight is null)
        {
            raw.Write(buffer);
        }
        else
        {
            _flight.Write(buffer);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    private int Take(Span<byte> room)
    {
        if (!_lent.IsEmpty)
        {
            int lent = Math.Min(room.Length, _lent.Length);
            _lent.Span[..lent].CopyTo(room);
            _lent = _lent[lent..];
            return lent;
        }

        int count = Math.Min(room.Length, _arrived.Count);
        _arrived.Bytes[..count].CopyTo(room);
        _arrived.Remove(count);
        return count;
    }
}

using System.Buffers;

namespace Coroutines;

/// <summary>What was written to a stream and is not sent yet, in order: copies in rented arrays, and memory that writers lend.</summary>
/// <remarks>A part of its owner, not to be copied.</remarks>
internal struct OutputQueue
{
    private const int LeastCopy = 4 * 1024;

    // Made when something is queued for the first time: most connections never need it.
    private Queue<Piece>? _pieces;

    // The last copy, as long as there is room behind it.
    private Piece? _open;

    /// <summary>How many bytes are to be sent.</summary>
    internal int Count { get; private set; }

    internal readonly bool IsEmpty => Count == 0;

    /// <summary>What is to be sent next.</summary>
    internal readonly ReadOnlySpan<byte> First => _pieces!.Peek().Unsent.Span;

    /// <summary>Adds a copy.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        if (_open is { } open)
        {
            bytes = bytes[open.Fill(bytes)..];
        }

        if (!bytes.IsEmpty)
        {
            _open = Piece.Rent(Math.Max(bytes.Length, LeastCopy));
            _open.Fill(bytes);
            (_pieces ??= new Queue<Piece>()).Enqueue(_open);
        }
    }

    /// <summary>Adds memory that is the caller's.</summary>
    /// <param name="bytes">The memory, which stays as it is until it is sent or <see cref="GiveUp"/> is called.</param>
    /// <param name="write">The one to be told when all of it is sent.</param>
    internal void Append(ReadOnlyMemory<byte> bytes, StreamWriteAll write)
    {
        Count += bytes.Length;
        _open = null;
        write.Lent = Piece.Lend(bytes, write);
        (_pieces ??= new Queue<Piece>()).Enqueue(write.Lent);
    }

    /// <summary>So many of the first piece were sent.</summary>
    internal void Remove(int count)
    {
        Piece first = _pieces!.Peek();
        first.Sent(count);
        Count -= count;
        while (_pieces is { Count: > 0 } && _pieces.Peek().Unsent.IsEmpty)
        {
            Drop(_pieces.Dequeue(), error: null);
        }
    }

    /// <summary>Whether what a writer has lent is to be sent next.</summary>
    internal readonly bool IsFirst(StreamWriteAll write) => write.Lent is { } piece && _pieces!.Peek() == piece;

    /// <summary>Nothing more is sent of what a writer has lent.</summary>
    internal void GiveUp(StreamWriteAll write)
    {
        if (write.Lent is { } piece)
        {
            Count -= piece.Unsent.Length;
            piece.GiveUp();
        }

        while (_pieces is { Count: > 0 } && _pieces.Peek().Unsent.IsEmpty)
        {
            Drop(_pieces.Dequeue(), error: null);
        }
    }

    /// <summary>Drops everything.</summary>
    internal void Clear(Exception error)
    {
        Count = 0;
        while (_pieces is { Count: > 0 })
        {
            Drop(_pieces.Dequeue(), error);
        }
    }

    private void Drop(Piece piece, Exception? error)
    {
        if (piece == _open)
        {
            _open = null;
        }

        piece.End(error);
    }

    /// <summary>A copy of bytes, or memory that was lent.</summary>
    internal sealed class Piece
    {
        private readonly byte[]? _rented;
        private StreamWriteAll? _lender;

        private Piece(byte[] rented) => _rented = rented;

        private Piece(ReadOnlyMemory<byte> lent, StreamWriteAll lender)
        {
            Unsent = lent;
            _lender = lender;
        }

        internal ReadOnlyMemory<byte> Unsent { get; private set; }

        internal static Piece Rent(int size) => new(ArrayPool<byte>.Shared.Rent(size));

        internal static Piece Lend(ReadOnlyMemory<byte> bytes, StreamWriteAll lender) => new(bytes, lender);

        /// <summary>Adds as much of a copy as there is room for.</summary>
        internal int Fill(ReadOnlySpan<byte> bytes)
        {
            int start = Unsent.IsEmpty ? 0 : Offset;
            int end = start + Unsent.Length;
            int count = Math.Min(bytes.Length, _rented!.Length - end);
            bytes[..count].CopyTo(_rented.AsSpan(end));
            Unsent = _rented.AsMemory(start, end - start + count);
            return count;
        }

        internal void Sent(int count)
        {
            Offset += count;
            Unsent = Unsent[count..];
        }

        internal void GiveUp()
        {
            Unsent = default;
            TakeLender();
        }

        internal void End(Exception? error)
        {
            if (_rented is not null)
            {
                ArrayPool<byte>.Shared.Return(_rented);
            }

            TakeLender()?.Sent(error);
        }

        private StreamWriteAll? TakeLender()
        {
            StreamWriteAll? lender = _lender;
            _lender = null;
            if (lender is not null)
            {
                lender.Lent = null;
            }

            return lender;
        }

        // How much of it was sent.
        private int Offset { get; set; }
    }
}

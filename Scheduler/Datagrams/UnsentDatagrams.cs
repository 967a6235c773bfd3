using System.Buffers;
using System.Net;

namespace Coroutines;

/// <summary>Datagrams for which there was no room, in order.</summary>
/// <remarks>A part of its owner, not to be copied.</remarks>
internal struct UnsentDatagrams
{
    // As asyncio counts them: so that even empty ones cannot become endlessly many.
    private const int HeaderSize = 8;

    // Made when something is queued for the first time: most endpoints never need it.
    private Queue<Entry>? _entries;

    internal readonly bool IsEmpty => _entries is not { Count: > 0 };

    /// <summary>How many bytes they are, with eight more for each.</summary>
    internal int Size { get; private set; }

    internal readonly ReadOnlyMemory<byte> FirstBytes => _entries!.Peek().Bytes;

    internal readonly EndPoint? FirstTo => _entries!.Peek().To;

    /// <summary>Adds a copy.</summary>
    internal void Add(ReadOnlySpan<byte> bytes, EndPoint? to)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, 1));
        bytes.CopyTo(rented);

        // The caller may use the object for another address.
        EndPoint? address = to is IPEndPoint ip ? new IPEndPoint(ip.Address, ip.Port) : to;
        (_entries ??= new Queue<Entry>()).Enqueue(new Entry(rented, bytes.Length, address));
        Size += bytes.Length + HeaderSize;
    }

    internal void RemoveFirst()
    {
        Entry first = _entries!.Dequeue();
        Size -= first.Length + HeaderSize;
        ArrayPool<byte>.Shared.Return(first.Rented);
    }

    internal void Clear()
    {
        while (!IsEmpty)
        {
            RemoveFirst();
        }
    }

    private readonly struct Entry(byte[] rented, int length, EndPoint? to)
    {
        internal byte[] Rented => rented;

        internal int Length => length;

        internal EndPoint? To => to;

        internal ReadOnlyMemory<byte> Bytes => rented.AsMemory(0, length);
    }
}

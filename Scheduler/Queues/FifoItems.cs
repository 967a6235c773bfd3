using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>First in, first out.</summary>
/// <remarks>A ring in an array that is a power of two long. One object less on the way to an item than <see cref="Queue{T}"/> has.</remarks>
internal sealed class FifoItems<T> : QueueItems<T>
{
    private T[] _ring = new T[4];
    private int _first;
    private int _count;

    internal override void Add(T item)
    {
        T[] ring = _ring;
        int count = _count;
        if (count == ring.Length)
        {
            ring = Grow();
        }

        ring[(_first + count) & (ring.Length - 1)] = item;
        _count = count + 1;
    }

    internal override T Take()
    {
        T[] ring = _ring;
        int first = _first;
        T item = ring[first];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            ring[first] = default!;
        }

        _first = (first + 1) & (ring.Length - 1);
        _count--;
        return item;
    }

    internal override void Clear()
    {
        Array.Clear(_ring, 0, _ring.Length);
        _count = 0;
    }

    private T[] Grow()
    {
        var larger = new T[_ring.Length * 2];
        int untilEnd = _ring.Length - _first;
        Array.Copy(_ring, _first, larger, 0, untilEnd);
        Array.Copy(_ring, 0, larger, untilEnd, _first);
        _first = 0;
        return _ring = larger;
    }
}

using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>First in, first out.</summary>
/// <remarks>A ring in an array that is a power of two long. One object less on the way to an item than <see cref="Queue{T}"/> has.</remarks>
internal sealed class FifoItems<T> : QueueItems<T>
{
    private T[] _ring = new T[4];
    private int _first;
    private int _count;

    // The ring for bursts, while the small one is in use; or the other way round.
    private Spare<T[]> _spare;

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
        if (--_count == 0 && ring.Length > KeptCapacity)
        {
            LetGoOfRing();
        }

        return item;
    }

    internal override T[] Look()
    {
        var items = new T[_count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = _ring[(_first + i) & (_ring.Length - 1)];
        }

        return items;
    }

    internal override void Clear()
    {
        Array.Clear(_ring, 0, _ring.Length);
        _count = 0;
        if (_ring.Length > KeptCapacity)
        {
            LetGoOfRing();
        }
    }

    private void LetGoOfRing()
    {
        T[] larger = _ring;
        if (_spare.Take() is { Length: KeptCapacity } smaller)
        {
            Array.Clear(smaller, 0, smaller.Length);
        }
        else
        {
            smaller = new T[KeptCapacity];
        }

        _ring = smaller;
        _first = 0;
        _spare.Keep(larger);
    }

    private T[] Grow()
    {
        T[] full = _ring;
        bool isLimit = full.Length == KeptCapacity;
        if ((isLimit ? _spare.Take() : null) is not { } larger || larger.Length <= full.Length)
        {
            larger = new T[full.Length * 2];
        }

        int untilEnd = full.Length - _first;
        Array.Copy(full, _first, larger, 0, untilEnd);
        Array.Copy(full, 0, larger, untilEnd, _first);
        _first = 0;
        _ring = larger;
        if (isLimit)
        {
            _spare.Keep(full);
        }

        return larger;
    }
}

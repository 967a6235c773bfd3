namespace Coroutines;

/// <summary>Objects that wait to be used again.</summary>
/// <remarks>
/// Mostly one is enough, and it comes back before it is asked for again: so there is a favourite, which is known here while it
/// is out. If another one comes back instead, that is the favourite from then on, for the first may never come. The others are
/// a stack.
/// </remarks>
internal sealed class Spares<T>
    where T : class
{
    private T? _favourite;
    private bool _isFavouriteHere;
    private Slot[] _slots = [];
    private int _count;

    // How many slots may hold something, those of items that are out included.
    private int _filled;

    internal T? Take()
    {
        if (_isFavouriteHere)
        {
            _isFavouriteHere = false;
            return _favourite;
        }

        return TakeOther();
    }

    /// <param name="item">What to keep.</param>
    /// <param name="limit">How many to keep at most, beside one.</param>
    internal void Keep(T item, int limit)
    {
        if (ReferenceEquals(item, _favourite))
        {
            _isFavouriteHere = true;
        }
        else
        {
            KeepOther(item, limit);
        }
    }

    /// <summary>One that is out may never come back: nothing that is out is to be kept alive from here.</summary>
    internal void Forget(T item)
    {
        if (!_isFavouriteHere && ReferenceEquals(item, _favourite))
        {
            _favourite = null;
        }

        if (_filled > _count)
        {
            Array.Clear(_slots, _count, _filled - _count);
            _filled = _count;
        }
    }

    /// <summary>Lets go of what is more than is likely to be needed.</summary>
    internal void LetGoBeyond(int limit)
    {
        if (_filled > limit)
        {
            Array.Clear(_slots, limit, _filled - limit);
            _filled = limit;
            _count = Math.Min(_count, limit);
        }

        // Not by a little each time: a crowd that shrinks by and by would have it copied over and over.
        if (_slots.Length / 2 > limit)
        {
            Array.Resize(ref _slots, limit);
        }
    }

    private T? TakeOther()
    {
        int last = _count - 1;
        Slot[] slots = _slots;
        if ((uint)last >= (uint)slots.Length)
        {
            return null;
        }

        // It stays in its slot, too, and mostly comes back to it.
        _count = last;
        return slots[last].Item;
    }

    private void KeepOther(T item, int limit)
    {
        if (!_isFavouriteHere)
        {
            _favourite = item;
            _isFavouriteHere = true;
            return;
        }

        if (_count == _slots.Length)
        {
            if (_count >= limit)
            {
                return;
            }

            Array.Resize(ref _slots, Math.Min(limit, Math.Max(4, _count * 2)));
        }

        ref Slot slot = ref _slots[_count];
        if (!ReferenceEquals(slot.Item, item))
        {
            slot.Item = item;
        }

        _count++;
        _filled = Math.Max(_filled, _count);
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal T? Item;
    }
}

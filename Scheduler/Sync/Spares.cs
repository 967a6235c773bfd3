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
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal T? Item;
    }
}

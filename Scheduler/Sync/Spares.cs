namespace Coroutines;

/// <summary>Objects that wait to be used again, the last one first.</summary>
internal sealed class Spares<T>
    where T : class
{
    private Slot[] _slots = [];
    private int _count;

    internal T? Take()
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

    /// <param name="item">What to keep.</param>
    /// <param name="limit">How many to keep at most.</param>
    internal void Keep(T item, int limit)
    {
        int count = _count;
        Slot[] slots = _slots;
        if ((uint)count >= (uint)slots.Length)
        {
            if (count >= limit)
            {
                return;
            }

            Array.Resize(ref _slots, Math.Min(limit, Math.Max(4, count * 2)));
            slots = _slots;
        }

        ref Slot slot = ref slots[count];
        if (!ReferenceEquals(slot.Item, item))
        {
            slot.Item = item;
        }

        _count = count + 1;
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal T? Item;
    }
}

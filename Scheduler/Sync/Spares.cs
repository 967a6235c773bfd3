namespace Coroutines;

/// <summary>Objects that wait to be used again, the last one first. How many are kept is up to whoever gives them back.</summary>
internal sealed class Spares<T>
    where T : class
{
    private Slot[] _slots = [];
    private int _count;

    internal T? Take()
    {
        if (_count == 0)
        {
            return null;
        }

        ref Slot slot = ref _slots[--_count];
        T item = slot.Item!;
        slot.Item = null;
        return item;
    }

    internal void Keep(T item, int limit)
    {
        if (_count < limit)
        {
            if (_count == _slots.Length)
            {
                Array.Resize(ref _slots, Math.Max(4, _count * 2));
            }

            _slots[_count++].Item = item;
        }
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal T? Item;
    }
}

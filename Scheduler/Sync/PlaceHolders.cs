namespace Coroutines;

/// <summary>Who holds the places of a semaphore, and how many each, in the order in which they came to their first.</summary>
/// <remarks>
/// The one that has held for longest stands apart, so that a semaphore with one user does no more than compare it. The others
/// are in a list of slots that are used again, so nothing is allocated once it is warm. While they are few, each place has a
/// slot, and the newest slots are looked at first. Where they are many, each task has one, and an index leads there.
/// </remarks>
internal sealed class PlaceHolders
{
    private const int MostWithoutIndex = 16;
    private const int None = -1;

    // What was told last; null when that no longer holds.
    private IReadOnlyList<CoTask>? _told;

    private CoTask? _first;
    private int _placesOfFirst;

    private Slot[] _slots = [];
    private Dictionary<CoTask, int>? _index;
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;
    private int _count;

    /// <summary>The one that has held a place for longest; null if nobody holds any.</summary>
    internal CoTask? First => _first;

    /// <summary>The tasks, each once.</summary>
    /// <returns>A list that stays as it is: the same one until something changes, however many ask.</returns>
    internal IReadOnlyList<CoTask> ToList() => _told ??= List();

    /// <summary>The tasks, each once, for those who look on, on any thread: nothing is kept.</summary>
    internal IReadOnlyList<CoTask> Look() => _told ?? List();

    /// <summary>A task has taken a place.</summary>
    internal void Add(CoTask task)
    {
        _told = null;
        if (_first is null)
        {
            _first = task;
            _placesOfFirst = 1;
        }
        else if (ReferenceEquals(_first, task))
        {
            _placesOfFirst++;
        }
        else
        {
            AddToOthers(task);
        }
    }

    /// <summary>A task gives a place back.</summary>
    /// <returns>False if it has none.</returns>
    internal bool TryRemove(CoTask task)
    {
        if (ReferenceEquals(_first, task))
        {
            RemoveFirst();
            return true;
        }

        int slot = Find(task);
        if (slot == None)
        {
            return false;
        }

        _told = null;

        if (--_slots[slot].Places == 0)
        {
            _index?.Remove(task);
            Free(slot);
        }

        return true;
    }

    /// <summary>A place of <see cref="First"/> is given back.</summary>
    internal void RemoveFirst()
    {
        _told = null;
        if (--_placesOfFirst > 0)
        {
            return;
        }

        if (_oldest == None)
        {
            _first = null;
            return;
        }

        CoTask first = _slots[_oldest].Task!;
        _first = first;
        _index?.Remove(first);

        // All of its places, so that it keeps its rank until the last.
        int next;
        for (int slot = _oldest; slot != None; slot = next)
        {
            next = _index is null ? _slots[slot].Next : None;
            if (ReferenceEquals(_slots[slot].Task, first))
            {
                _placesOfFirst += _slots[slot].Places;
                Free(slot);
            }
        }
    }

    private IReadOnlyList<CoTask> List()
    {
        if (_first is null)
        {
            return [];
        }

        var tasks = new List<CoTask>(_count + 1) { _first };
        for (int slot = _oldest; slot != None && tasks.Count <= _slots.Length; slot = _slots[slot].Next)
        {
            tasks.Add(_slots[slot].Task!);
        }

        return [.. tasks.Distinct()];
    }

    private int Find(CoTask task)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(task, out int found) ? found : None;
        }

        Slot[] slots = _slots;
        int slot = _newest;
        while (slot != None && !ReferenceEquals(slots[slot].Task, task))
        {
            slot = slots[slot].Previous;
        }

        return slot;
    }

    private void AddToOthers(CoTask task)
    {
        if (_index is not null && _index.TryGetValue(task, out int slot))
        {
            _slots[slot].Places++;
            return;
        }

        slot = Append(task);
        if (_index is not null)
        {
            _index.Add(task, slot);
        }
        else if (_count > MostWithoutIndex)
        {
            BuildIndex();
        }
    }

    private int Append(CoTask task)
    {
        int slot = TakeSlot();
        ref Slot added = ref _slots[slot];
        added.Task = task;
        added.Places = 1;
        added.Previous = _newest;
        added.Next = None;
        if (_newest == None)
        {
            _oldest = slot;
        }
        else
        {
            _slots[_newest].Next = slot;
        }

        _newest = slot;
        _count++;
        return slot;
    }

    private void Free(int slot)
    {
        ref Slot removed = ref _slots[slot];
        if (removed.Previous == None)
        {
            _oldest = removed.Next;
        }
        else
        {
            _slots[removed.Previous].Next = removed.Next;
        }

        if (removed.Next == None)
        {
            _newest = removed.Previous;
        }
        else
        {
            _slots[removed.Next].Previous = removed.Previous;
        }

        removed.Task = null;
        removed.Next = _free;
        _free = slot;
        _count--;
    }

    private int TakeSlot()
    {
        int slot = _free;
        if (slot != None)
        {
            _free = _slots[slot].Next;
            return slot;
        }

        if (_used == _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(4, _used * 2));
        }

        return _used++;
    }

    private void BuildIndex()
    {
        _index = [];
        int next;
        for (int slot = _oldest; slot != None; slot = next)
        {
            next = _slots[slot].Next;
            if (!_index.TryAdd(_slots[slot].Task!, slot))
            {
                _slots[_index[_slots[slot].Task!]].Places++;
                Free(slot);
            }
        }
    }

    private struct Slot
    {
        // Null while the slot is free; Next leads to the next free one then.
        internal CoTask? Task;
        internal int Places;
        internal int Previous;
        internal int Next;
    }
}

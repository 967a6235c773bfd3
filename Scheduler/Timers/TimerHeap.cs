namespace Coroutines;

/// <summary>A binary heap of deadlines. It stays small, see <see cref="TimerQueue"/>.</summary>
internal sealed class TimerHeap
{
    private const int InitialCapacity = 16;
    private const int KeptCapacity = 1024;

    private TimerEntry[] _entries = new TimerEntry[InitialCapacity];

    internal int Count { get; private set; }

    internal ref TimerEntry First => ref _entries[0];

    internal ReadOnlySpan<TimerEntry> Entries => _entries.AsSpan(0, Count);

    internal void Add(in TimerEntry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        int hole = Count++;
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (!entry.IsBefore(_entries[parent]))
            {
                break;
            }

            _entries[hole] = _entries[parent];
            hole = parent;
        }

        _entries[hole] = entry;
    }

    internal void RemoveFirst()
    {
        TimerEntry last = _entries[--Count];
        _entries[Count] = default;
        if (Count == 0)
        {
            return;
        }

        int hole = 0;
        for (int child = 1; child < Count; child = (2 * hole) + 1)
        {
            if (child + 1 < Count && _entries[child + 1].IsBefore(_entries[child]))
            {
                child++;
            }

            if (!_entries[child].IsBefore(last))
            {
                break;
            }

            _entries[hole] = _entries[child];
            hole = child;
        }

        _entries[hole] = last;
    }

    internal void Clear()
    {
        Array.Clear(_entries, 0, Count);
        Count = 0;
    }

    /// <summary>Lets go of the room that is needed no more.</summary>
    internal void LetGo()
    {
        if (Count == 0 && _entries.Length > KeptCapacity)
        {
            _entries = new TimerEntry[InitialCapacity];
        }
    }
}

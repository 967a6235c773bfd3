namespace Coroutines;

/// <summary>
/// Deadlines of one stretch of time, in the order in which they were set: nobody has asked yet which comes first.
/// </summary>
internal sealed class TimerSegment
{
    // Few enough to be sorted by insertion.
    private const int SmallEnough = 16;
    private const int MostParts = 64;

    // An array up to this size stays with its segment.
    private const int SmallArray = 2 * SmallEnough;

    private static readonly Comparer<TimerEntry> _byToken =
        Comparer<TimerEntry>.Create(static (one, other) => one.Token.CompareTo(other.Token));

    private TimerEntry[] _entries = [];

    private TimerSegment()
    {
    }

    /// <summary>The earliest deadline that was added.</summary>
    internal double Low { get; private set; } = double.PositiveInfinity;

    internal int Count { get; private set; }

    /// <summary>How many entries there is room for.</summary>
    internal int Capacity => _entries.Length;

    internal ref TimerEntry this[int index] => ref _entries[index];

    /// <summary>An empty segment; a used one if there is one, so that setting timers allocates nothing in the long run.</summary>
    internal static TimerSegment Take(TimerStore store, int capacity = SmallEnough)
    {
        TimerSegment segment = store.TakeSegment() ?? new TimerSegment();
        if (segment._entries.Length < capacity)
        {
            segment.ReturnArray(store);
            segment._entries = store.TakeArray(capacity);
        }

        segment.Low = double.PositiveInfinity;
        return segment;
    }

    internal void Add(in TimerEntry entry, TimerStore store)
    {
        if (Count == _entries.Length)
        {
            TimerEntry[] larger = store.TakeArray(Count * 2);
            Array.Copy(_entries, larger, Count);
            ReturnArray(store);
            _entries = larger;
        }

        _entries[Count++] = entry;
        if (entry.When < Low)
        {
            Low = entry.When;
        }
    }

    /// <summary>Puts the entries in order, if that is little work.</summary>
    /// <returns>False if there are too many: <see cref="TrySplit"/> them first.</returns>
    internal bool TrySort()
    {
        if (Count > SmallEnough)
        {
            return false;
        }

        for (int i = 1; i < Count; i++)
        {
            TimerEntry entry = _entries[i];
            int hole = i;
            for (; hole > 0 && entry.IsBefore(_entries[hole - 1]); hole--)
            {
                _entries[hole] = _entries[hole - 1];
            }

            _entries[hole] = entry;
        }

        return true;
    }

    /// <summary>
    /// Deals the entries out to segments of shorter stretches, and adds those to a list, the latest stretch first. This
    /// one is used up then.
    /// </summary>
    /// <returns>False if all deadlines are the same: then they are in order now.</returns>
    internal bool TrySplit(List<TimerSegment> segments, TimerStore store)
    {
        ReadOnlySpan<TimerEntry> entries = _entries.AsSpan(0, Count);
        double low = entries[0].When;
        double high = low;
        foreach (ref readonly TimerEntry entry in entries)
        {
            low = Math.Min(low, entry.When);
            high = Math.Max(high, entry.When);
        }

        // Halved, as the difference of two huge deadlines would overflow.
        double range = (high / 2) - (low / 2);
        if (range == 0)
        {
            SortIfUnordered();
            return false;
        }

        int parts = Math.Min(Math.Max(Count / (SmallEnough / 2), 2), MostParts);
        double scale = parts / range;
        Span<int> counts = stackalloc int[MostParts];
        foreach (ref readonly TimerEntry entry in entries)
        {
            counts[PartOf(entry.When, low, scale, parts)]++;
        }

        Span<int> places = stackalloc int[MostParts];
        for (int part = parts - 1; part >= 0; part--)
        {
            if (counts[part] > 0)
            {
                places[part] = segments.Count;
                segments.Add(Take(store, counts[part]));
            }
        }

        foreach (ref readonly TimerEntry entry in entries)
        {
            segments[places[PartOf(entry.When, low, scale, parts)]].Add(entry, store);
        }

        Release(store);
        return true;
    }

    /// <summary>Puts the entries in the order in which they were set.</summary>
    internal void SortByToken() => Array.Sort(_entries, 0, Count, _byToken);

    /// <summary>Drops what was cancelled.</summary>
    internal void Sweep(TimerStore store)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!_entries[i].IsStale)
            {
                _entries[kept++] = _entries[i];
            }
        }

        Array.Clear(_entries, kept, Count - kept);
        Count = kept;
        if (_entries.Length > SmallArray && kept <= _entries.Length / 4)
        {
            TimerEntry[] smaller = store.TakeArray(Math.Max(kept, SmallEnough));
            Array.Copy(_entries, smaller, kept);
            ReturnArray(store);
            _entries = smaller;
        }
    }

    /// <summary>Gives the memory back, and this object to those that <see cref="Take"/> hands out again.</summary>
    internal void Release(TimerStore store)
    {
        if (_entries.Length <= SmallArray)
        {
            Array.Clear(_entries, 0, Count);
        }
        else
        {
            ReturnArray(store);
        }

        Count = 0;
        store.Keep(this);
    }

    private void ReturnArray(TimerStore store)
    {
        if (_entries.Length > 0)
        {
            store.Keep(_entries, Count);
            _entries = [];
        }
    }

    private static int PartOf(double when, double low, double scale, int parts) =>
        Math.Max(0, Math.Min((int)(((when / 2) - (low / 2)) * scale), parts - 1));

    // All deadlines are the same, or so small that halving makes them the same. Mostly they are in order as they came; not
    // where a group's clock has kept the place of the timer behind it.
    private void SortIfUnordered()
    {
        for (int i = 1; i < Count; i++)
        {
            if (_entries[i].IsBefore(_entries[i - 1]))
            {
                Array.Sort(_entries, 0, Count, Comparer<TimerEntry>.Create(static (one, other) =>
                    one.IsBefore(other) ? -1 : other.IsBefore(one) ? 1 : 0));
                return;
            }
        }
    }
}

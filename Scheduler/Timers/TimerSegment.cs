namespace Coroutines;

/// <summary>
/// Deadlines of one stretch of time, in the order in which they were set: nobody has asked yet which comes first.
/// </summary>
/// <remarks>
/// It grows by chunks, so that a million entries are never copied because there is one more; and where a segment is dealt out, its chunks
/// go to its parts one after the other. Most segments are so small that a part of the first chunk is all they have.
/// </remarks>
internal sealed class TimerSegment
{
    // Few enough to be sorted by insertion.
    private const int SmallEnough = 16;
    private const int MostParts = 64;

    // An array up to this size stays with its segment.
    private const int SmallArray = 2 * SmallEnough;

    private const int ChunkBits = 8;
    private const int ChunkSize = 1 << ChunkBits;

    // So many are no news to a segment that is used again.
    private const int FewChunks = 4;

    private static readonly Comparison<TimerEntry> _byToken = static (one, other) => one.Token.CompareTo(other.Token);
    private static readonly Comparison<TimerEntry> _byTime = static (one, other) => one.IsBefore(other) ? -1 : other.IsBefore(one) ? 1 : 0;

    // The first chunk, which may be smaller than the others, and these.
    private TimerEntry[] _first = [];
    private readonly List<TimerEntry[]> _others = new(FewChunks);

    private TimerSegment()
    {
    }

    /// <summary>The earliest deadline that was added.</summary>
    internal double Low { get; private set; } = double.PositiveInfinity;

    internal int Count { get; private set; }

    /// <summary>How many entries there is room for.</summary>
    internal int Capacity => _first.Length + (_others.Count << ChunkBits);

    internal ref TimerEntry this[int index] => ref index < ChunkSize
        ? ref _first[index]
        : ref _others[(index >> ChunkBits) - 1][index & (ChunkSize - 1)];

    /// <summary>An empty segment; a used one if there is one, so that setting timers allocates nothing in the long run.</summary>
    /// <param name="store">Where to take from.</param>
    /// <param name="count">How many entries are to be expected.</param>
    internal static TimerSegment Take(TimerStore store, int count = SmallEnough)
    {
        TimerSegment segment = store.TakeSegment() ?? new TimerSegment();
        int capacity = Math.Min(count, ChunkSize);
        if (segment._first.Length < capacity)
        {
            store.Keep(segment._first, 0);
            segment._first = store.TakeArray(capacity);
        }

        segment.Low = double.PositiveInfinity;
        return segment;
    }

    internal void Add(in TimerEntry entry, TimerStore store)
    {
        int index = Count;
        TimerEntry[] first = _first;
        if ((uint)index < (uint)first.Length)
        {
            first[index] = entry;
        }
        else
        {
            MakeRoomFor(index, store) = entry;
        }

        Count = index + 1;
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

        TimerEntry[] entries = _first;
        for (int i = 1; i < Count; i++)
        {
            TimerEntry entry = entries[i];
            int hole = i;
            for (; hole > 0 && entry.IsBefore(entries[hole - 1]); hole--)
            {
                entries[hole] = entries[hole - 1];
            }

            entries[hole] = entry;
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
        FindBounds(out double low, out double high);

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
        for (int chunk = 0; chunk <= _others.Count; chunk++)
        {
            foreach (ref readonly TimerEntry entry in Chunk(chunk))
            {
                counts[PartOf(entry.When, low, scale, parts)]++;
            }
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

        for (int chunk = 0; chunk <= _others.Count; chunk++)
        {
            ReadOnlySpan<TimerEntry> entries = Chunk(chunk);
            foreach (ref readonly TimerEntry entry in entries)
            {
                segments[places[PartOf(entry.When, low, scale, parts)]].Add(entry, store);
            }

            if (chunk > 0)
            {
                // For the next one of the parts that needs one.
                store.Keep(_others[chunk - 1], entries.Length);
            }
        }

        _others.Clear();
        Count = Math.Min(Count, ChunkSize);
        ReturnTo(store);
        return true;
    }

    /// <summary>Puts the entries in the order in which they were set.</summary>
    internal void SortByToken() => Sort(_byToken);

    /// <summary>Drops what was cancelled.</summary>
    internal void Sweep(TimerStore store)
    {
        int kept = 0;
        for (int chunk = 0; chunk <= _others.Count; chunk++)
        {
            foreach (ref readonly TimerEntry entry in Chunk(chunk))
            {
                if (!entry.IsStale)
                {
                    this[kept++] = entry;
                }
            }
        }

        Shorten(kept, store);
        if (_first.Length > SmallArray && kept <= _first.Length / 4)
        {
            TimerEntry[] smaller = store.TakeArray(Math.Max(kept, SmallEnough));
            Array.Copy(_first, smaller, kept);
            store.Keep(_first, kept);
            _first = smaller;
        }
    }

    /// <summary>Gives the memory back, and this object to those that <see cref="Take"/> hands out again.</summary>
    internal void ReturnTo(TimerStore store)
    {
        Shorten(0, store);
        if (_first.Length > SmallArray)
        {
            store.Keep(_first, 0);
            _first = [];
        }

        store.Keep(this);
    }

    private static int PartOf(double when, double low, double scale, int parts) =>
        Math.Max(0, Math.Min((int)(((when / 2) - (low / 2)) * scale), parts - 1));

    /// <summary>The entries of a chunk; 0 is the first.</summary>
    private Span<TimerEntry> Chunk(int number)
    {
        int count = Math.Min(Count - (number << ChunkBits), ChunkSize);
        return (number == 0 ? _first : _others[number - 1]).AsSpan(0, count);
    }

    /// <summary>The place of an entry behind the first chunk as it is.</summary>
    private ref TimerEntry MakeRoomFor(int index, TimerStore store)
    {
        if (_first.Length < ChunkSize)
        {
            TimerEntry[] larger = store.TakeArray(Math.Max(index * 2, SmallEnough));
            Array.Copy(_first, larger, index);
            store.Keep(_first, index);
            _first = larger;
        }
        else if (index == Capacity)
        {
            _others.Add(store.TakeArray(ChunkSize));
        }

        return ref this[index];
    }

    /// <summary>Drops the entries from some number on, and the chunks that are not needed then.</summary>
    private void Shorten(int kept, TimerStore store)
    {
        while (_others.Count > 0 && kept <= _others.Count << ChunkBits)
        {
            int last = _others.Count;
            store.Keep(_others[last - 1], Chunk(last).Length);
            _others.RemoveAt(last - 1);
            Count = last << ChunkBits;
        }

        if (kept < Count)
        {
            int last = kept >> ChunkBits;
            Chunk(last)[(kept & (ChunkSize - 1))..].Clear();
            Count = kept;
        }
    }

    private void FindBounds(out double low, out double high)
    {
        low = double.PositiveInfinity;
        high = double.NegativeInfinity;
        for (int chunk = 0; chunk <= _others.Count; chunk++)
        {
            foreach (ref readonly TimerEntry entry in Chunk(chunk))
            {
                low = Math.Min(low, entry.When);
                high = Math.Max(high, entry.When);
            }
        }
    }

    // All deadlines are the same, or so small that halving makes them the same. Mostly they are in order as they came; not
    // where a group's clock has kept the place of the timer behind it.
    private void SortIfUnordered()
    {
        for (int i = 1; i < Count; i++)
        {
            if (this[i].IsBefore(this[i - 1]))
            {
                Sort(_byTime);
                return;
            }
        }
    }

    private void Sort(Comparison<TimerEntry> order)
    {
        if (_others.Count == 0)
        {
            Sort(_first.AsSpan(0, Count), order);
            return;
        }

        var sorted = new TimerEntry[Count];
        for (int chunk = 0; chunk <= _others.Count; chunk++)
        {
            Chunk(chunk).CopyTo(sorted.AsSpan(chunk << ChunkBits));
        }

        Sort(sorted, order);
        for (int chunk = 0; chunk <= _others.Count; chunk++)
        {
            sorted.AsSpan(chunk << ChunkBits, Chunk(chunk).Length).CopyTo(Chunk(chunk));
        }
    }

    // A sort by a comparer would allocate; one of a part of an array by a comparison there is only on .NET.
    private static void Sort(Span<TimerEntry> entries, Comparison<TimerEntry> order)
    {
#if NET
        entries.Sort(order);
#else
        TimerEntry[] sorted = entries.ToArray();
        Array.Sort(sorted, order);
        sorted.CopyTo(entries);
#endif
    }
}

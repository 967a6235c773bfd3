namespace Coroutines;

/// <summary>Segments and arrays of timers that wait to be used again, for all timer queues of a scheduler.</summary>
/// <remarks>
/// The system's common pool would keep what a burst has needed for as long as it likes, and an array that a program on two threads has
/// given back twice would come to another scheduler. Here it stays with the one that has the fault.
/// </remarks>
internal sealed class TimerStore
{
    // So many entries may stay, whatever happens.
    private const int KeptEntries = 4096;

    private Contents? _contents = new();
    private Spare<Contents> _spare;

    // Since it was asked the last time whether to let go.
    private bool _isUsed;

    private Contents Current
    {
        get
        {
            _isUsed = true;
            return _contents ??= _spare.Take() ?? new Contents();
        }
    }

    internal TimerSegment? TakeSegment()
    {
        Contents contents = Current;
        if (!contents.Segments.TryPop(out TimerSegment? segment))
        {
            return null;
        }

        contents.Entries -= segment.Capacity;
        return segment;
    }

    internal void Keep(TimerSegment segment)
    {
        Contents contents = Current;
        contents.Segments.Push(segment);
        contents.Entries += segment.Capacity;
    }

    /// <summary>An array for at least so many entries.</summary>
    internal TimerEntry[] TakeArray(int entries)
    {
        int size = Contents.SizeOf(entries);
        Contents contents = Current;
        if (contents.Arrays[size] is not { } arrays || !arrays.TryPop(out TimerEntry[]? array))
        {
            return new TimerEntry[1 << size];
        }

        contents.Entries -= array.Length;
        return array;
    }

    /// <summary>Takes an array back.</summary>
    /// <param name="array">The array.</param>
    /// <param name="used">How many of its entries are used.</param>
    internal void Keep(TimerEntry[] array, int used)
    {
        if (array.Length == 0)
        {
            return;
        }

        Array.Clear(array, 0, used);
        Contents contents = Current;
        (contents.Arrays[Contents.SizeOf(array.Length)] ??= new Stack<TimerEntry[]>()).Push(array);
        contents.Entries += array.Length;
    }

    /// <summary>Lets go of what a burst has needed, if nothing was taken or given back since the last call.</summary>
    /// <param name="isQuiet">Whether nothing will be for a while.</param>
    internal void LetGo(bool isQuiet)
    {
        if ((isQuiet || !_isUsed) && _contents is { Entries: > KeptEntries })
        {
            _spare.Keep(_contents);
            _contents = null;
        }

        _isUsed = false;
    }

    private sealed class Contents
    {
        private const int Sizes = 31;

        internal Stack<TimerSegment> Segments { get; } = new();

        /// <summary>By the power of two that their length is.</summary>
        internal Stack<TimerEntry[]>?[] Arrays { get; } = new Stack<TimerEntry[]>?[Sizes];

        /// <summary>How many entries all of it has room for.</summary>
        internal long Entries { get; set; }

        internal static int SizeOf(int entries)
        {
            int size = 0;
            while (1 << size < entries)
            {
                size++;
            }

            return size;
        }
    }
}

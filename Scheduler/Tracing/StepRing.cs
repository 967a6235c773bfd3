namespace Coroutines;

/// <summary>The last steps, or the first ones, in an array that grows up to a limit and goes around in it then.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="keepsFirst">Whether it is the first ones that are kept.</param>
/// <param name="room">For how many there is room from the start.</param>
internal sealed class StepRing(int capacity, bool keepsFirst, int room)
{
    private StepRecord[] _steps = new StepRecord[room];
    private int _next;

    // Where one goes for which there is no room.
    private StepRecord _surplus;

    internal int Capacity => capacity;

    /// <summary>How many are kept.</summary>
    internal int Count { get; private set; }

    /// <summary>How many have come and are not kept.</summary>
    internal long Dropped { get; private set; }

    internal void Add(in StepEvent step) => Next() = step.Record;

    /// <summary>The place of the next one, which is to be filled.</summary>
    internal ref StepRecord Next()
    {
        if (Count == _steps.Length && !MakeRoom())
        {
            return ref _surplus;
        }

        Count = Math.Max(Count, _next + 1);
        ref StepRecord place = ref _steps[_next];
        if (++_next == capacity)
        {
            _next = 0;
        }

        return ref place;
    }

    internal StepEvent[] ToArray()
    {
        var steps = new StepEvent[Count];
        int first = Count < capacity ? 0 : _next;
        for (int i = 0; i < steps.Length; i++)
        {
            int place = first + i;
            steps[i] = new StepEvent(_steps[place < Count ? place : place - Count]);
        }

        return steps;
    }

    internal void Clear()
    {
        Array.Clear(_steps, 0, _steps.Length);
        _next = 0;
        Count = 0;
        Dropped = 0;
    }

    /// <summary>There is room for no more.</summary>
    /// <returns>Whether there is a place for one that comes nevertheless.</returns>
    private bool MakeRoom()
    {
        if (_steps.Length < capacity)
        {
            Array.Resize(ref _steps, (int)Math.Min(2L * _steps.Length, capacity));
            return true;
        }

        Dropped++;
        return !keepsFirst;
    }
}

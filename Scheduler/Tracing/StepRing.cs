using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>The last steps, or the first ones, in an array that grows up to a limit and goes around in it then.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="keepsFirst">Whether it is the first ones that are kept.</param>
/// <param name="room">For how many there is room from the start.</param>
internal sealed class StepRing(int capacity, bool keepsFirst, int room)
{
    private StepRecord[] _steps = new StepRecord[room];
    private int _next;

    // Whether each place was filled once: then there is one that is given up for each that comes. And how many were given up in earlier rounds.
    private bool _isRound;
    private long _dropped;

    // Where one goes for which there is no room.
    private StepRecord _surplus;

    internal int Capacity => capacity;

    /// <summary>How many are kept.</summary>
    internal int Count => _isRound ? capacity : _next;

    /// <summary>How many have come and are not kept.</summary>
    internal long Dropped => _isRound ? _dropped + _next : _dropped;

    // Nothing is there when all was forgotten meanwhile.
    private ref StepRecord Last => ref _next == 0 ? ref _surplus : ref _steps[_next - 1];

    internal void Add(in StepEvent step) => Next() = step.Record;

    /// <summary>The place of the next one, which is to be filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref StepRecord Next()
    {
        StepRecord[] steps = _steps;
        int next = _next;
        if ((uint)next >= (uint)steps.Length)
        {
            return ref NextBeyondTheEnd();
        }

        _next = next + 1;
        return ref steps[next];
    }

    /// <summary>The steps up to the last one that has come were timed together.</summary>
    internal void NoteTime(long ticks, byte together)
    {
        if (keepsFirst && _dropped > 0)
        {
            NoteTimeOfTheFirst(ticks, together);
            return;
        }

        ref StepRecord last = ref Last;
        last.Duration = ticks;
        last.Together = together;
    }

    internal StepEvent[] ToArray()
    {
        var steps = new StepEvent[Count];
        int first = _isRound ? _next : 0;
        var times = new SharedTimes();
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            int place = first + i;
            StepRecord step = _steps[place < steps.Length ? place : place - steps.Length];
            times.Settle(ref step);
            steps[i] = new StepEvent(step);
        }

        return steps;
    }

    internal void Clear()
    {
        Array.Clear(_steps, 0, _steps.Length);
        _surplus = default;
        _next = 0;
        _isRound = false;
        _dropped = 0;
    }

    // Of those that were timed together, maybe some were the last for which there was room: they have their share.
    private void NoteTimeOfTheFirst(long ticks, byte together)
    {
        long kept = together - _dropped;
        ref StepRecord last = ref _steps[_next - 1];
        if (kept > 0 && last.Together == StepTime.Pending)
        {
            last.Duration = ticks / together * kept;
            last.Together = (byte)kept;
        }
    }

    private ref StepRecord NextBeyondTheEnd()
    {
        if (_steps.Length < capacity)
        {
            Array.Resize(ref _steps, (int)Math.Min(2L * _steps.Length, capacity));
            return ref _steps[_next++];
        }

        if (keepsFirst)
        {
            _dropped++;
            return ref _surplus;
        }

        BeginRound();
        return ref _steps[_next++];
    }

    private void BeginRound()
    {
        _dropped = Dropped;
        _isRound = true;
        _next = 0;
    }
}

/// <summary>Divides the time of steps that were timed together among them, the last step first: that one has it all in its record.</summary>
file struct SharedTimes
{
    private long _started;
    private long _share;
    private byte _together;
    private int _left;

    internal void Settle(ref StepRecord step)
    {
        if (step.Together == StepTime.Pending)
        {
            TakeShare(ref step);
        }
        else if (step.Together > 1)
        {
            _together = step.Together;
            _left = step.Together - 1;
            _started = step.Timestamp;
            _share = step.Duration / step.Together;
            step.Timestamp += _left * _share;
            step.Duration -= _left * _share;
        }
    }

    // Those of which the last one is not there are not timed, or not yet.
    private void TakeShare(ref StepRecord step)
    {
        step.Together = StepTime.Untimed;
        if (_left > 0)
        {
            _left--;
            step.Together = _together;
            step.Timestamp = _started + (_left * _share);
            step.Duration = _share;
        }
    }
}

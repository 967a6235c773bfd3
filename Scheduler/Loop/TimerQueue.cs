namespace Coroutines;

/// <summary>
/// Deadlines, the earliest first, and equal ones in the order in which they were set (rule 4).
/// </summary>
/// <remarks>
/// A heap with four children a node: half as deep as a binary one, and the four keys that one level compares lie side
/// by side. Keys and targets are kept apart, so sifting reads keys alone. A cancelled timer stays where it is, marked
/// by its token, until it comes to the head, or until the cancelled ones are more than half of over a hundred
/// (rule 5): then all of them are swept out at once. A hierarchical timing wheel would be faster still to fill, but it
/// rounds deadlines to its slots, and exact times are what the virtual clock promises.
/// </remarks>
internal sealed class TimerQueue
{
    private const int Children = 4;
    private const int SweepAbove = 100;

    private Key[] _keys = new Key[16];
    private Target[] _targets = new Target[16];
    private int _count;
    private int _cancelled;
    private long _lastToken;

    /// <summary>How many timers are set; cancelled ones are not counted.</summary>
    internal int Count => _count - _cancelled;

    /// <summary>Entries held, cancelled ones included; for tests of the sweep.</summary>
    internal int Held => _count;

    internal void Add(double when, ITimed target)
    {
        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, _count * 2);
            Array.Resize(ref _targets, _count * 2);
        }

        long token = ++_lastToken;
        target.TimerToken = token;
        SiftUp(_count++, 0, new Key(when, token), target);
    }

    /// <summary>Cancels what <see cref="Add"/> set; does nothing for a target that is not waiting.</summary>
    internal void Cancel(ITimed target)
    {
        if (target.TimerToken == 0)
        {
            return;
        }

        target.TimerToken = 0;
        _cancelled++;
        if (_count > SweepAbove && _cancelled > _count / 2)
        {
            Sweep();
        }
    }

    /// <summary>The earliest deadline, or positive infinity when no timer is set.</summary>
    internal double NextDeadline()
    {
        while (_count > 0 && IsStale(0))
        {
            RemoveHead();
            _cancelled--;
        }

        return _count > 0 ? _keys[0].When : double.PositiveInfinity;
    }

    /// <summary>Moves what is due at <paramref name="now"/> to the ready queue, earliest first.</summary>
    internal void MoveDue(double now, ReadyQueue ready)
    {
        while (_count > 0 && _keys[0].When <= now)
        {
            ITimed target = _targets[0].Item!;
            bool isStale = IsStale(0);
            RemoveHead();
            if (isStale)
            {
                _cancelled--;
                continue;
            }

            target.TimerToken = 0;
            ready.Enqueue(target);
        }
    }

    internal void Clear()
    {
        for (int i = 0; i < _count; i++)
        {
            if (!IsStale(i))
            {
                _targets[i].Item!.TimerToken = 0;
            }
        }

        Array.Clear(_targets, 0, _count);
        _count = _cancelled = 0;
    }

    private bool IsStale(int index) => _targets[index].Item!.TimerToken != _keys[index].Token;

    private void RemoveHead()
    {
        int last = --_count;
        Key key = _keys[last];
        ITimed target = _targets[last].Item!;
        _targets[last].Item = null;
        if (last > 0)
        {
            SiftDown(0, key, target);
        }
    }

    private void SiftUp(int hole, int top, Key key, ITimed target)
    {
        Key[] keys = _keys;
        while (hole > top)
        {
            int parent = (hole - 1) / Children;
            if (!key.IsBefore(keys[parent]))
            {
                break;
            }

            keys[hole] = keys[parent];
            _targets[hole] = _targets[parent];
            hole = parent;
        }

        keys[hole] = key;
        _targets[hole].Item = target;
    }

    // Down to the bottom first, along the earliest children, and then up again to where the key belongs: what comes from
    // the end of the heap nearly always belongs near the bottom.
    private void SiftDown(int hole, Key key, ITimed target)
    {
        Key[] keys = _keys;
        int first = hole * Children + 1;
        int top = hole;
        while (first + Children <= _count)
        {
            int left = keys[first + 1].IsBefore(keys[first]) ? first + 1 : first;
            int right = keys[first + 3].IsBefore(keys[first + 2]) ? first + 3 : first + 2;
            int least = keys[right].IsBefore(keys[left]) ? right : left;
            keys[hole] = keys[least];
            _targets[hole] = _targets[least];
            hole = least;
            first = hole * Children + 1;
        }

        if (first < _count)
        {
            int least = first;
            for (int child = first + 1; child < _count; child++)
            {
                least = keys[child].IsBefore(keys[least]) ? child : least;
            }

            keys[hole] = keys[least];
            _targets[hole] = _targets[least];
            hole = least;
        }

        SiftUp(hole, top, key, target);
    }

    private void Sweep()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!IsStale(i))
            {
                _keys[kept] = _keys[i];
                _targets[kept++] = _targets[i];
            }
        }

        Array.Clear(_targets, kept, _count - kept);
        _count = kept;
        _cancelled = 0;
        if (kept < _keys.Length / 4 && _keys.Length > 1024)
        {
            Array.Resize(ref _keys, _keys.Length / 2);
            Array.Resize(ref _targets, _targets.Length / 2);
        }

        for (int i = (kept - 2) / Children; i >= 0 && kept > 1; i--)
        {
            SiftDown(i, _keys[i], _targets[i].Item!);
        }
    }

    private readonly struct Key(double when, long token)
    {
        internal readonly double When = when;
        internal readonly long Token = token;

        // Without a branch: which of two random deadlines is earlier, no processor can predict.
        internal bool IsBefore(in Key other) =>
            (When < other.When) | ((When == other.When) & (Token < other.Token));
    }

    private struct Target
    {
        internal ITimed? Item;
    }
}

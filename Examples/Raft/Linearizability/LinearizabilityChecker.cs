namespace Coroutines.Examples.Raft.Linearizability;

/// <summary>
/// Looks for an order in which a single register could have done all calls of one key, each at some moment between its beginning and its end, so
/// that each was told what it was told. Values of different keys do not touch each other, so each key is looked at alone (linearizability is local).
/// </summary>
/// <remarks>
/// The search is Wing's and Gong's: take a call that has begun before any other one has ended, do it, and go on with the rest; where that leads
/// nowhere, take it back. What Lowe has added makes it quick: from the same set of calls done and the same value nothing new can come, so no such
/// pair is visited twice.
/// </remarks>
internal sealed class LinearizabilityChecker
{
    private const int ContextSize = 12;

    private readonly IReadOnlyList<Call> _calls;
    private readonly Event _head = new(-1, isEnd: false);
    private readonly Event[] _ends;
    private readonly Stack<(Event Begin, string? ValueBefore)> _done = [];
    private readonly HashSet<(BitSet Done, string? Value)> _visited = [];

    private int _open;
    private int _mostDone;
    private Call? _stuck;

    /// <param name="calls">The calls of one key.</param>
    internal LinearizabilityChecker(IReadOnlyList<Call> calls)
    {
        _calls = calls;
        _ends = new Event[calls.Count];
        _open = calls.Count(static call => call.End is not null);
        Event last = _head;
        foreach (Event next in EventsInOrder())
        {
            last = last.Append(next);
        }
    }

    /// <returns>Null if there is such an order; else where the search got stuck.</returns>
    internal Anomaly? FindAnomaly() => HasOrder() ? null : Describe();

    private bool HasOrder()
    {
        var done = new BitSet(_calls.Count);
        string? value = null;
        Event next = _head;
        while (_open > 0)
        {
            next = next.Next!;
            if (!next.IsEnd)
            {
                next = TryDo(next, ref done, ref value) ? _head : next;
                continue;
            }

            // A call has ended that is not done: the last choice was wrong.
            NoteHowFar(next);
            if (_done.Count == 0)
            {
                return false;
            }

            next = TakeBack(ref done, ref value);
        }

        return true;
    }

    private bool TryDo(Event begin, ref BitSet done, ref string? value)
    {
        if (!_calls[begin.Call].TryApply(value, out string? after))
        {
            return false;
        }

        BitSet doneAfter = done.With(begin.Call);
        if (!_visited.Add((doneAfter, after)))
        {
            return false;
        }

        _done.Push((begin, value));
        (done, value) = (doneAfter, after);
        begin.TakeOut();
        if (_ends[begin.Call] is { } end)
        {
            end.TakeOut();
            _open--;
        }

        return true;
    }

    private Event TakeBack(ref BitSet done, ref string? value)
    {
        (Event begin, value) = _done.Pop();
        done = done.Without(begin.Call);
        if (_ends[begin.Call] is { } end)
        {
            end.PutBack();
            _open++;
        }

        begin.PutBack();
        return begin;
    }

    private void NoteHowFar(Event next)
    {
        if (_done.Count >= _mostDone)
        {
            _mostDone = _done.Count;
            _stuck = _calls[next.Call];
        }
    }

    private Anomaly Describe()
    {
        // What had begun by then: the calls before it, in the order in which they ended, and those that never did.
        Call[] begun = [.. _calls.Where(call => call.Begin < _stuck!.End)];
        Call[] before = [.. begun.Where(call => call.End <= _stuck!.End).OrderBy(static call => call.End).TakeLast(ContextSize)];
        IEnumerable<Call> context = before.Concat(begun.Where(static call => call.End is null));
        return new Anomaly(
            $"Linearizability of '{_stuck!.Key}': no order of the calls explains\n{_stuck}\nIt, and those that ended before it or never:\n{string.Join('\n', context)}",
            before.Min(static call => call.BeginTime),
            _stuck.EndTime);
    }

    private IEnumerable<Event> EventsInOrder()
    {
        var events = new SortedList<int, Event>();
        for (int i = 0; i < _calls.Count; i++)
        {
            events.Add(_calls[i].Begin, new Event(i, isEnd: false));
            if (_calls[i].End is { } end)
            {
                events.Add(end, _ends[i] = new Event(i, isEnd: true));
            }
        }

        return events.Values;
    }

    /// <summary>The beginning or the end of a call, in a list that it can be taken out of and put back into at the same place.</summary>
    private sealed class Event(int call, bool isEnd)
    {
        private Event? _previous;

        internal int Call => call;

        internal bool IsEnd => isEnd;

        internal Event? Next { get; private set; }

        internal Event Append(Event next)
        {
            Next = next;
            next._previous = this;
            return next;
        }

        internal void TakeOut()
        {
            _previous!.Next = Next;
            Next?._previous = _previous;
        }

        internal void PutBack()
        {
            _previous!.Next = this;
            Next?._previous = this;
        }
    }

    /// <summary>A set of calls, equal to another one with the same members.</summary>
    private readonly struct BitSet : IEquatable<BitSet>
    {
        private const int WordSize = 64;

        private readonly ulong[] _words;

        internal BitSet(int size) => _words = new ulong[(size + WordSize - 1) / WordSize];

        private BitSet(ulong[] words) => _words = words;

        internal BitSet With(int member) => Flip(member);

        internal BitSet Without(int member) => Flip(member);

        public bool Equals(BitSet other) => _words.AsSpan().SequenceEqual(other._words);

        public override bool Equals(object? obj) => obj is BitSet other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (ulong word in _words)
            {
                hash.Add(word);
            }

            return hash.ToHashCode();
        }

        private BitSet Flip(int member)
        {
            ulong[] words = [.. _words];
            words[member / WordSize] ^= 1UL << (member % WordSize);
            return new BitSet(words);
        }
    }
}

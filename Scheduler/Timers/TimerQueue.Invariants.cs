using System.Diagnostics;

namespace Coroutines;

internal sealed partial class TimerQueue
{
    [Conditional("DEBUG")]
    internal void VerifyInvariants()
    {
        VerifyNear();
        int held = _heap.Count + RunLeft;
        int stale = CountStale();
        for (int place = 0; place < _segments.Count; place++)
        {
            TimerSegment segment = _segments[place];
            held += segment.Count;
            Invariant.Holds(place == 0 || segment.Low <= _segments[place - 1].Low, "the farthest segment comes first");
            for (int i = 0; i < segment.Count; i++)
            {
                stale += segment[i].IsStale ? 1 : 0;
                Invariant.Holds(segment[i].When > _horizon, "what lies beyond the horizon is in a segment");
                Invariant.Holds(place == 0 || segment[i].When < _segments[place - 1].Low, "each segment ends where the next one begins");
            }
        }

        Invariant.Holds(held == Held, "each entry is counted");
        Invariant.Holds(stale == _cancelled, "each cancelled entry is counted");
    }

    /// <summary>The heap and the run, which have everything up to the horizon.</summary>
    private void VerifyNear()
    {
        ReadOnlySpan<TimerEntry> heap = _heap.Entries;
        foreach (ref readonly TimerEntry entry in heap)
        {
            Invariant.Holds(entry.When <= _horizon, "the heap has nothing beyond the horizon");
            Invariant.Holds(!entry.IsBefore(heap[0]), "the first of the heap stands in front");
        }

        for (int i = _runPosition + 1; i < (_run?.Count ?? 0); i++)
        {
            Invariant.Holds(_run![i - 1].IsBefore(_run[i]), "the run is in order");
        }
    }

    private int CountStale()
    {
        int stale = 0;
        foreach (ref readonly TimerEntry entry in _heap.Entries)
        {
            stale += entry.IsStale ? 1 : 0;
        }

        for (int i = _runPosition; i < (_run?.Count ?? 0); i++)
        {
            stale += _run![i].IsStale ? 1 : 0;
        }

        return stale;
    }
}

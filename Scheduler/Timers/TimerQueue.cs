namespace Coroutines;

/// <summary>
/// Deadlines, the earliest first, and equal ones in the order in which they were set (rule 4).
/// </summary>
/// <remarks>
/// <para>A queue that sorts no sooner than it must. Whatever is set for later than the <i>horizon</i> is only appended to
/// a segment, a stretch of time without inner order. When everything before the horizon has fired, the nearest segment
/// is dealt out to finer ones until one is small enough to be sorted; it is the <i>run</i> that fires next, and its end
/// is the new horizon. What is set for before the horizon goes to a heap beside the run.</para>
/// <para>So a deadline is moved about three times in its life, from list to list, even among a million others, while a
/// heap of a million moves each of them ten times, all over the memory. A timing wheel would do as well, but it rounds
/// deadlines to its slots, and exact times are what the virtual clock promises.</para>
/// <para>A cancelled timer stays where it is, marked by its token, until its turn comes, or until the cancelled ones are
/// more than half of over a hundred (rule 5): then all of them are swept out at once. Fewer are swept out when the loop comes to rest,
/// the more rarely the more timers there are.</para>
/// </remarks>
/// <param name="order">Numbers the timers, together with those of other queues that are served in one order.</param>
internal sealed partial class TimerQueue(TimerOrder order)
{
    private const int SweepAbove = 100;
    private const int LeastWorkToSweep = 32;
    private const int LargestHeap = 256;

    // The farthest segment first.
    private readonly List<TimerSegment> _segments = [];
    private readonly TimerStore _store = order.Store;
    private readonly TimerHeap _heap = new();
    private TimerSegment? _run;
    private int _runPosition;
    private double _horizon = double.NegativeInfinity;
    private int _cancelled;

    // How much work the next sweep is allowed, so that it costs the same per rest whatever it finds.
    private int _workAllowed;

    internal TimerQueue()
        : this(new TimerOrder())
    {
    }

    /// <summary>Numbers the timers, and keeps what is used again.</summary>
    internal TimerOrder Order => order;

    /// <summary>How many timers are set; cancelled ones are not counted.</summary>
    internal int Count => Held - _cancelled;

    /// <summary>How many entries are held, cancelled ones included.</summary>
    internal int Held { get; private set; }

    private int RunLeft => _run is null ? 0 : _run.Count - _runPosition;

    internal void Add(double when, ITimed target) => Add(when, target, order.Next());

    /// <summary>Sets a timer under a number that <see cref="TimerOrder"/> has given: its place among equal deadlines.</summary>
    internal void Add(double when, ITimed target, long token)
    {
        target.TimerToken = token;
        Held++;
        Place(new TimerEntry(when, token, target));
        if (_heap.Count > LargestHeap && _heap.Count > RunLeft)
        {
            DrawHorizonIn();
        }
    }

    /// <summary>Cancels what <see cref="Add(double, ITimed)"/> set; does nothing for a target that is not waiting.</summary>
    internal void Cancel(ITimed target)
    {
        if (target.TimerToken == 0)
        {
            return;
        }

        target.TimerToken = 0;
        _cancelled++;
        if (Held > SweepAbove && _cancelled > Held / 2)
        {
            Sweep();
        }
    }

    /// <summary>The earliest deadline, or positive infinity when no timer is set.</summary>
    internal double NextDeadline() => TryPeek(out double when, out _) ? when : double.PositiveInfinity;

    /// <summary>Tells the earliest deadline and its number, if any timer is set.</summary>
    internal bool TryPeek(out double when, out long token)
    {
        while (FindFirst(out bool isInRun))
        {
            ref TimerEntry first = ref First(isInRun);
            if (!first.IsStale)
            {
                when = first.When;
                token = first.Token;
                return true;
            }

            RemoveFirst(isInRun);
            _cancelled--;
        }

        when = double.PositiveInfinity;
        token = 0;
        return false;
    }

    /// <summary>Takes out the target of the earliest deadline. One must be set, see <see cref="TryPeek"/>.</summary>
    internal ITimed TakeFirst()
    {
        FindFirst(out bool isInRun);
        ITimed target = First(isInRun).Target!;
        RemoveFirst(isInRun);
        target.TimerToken = 0;
        return target;
    }

    /// <summary>Moves what is due at <paramref name="now"/> to the ready queue, earliest first.</summary>
    internal void MoveDue(double now, ReadyQueue ready)
    {
        while (FindFirst(out bool isInRun))
        {
            ref TimerEntry first = ref First(isInRun);
            if (first.When > now)
            {
                return;
            }

            ITimed target = first.Target!;
            bool isStale = first.IsStale;
            RemoveFirst(isInRun);
            if (isStale)
            {
                _cancelled--;
            }
            else
            {
                target.TimerToken = 0;
                Expire(target, ready);
            }
        }
    }

    /// <summary>Has a target run that has become due; in the case of a group's clock, what is due in it.</summary>
    internal static void Expire(ITimed target, ReadyQueue ready)
    {
        if (target is DomainTimeline group)
        {
            group.Fire(ready);
        }
        else
        {
            ready.Enqueue(target);
        }
    }

    /// <summary>Lets go of what was cancelled, and of the room that a burst has needed. To be called now and then.</summary>
    /// <param name="work">How many timers may be looked at, on an average of calls.</param>
    internal void LetGo(int work)
    {
        if (_cancelled > 0)
        {
            _workAllowed += work;
            if (_workAllowed >= Math.Max(Held, LeastWorkToSweep))
            {
                Sweep();
            }
        }

        _heap.LetGo();
    }

    /// <summary>Lets go of what all queues of this order keep to use it again.</summary>
    /// <param name="isQuiet">Whether there is nothing to do.</param>
    internal void LetGoOfSpares(bool isQuiet) => order.Store.LetGo(isQuiet);

    /// <summary>Everything that is set, in no particular order; for reports.</summary>
    internal IEnumerable<(ITimed Target, double When)> Pending()
    {
        List<TimerEntry> entries = [.. _heap.Entries];
        for (int i = _runPosition; i < (_run?.Count ?? 0); i++)
        {
            entries.Add(_run![i]);
        }

        foreach (TimerSegment segment in _segments)
        {
            for (int i = 0; i < segment.Count; i++)
            {
                entries.Add(segment[i]);
            }
        }

        return entries.Where(entry => !entry.IsStale).Select(entry => (entry.Target!, entry.When));
    }

    internal void Clear()
    {
        while (NextDeadline() < double.PositiveInfinity && FindFirst(out bool isInRun))
        {
            First(isInRun).Target!.TimerToken = 0;
            RemoveFirst(isInRun);
        }
    }

    private ref TimerEntry First(bool isInRun) => ref isInRun ? ref _run![_runPosition] : ref _heap.First;

    /// <summary>Finds where the earliest deadline stands: in the run, or in the heap beside it.</summary>
    private bool FindFirst(out bool isInRun)
    {
        isInRun = RunLeft > 0;
        if (_heap.Count > 0)
        {
            isInRun = isInRun && _run![_runPosition].IsBefore(_heap.First);
            return true;
        }

        return isInRun || (isInRun = AdvanceHorizon());
    }

    private void RemoveFirst(bool isInRun)
    {
        Held--;
        if (isInRun)
        {
            _run![_runPosition++].Target = null;
        }
        else
        {
            _heap.RemoveFirst();
        }
    }

    private void Place(in TimerEntry entry)
    {
        if (entry.When <= _horizon)
        {
            _heap.Add(entry);
            return;
        }

        if (_segments.Count == 0)
        {
            _segments.Add(TimerSegment.Take(_store));
        }

        // The farthest one that begins early enough; the nearest takes whatever lies between the horizon and the others.
        int far = 0;
        int near = _segments.Count - 1;
        while (far < near)
        {
            int middle = (far + near) / 2;
            if (_segments[middle].Low <= entry.When)
            {
                near = middle;
            }
            else
            {
                far = middle + 1;
            }
        }

        _segments[near].Add(entry, _store);
    }

    /// <summary>Everything before the horizon has fired: makes the nearest deadlines the next run.</summary>
    private bool AdvanceHorizon()
    {
        DropRun();
        while (_segments.Count > 0)
        {
            TimerSegment nearest = _segments[^1];
            _segments.RemoveAt(_segments.Count - 1);
            if (nearest.Count == 0)
            {
                nearest.ReturnTo(_store);
            }
            else if (nearest.TrySort() || !nearest.TrySplit(_segments, _store))
            {
                _run = nearest;
                _horizon = nearest[nearest.Count - 1].When;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The horizon turned out to be too far: many deadlines were set before it since. They become a segment of their own,
    /// so that the heap stays small.
    /// </summary>
    private void DrawHorizonIn()
    {
        if (_heap.Count + RunLeft == 0)
        {
            DropRun();
            return;
        }

        TimerSegment segment = TimerSegment.Take(_store, _heap.Count + RunLeft);
        foreach (ref readonly TimerEntry entry in _heap.Entries)
        {
            segment.Add(entry, _store);
        }

        for (; RunLeft > 0; _runPosition++)
        {
            segment.Add(_run![_runPosition], _store);
        }

        _heap.Clear();
        DropRun();

        // Which is what a segment keeps.
        segment.SortByToken();
        _segments.Add(segment);
    }

    private void DropRun()
    {
        _run?.ReturnTo(_store);
        _run = null;
        _runPosition = 0;
        _horizon = double.NegativeInfinity;
    }

    /// <summary>Drops the cancelled ones.</summary>
    internal void Sweep()
    {
        DrawHorizonIn();
        Held = 0;
        foreach (TimerSegment segment in _segments)
        {
            segment.Sweep(_store);
            Held += segment.Count;
        }

        _cancelled = 0;
        _workAllowed = 0;
    }
}

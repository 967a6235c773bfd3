namespace Coroutines;

/// <summary>
/// Failed tasks and futures whose exception nobody has looked at. asyncio leaves the report to the garbage collector; here each is
/// reported once: at a <see cref="ReportMoment"/>, and at the latest when the scheduler ends.
/// </summary>
/// <remarks>
/// Those that wait for the garbage collector may be many, and wait for long. None of them costs anything by being there: after a
/// collection they are looked through, a few at a time.
/// </remarks>
internal sealed class UnseenFaults(Scheduler scheduler, ReportMoment? moment)
{
    private const int Few = 64;
    private const int LooksAtATime = 256;
    private const int LooksForEach = 2;
    private const int CausedByReports = 1000;

    // All of them, in the order in which they failed.
    private readonly LinkedList<FaultWatch> _watches = new();

    // Those that the end of the Tick reports. They are held until then: whoever is told gets to see the task.
    private readonly List<Future> _due = [];

    // How far a look through them has come; null when none is under way.
    private LinkedListNode<FaultWatch>? _nextLook;
    private int _collections;

    private ReportMoment Moment => moment ?? (scheduler.Loop.YieldsToNextFrame ? ReportMoment.AtOnce : ReportMoment.WhenCollected);

    internal FaultWatch Add(Future future, Exception exception)
    {
        var watch = new FaultWatch(future, exception);
        watch.Place = _watches.AddLast(watch);
        if (Moment == ReportMoment.WhenCollected && _watches.Count > Few)
        {
            // A loop that is never at rest would otherwise gather them for ever.
            scheduler.Ready.Enqueue(new PostedAction(() => LookForLost(LooksForEach)));
        }

        return watch;
    }

    /// <summary>Nobody has announced that they will look at it.</summary>
    internal void ReportSoon(Future future)
    {
        if (Moment == ReportMoment.WhenCollected)
        {
            return;
        }

        if (scheduler.Loop.YieldsToNextFrame)
        {
            _due.Add(future);
        }
        else
        {
            // Behind those who wait for it now: they are told in the next iteration.
            scheduler.Ready.Enqueue(new PostedAction(() => ReportUnlessSeen(future)));
        }
    }

    /// <summary>A game loop begins: what was left unseen before that is reported by its first Tick.</summary>
    internal void BeginFrames()
    {
        if (moment != ReportMoment.WhenCollected)
        {
            _due.AddRange(_watches.Select(static watch => watch.Future).OfType<Future>());
        }
    }

    /// <summary>A run begins, whose moment is another one.</summary>
    internal void EndFrames()
    {
        _due.ForEach(ReportSoon);
        _due.Clear();
    }

    /// <summary>How many it has reported.</summary>
    internal long ReportedCount { get; private set; }

    /// <summary>Whether there is something to report at the end of the frame.</summary>
    internal bool HasDue => _due.Count > 0;

    /// <summary>The end of a Tick. What the reports themselves cause is for the next one.</summary>
    internal void ReportDue()
    {
        int due = _due.Count;
        int done = 0;
        try
        {
            while (done < due)
            {
                ReportUnlessSeen(_due[done++]);
            }
        }
        finally
        {
            _due.RemoveRange(0, done);
        }

        ReportLost();
    }

    /// <summary>Reports those that a garbage collection has shown to be lost. Costs a look at a counter, if that.</summary>
    internal void ReportLost()
    {
        if (_watches.Count > 0)
        {
            LookForLost(LooksAtATime);
        }
    }

    /// <summary>Reports all of them: the scheduler ends.</summary>
    internal void ReportAll()
    {
        // A handler may cause new ones. They are reported as well, unless each report causes another.
        for (int left = _watches.Count + CausedByReports; left > 0 && _watches.First is { } first; left--)
        {
            Report(first.Value);
        }

        _watches.Clear();
        _due.Clear();
        _nextLook = null;
    }

    /// <summary>It has been seen, or is being reported.</summary>
    internal void Remove(FaultWatch watch)
    {
        if (watch.Place is { } place)
        {
            watch.Place = null;
            if (_nextLook == place)
            {
                _nextLook = place.Next;
            }

            _watches.Remove(place);
        }
    }

    /// <summary>It has been seen.</summary>
    internal void Forget(FaultWatch watch)
    {
        watch.IsSeen = true;
        if (!scheduler.IsRunning || scheduler.IsRunningHere)
        {
            Remove(watch);
        }
    }

    /// <summary>The tasks among them.</summary>
    internal IEnumerable<CoTask> Tasks() =>
        _watches.Where(static watch => !watch.IsSeen).Select(static watch => watch.Future).OfType<CoTask>();

    private void ReportUnlessSeen(Future future)
    {
        if (future is { FaultWatch: { } watch, IsLookAnnounced: false })
        {
            Report(watch);
        }
    }

    private void LookForLost(int looks)
    {
        if (_nextLook is null && GC.CollectionCount(0) is var collections && collections != _collections)
        {
            _collections = collections;
            _nextLook = _watches.First;
        }

        for (; looks > 0 && _nextLook is { Value: var watch }; looks--)
        {
            _nextLook = _nextLook.Next;
            if (watch.IsSeen || watch.Future is null)
            {
                Report(watch);
            }
        }
    }

    private void Report(FaultWatch watch)
    {
        if (watch.Place is null)
        {
            return;
        }

        Remove(watch);
        if (!watch.IsSeen)
        {
            ReportedCount++;
            scheduler.Reports.Report(watch.ToReport(), watch.Context, watch.Domain);
        }
    }
}

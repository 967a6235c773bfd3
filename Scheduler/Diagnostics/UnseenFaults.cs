namespace Coroutines;

/// <summary>
/// Failed tasks and futures whose exception nobody has looked at. asyncio leaves the report to the garbage collector;
/// here each is reported once, at the latest when the scheduler ends.
/// </summary>
/// <remarks>
/// A future that has become garbage can be looked at by nobody any more. So a scheduler that runs for long reports it as
/// soon as a collection has shown that, and also keeps no endless list: it looks whenever twice as many have gathered as
/// were left the last time.
/// </remarks>
internal sealed class UnseenFaults(Scheduler scheduler)
{
    private const int FirstSweep = 64;
    private const int CausedByReports = 1000;

    private List<FaultWatch> _watches = [];
    private int _nextSweep = FirstSweep;
    private int _collections;

    internal FaultWatch Add(Future future, Exception exception)
    {
        if (_watches.Count >= _nextSweep)
        {
            Sweep();
        }

        var watch = new FaultWatch(future, exception);
        _watches.Add(watch);
        return watch;
    }

    /// <summary>Reports those that a garbage collection has shown to be lost. Costs a look at a counter, if that.</summary>
    internal void ReportLost()
    {
        if (_watches.Count > 0 && GC.CollectionCount(0) is var collections && collections != _collections)
        {
            _collections = collections;
            Sweep();
        }
    }

    /// <summary>Reports all of them: the scheduler ends.</summary>
    internal void ReportAll()
    {
        // By index: a handler may cause new ones. They are reported as well, unless each report causes another.
        int limit = _watches.Count + CausedByReports;
        for (int i = 0; i < _watches.Count && i < limit; i++)
        {
            if (!_watches[i].IsSeen)
            {
                Report(_watches[i]);
            }
        }

        _watches.Clear();
    }

    private void Sweep()
    {
        List<FaultWatch> unseen = _watches.FindAll(static watch => !watch.IsSeen);
        var lost = new HashSet<FaultWatch>(unseen.FindAll(static watch => watch.IsLost));
        _watches = unseen.FindAll(watch => !lost.Contains(watch));
        _nextSweep = Math.Max(FirstSweep, _watches.Count * 2);
        foreach (FaultWatch watch in unseen.FindAll(lost.Contains))
        {
            Report(watch);
        }
    }

    private void Report(FaultWatch watch) => scheduler.Report(watch.ToReport(), watch.Context);
}

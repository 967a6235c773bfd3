namespace Coroutines;

/// <summary>
/// Failed tasks and futures whose exception nobody has looked at. asyncio leaves the report to the garbage collector;
/// here each is reported once, at the latest when the scheduler ends.
/// </summary>
/// <remarks>
/// A future that has become garbage can be looked at by nobody any more. So that a scheduler which runs for long keeps no
/// endless list, those are reported earlier: whenever twice as many have gathered as were left the last time.
/// </remarks>
internal sealed class UnseenFaults(Scheduler scheduler)
{
    private const int FirstSweep = 64;

    private List<FaultWatch> _watches = [];
    private int _nextSweep = FirstSweep;

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

    /// <summary>Reports all of them: the scheduler ends.</summary>
    internal void ReportAll()
    {
        // By index: a handler may cause new ones, which are reported as well.
        for (int i = 0; i < _watches.Count; i++)
        {
            if (!_watches[i].IsSeen)
            {
                scheduler.Report(_watches[i].ToReport());
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
            scheduler.Report(watch.ToReport());
        }
    }
}

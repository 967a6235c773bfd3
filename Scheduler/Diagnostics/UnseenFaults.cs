namespace Coroutines;

/// <summary>
/// Failed tasks and futures whose exception nobody has looked at. asyncio leaves the report to the garbage collector;
/// here each is reported once, at the latest when the scheduler ends.
/// </summary>
/// <remarks>
/// A future that has become garbage can be looked at by nobody any more, so a scheduler that runs for long reports it
/// then: whenever as many have gathered again as were left the last time, those that are gone are reported.
/// </remarks>
internal sealed class UnseenFaults
{
    private const int FirstSweep = 64;

    private readonly List<Entry> _entries = [];
    private int _nextSweep = FirstSweep;

    internal void Add(Future future, Exception exception)
    {
        if (_entries.Count >= _nextSweep)
        {
            _entries.RemoveAll(static entry => !entry.IsUnseen);
            _entries.RemoveAll(entry => entry.IsGarbage && entry.ReportTo(future.Owner!));
            _nextSweep = Math.Max(FirstSweep, _entries.Count * 2);
        }

        _entries.Add(new Entry(future, exception));
    }

    /// <summary>Reports all of them: the scheduler ends.</summary>
    internal void ReportAll(Scheduler scheduler)
    {
        // A handler may cause new ones; those are reported as well.
        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].IsUnseen)
            {
                _entries[i].ReportTo(scheduler);
            }
        }

        _entries.Clear();
    }

    private sealed class Entry(Future future, Exception exception)
    {
        private readonly WeakReference<Future> _future = new(future);
        private readonly string _description = future.Describe();
        private readonly string? _creationStack = future.CreationStack;

        internal bool IsGarbage => !_future.TryGetTarget(out _);

        internal bool IsUnseen => !_future.TryGetTarget(out Future? alive) || !alive.IsObserved;

        internal bool ReportTo(Scheduler scheduler)
        {
            _future.TryGetTarget(out Future? alive);
            scheduler.Report(new ExceptionContext($"The exception of {_description} was never looked at")
            {
                Exception = exception,
                Future = alive,
                Task = alive as CoTask,
                CreationStack = _creationStack,
            });
            return true;
        }
    }
}

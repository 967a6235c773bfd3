namespace Coroutines.Testing;

/// <summary>Real time that a loaded machine takes away from this process, looked at now and then.</summary>
internal abstract class LostTime
{
    /// <summary>What the system can tell.</summary>
    internal static LostTime Watch() => ProcessorWaits.AreKnown ? new OfThreads() : new OfProcess(ProcessorTime.OfThisProcess);

    /// <summary>How much was lost since the last look.</summary>
    /// <param name="passed">How many seconds have passed since then.</param>
    internal abstract double Look(double passed);

    /// <summary>As much as the thread has lost that has waited longest for a processor: a test may wait for what that one does.</summary>
    private sealed class OfThreads : LostTime
    {
        private Dictionary<string, double> _waits = ProcessorWaits.OfAllThreads();

        internal override double Look(double passed)
        {
            Dictionary<string, double> before = _waits;
            _waits = ProcessorWaits.OfAllThreads();
            double lost = 0;
            foreach (KeyValuePair<string, double> thread in _waits)
            {
                before.TryGetValue(thread.Key, out double wait);
                lost = Math.Max(lost, thread.Value - wait);
            }

            return Math.Min(lost, passed);
        }
    }

    /// <summary>
    /// Where nothing is known of threads: if the process has computed, all that was not spent on it; if not, it has waited by itself, and
    /// nothing was lost.
    /// </summary>
    internal sealed class OfProcess(Func<TimeSpan> processorTime) : LostTime
    {
        private const double IdleShare = 0.01;

        private double _used = processorTime().TotalSeconds;

        internal override double Look(double passed)
        {
            double before = _used;
            _used = processorTime().TotalSeconds;
            double computed = _used - before;
            return computed < passed * IdleShare ? 0 : Math.Max(passed - computed, 0);
        }
    }
}

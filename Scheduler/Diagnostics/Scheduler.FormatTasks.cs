namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>
    /// Shows what waits on what, as text: what <c>python -m asyncio pstree</c> shows since Python 3.14. Costs nothing until it
    /// is called, and then time in proportion to the tasks and timers there are; of the program's code it runs the
    /// <see cref="Exception.Message"/> of exceptions alone.
    /// </summary>
    /// <returns>
    /// One line for each unfinished task, with its name, its state, its coroutines, the outermost first, and what it
    /// waits on; the tasks that it awaits are indented below it. Then one for each failed task whose exception nobody has looked at,
    /// and that was not reported yet, with that exception. Tasks that wait for each other in a ring are named at the end. Empty if there are none.
    /// </returns>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public string FormatTasks()
    {
        VerifyThread();
        return new TaskTree(UnfinishedTasks(), [.. _unseenFaults.Tasks()], DescribeWaits()).ToString();
    }

    /// <summary>What the tasks themselves do not know of their waits.</summary>
    private Dictionary<CoTask, string> DescribeWaits()
    {
        var waits = new Dictionary<CoTask, string>();
        double now = Time;
        foreach ((ITimed target, double when) in _timers.Pending())
        {
            if (target is CoTask task)
            {
                waits[task] = $"sleeping until {SecondsText.Of(when)} s (in {SecondsText.Of(Math.Max(when - now, 0))} s)";
            }
        }

        foreach ((ITimed target, double when, TaskDomain domain) in DomainTimers())
        {
            if (target is CoTask task)
            {
                waits[task] = $"sleeping until {SecondsText.Of(when)} s of {domain.Describe()}{DescribeRate(domain)}";
            }
        }

        foreach (CoTask task in _tooEarly.Items().OfType<CoTask>())
        {
            waits[task] = "waiting for the next frame";
        }

        foreach (PhaseSlot slot in _phases)
        {
            foreach (CoTask task in slot.Items().OfType<CoTask>())
            {
                waits[task] = ReferenceEquals(slot, _update) ? "waiting for the next frame" : $"waiting for {slot.Phase}";
            }
        }

        return waits;
    }

    private static string DescribeRate(TaskDomain domain) =>
        domain.IsPaused ? ", which is paused"
        : domain.Time.Rate == 0 ? ", whose time stands still"
        : string.Empty;
}

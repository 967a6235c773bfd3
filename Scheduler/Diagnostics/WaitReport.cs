using System.Text;

namespace Coroutines;

/// <summary>What each unfinished task waits for, in words.</summary>
/// <param name="scheduler">The scheduler.</param>
/// <param name="enquiries">How other threads ask for it.</param>
internal sealed class WaitReport(Scheduler scheduler, Enquiries enquiries)
{
    /// <summary>How any thread gets to look at the scheduler.</summary>
    internal Enquiries Enquiries => enquiries;

    /// <summary>How many timers of the program are set, those of groups included.</summary>
    internal int TimerCount
    {
        get
        {
            TimerQueue timers = scheduler.Seconds.Timers;
            int clocks = timers.Pending().Count(static timer => timer.Target is DomainTimeline);
            return timers.Count - clocks + scheduler.Domains.PendingTimers().Count();
        }
    }

    /// <summary>The callbacks of <c>CallLater</c> and <c>CallAt</c> that are set, the earliest first.</summary>
    internal IEnumerable<TimerHandle> Callbacks() =>
        scheduler.Seconds.Timers.Pending().Select(static timer => timer.Target).OfType<TimerHandle>().OrderBy(static handle => handle.When);

    /// <summary>What each unfinished task waits for, in the order in which they were made.</summary>
    internal IEnumerable<(CoTask Task, string Wait)> All()
    {
        List<CoTask> tasks = scheduler.Tasks.Unfinished();
        Dictionary<CoTask, string> waits = tasks.Count > 0 ? Describe(scheduler.Time) : [];
        return tasks.Select(task => (task, waits.GetValueOrDefault(task) ?? task.DescribeWait()));
    }

    /// <summary>What the tasks themselves do not know of their waits.</summary>
    /// <param name="now">The scheduler's time.</param>
    internal Dictionary<CoTask, string> Describe(double now)
    {
        var waits = new Dictionary<CoTask, string>();
        DescribeSleeps(waits, now);
        foreach ((IRunnable item, FramePhase? phase) in scheduler.Frames.Waiting())
        {
            if (item is CoTask task)
            {
                waits[task] = phase is null ? "waiting for the next frame" : $"waiting for {phase}";
            }
        }

        return waits;
    }

    internal string DescribeDeadlock()
    {
        var message = new StringBuilder("Deadlock: nothing is ready, no timer is set, and nothing can arrive from outside.");
        foreach ((CoTask task, string wait) in All())
        {
            message.Append("\n  ").Append(task.DescribeChain()).Append(": ").Append(wait);
        }

        foreach (string ring in WaitRings.Describe(scheduler.Tasks.Unfinished()))
        {
            message.Append("\n  ").Append(ring);
        }

        // Sockets and awaited .NET tasks are known of; a thread of the user's own, which will post something, is not.
        message.Append("\nIf a thread is to call CallSoonThreadsafe, let a coroutine wait for that thread's work: Await(Task.Run(…)).");
        return message.ToString();
    }

    private void DescribeSleeps(Dictionary<CoTask, string> waits, double now)
    {
        foreach ((ITimed target, double when) in scheduler.Seconds.Timers.Pending())
        {
            if (target is CoTask task)
            {
                waits[task] = $"sleeping until {SecondsText.Of(when)} s (in {SecondsText.Of(Math.Max(when - now, 0))} s)";
            }
        }

        foreach ((ITimed target, double when, TaskDomain domain) in scheduler.Domains.PendingTimers())
        {
            if (target is CoTask task)
            {
                waits[task] = $"sleeping until {SecondsText.Of(when)} s of {domain.Describe()}{DescribeRate(domain)}";
            }
        }
    }

    private static string DescribeRate(TaskDomain domain) =>
        domain.IsPaused ? ", which is paused"
        : domain.StandsStill ? ", whose time stands still"
        : string.Empty;
}

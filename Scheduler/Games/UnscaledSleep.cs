namespace Coroutines;

/// <summary>A sleep by the scheduler's clock, whatever the group's does.</summary>
internal sealed class UnscaledSleep(double seconds) : Suspension
{
    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (task.Domain is null || !(seconds > 0))
        {
            return Awaitable.OfSeconds(seconds);
        }

        var wait = new TimedWait(Describe());
        return wait.Begin(task, task.Scheduler.Seconds, task.Scheduler.Time + seconds);
    }

    internal override void Abandon(CoTask task)
    {
        // Nobody waits on this itself: each has a wait of its own.
    }

    internal override string Describe() => FormattableString.Invariant($"sleeping {seconds} unscaled seconds");
}

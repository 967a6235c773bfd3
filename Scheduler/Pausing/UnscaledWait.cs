namespace Coroutines;

/// <summary>A task of a group, asleep by the scheduler's clock; for one sleep after another.</summary>
internal sealed class UnscaledWait : TimedWait
{
    private Scheduler? _scheduler;
    private double _seconds;

    internal Awaitable Begin(CoTask task, double seconds)
    {
        _scheduler = task.Scheduler;
        _seconds = seconds;
        return Begin(task, _scheduler.Seconds, _scheduler.Time + seconds);
    }

    internal override string Describe() => FormattableString.Invariant($"sleeping {_seconds} unscaled seconds");

    private protected override void Free()
    {
        base.Free();
        _scheduler!.Games.UnscaledWaits.Keep(this, _scheduler.Places.Limit);
    }
}

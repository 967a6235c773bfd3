namespace Coroutines;

/// <summary>A callback that waits for its time: asyncio's <c>TimerHandle</c>.</summary>
public sealed class TimerHandle : Handle, ITimed
{
    private readonly Timeline _timeline;
    private long _timerToken;

    /// <param name="scheduler">The scheduler.</param>
    /// <param name="when">The deadline.</param>
    /// <param name="callback">What to call.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <param name="timeline">What the deadline is measured by.</param>
    internal TimerHandle(
        Scheduler scheduler, double when, Action callback, ExecutionContext? context, Timeline timeline)
        : base(scheduler, callback, context)
    {
        When = when;
        _timeline = timeline;
    }

    /// <summary>When it is due, in seconds of <see cref="Scheduler.Time"/>.</summary>
    public double When { get; }

    long ITimed.TimerToken
    {
        get => _timerToken;
        set => _timerToken = value;
    }

    private protected override void CancelCore() => _timeline.Cancel(this);
}

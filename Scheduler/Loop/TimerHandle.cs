namespace Coroutines;

/// <summary>A callback that waits for its time: asyncio's <c>TimerHandle</c>.</summary>
public sealed class TimerHandle : Handle, ITimed
{
    private long _timerToken;

    internal TimerHandle(Scheduler scheduler, double when, Action callback, ExecutionContext? context)
        : base(scheduler, callback, context)
    {
        When = when;
    }

    /// <summary>When it is due, in seconds of <see cref="Scheduler.Time"/>.</summary>
    public double When { get; }

    long ITimed.TimerToken
    {
        get => _timerToken;
        set => _timerToken = value;
    }

    private protected override void CancelCore() => Owner.CancelTimer(this);
}

namespace Coroutines;

/// <summary>Fires what .NET has set by a scheduler's virtual clock, as callbacks of that scheduler's.</summary>
internal sealed class ClockDriver(Scheduler scheduler, VirtualClock clock) : ITimerDriver
{
    public void Do(Action action)
    {
        if (scheduler.IsRunningHere)
        {
            action();
        }
        else
        {
            scheduler.Outside.Call(action);
        }
    }

    public Handle CallAt(double when, Action callback, ExecutionContext? context) => scheduler.CallAt(when, callback, context);

    /// <summary>The scheduler runs by the clock now.</summary>
    internal void TakeOver() => clock.Timers.TakeOver(this);

    /// <summary>The scheduler has ended.</summary>
    internal void Release() => clock.Timers.Release(this);
}

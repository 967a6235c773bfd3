namespace Coroutines;

/// <summary>A timer that .NET has set by a virtual clock.</summary>
/// <param name="timers">All of that clock's. What changes here, changes under their lock.</param>
/// <param name="callback">What to call.</param>
/// <param name="state">What to call it with.</param>
internal sealed class VirtualTimer(ClockTimers timers, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    private double _first;
    private double _period;
    private long _fired;
    private bool _isDisposed;

    // Where a loop drives it: what is to fire it there.
    private ITimerDriver? _driver;
    private Handle? _handle;

    /// <summary>When it fires next; infinity if it is not set.</summary>
    internal double When { get; private set; } = double.PositiveInfinity;

    /// <summary>Which of equal deadlines was set first.</summary>
    internal long Number { get; private set; }

    /// <summary>Sets it anew, counted from now.</summary>
    /// <returns>False if it was disposed.</returns>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Verify(dueTime, nameof(dueTime));
        Verify(period, nameof(period));
        timers.Change(this, timer => timer.Set(Duration.SecondsOf(dueTime), period));
        return !_isDisposed;
    }

    public void Dispose() => timers.Change(this, static timer => timer.End());

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>It fires now: its next time is set, as behind all that are set.</summary>
    internal void MoveOn()
    {
        _fired++;
        When = _first + (_fired * _period);
        Number = timers.NextNumber();
    }

    /// <summary>Has the loop that drives it fire it at its time. Called on that loop's thread.</summary>
    /// <param name="driver">The loop; null if there is none any more.</param>
    internal void Follow(ITimerDriver? driver)
    {
        if (ReferenceEquals(driver, _driver))
        {
            // Another loop's is left there: it finds nothing to fire.
            _handle?.Cancel();
        }

        _driver = driver;
        _handle = driver is not null && !double.IsPositiveInfinity(When) ? driver.CallAt(When, () => timers.Fire(this), _context) : null;
    }

    /// <summary>Calls what it is to call. What awaits it goes on here, and not on another thread, for which time would not wait.</summary>
    internal void Call() => InlineCompletion.Run(() => callback(state));

    /// <summary>The same, with the values of the call that has made it.</summary>
    internal void CallInContext()
    {
        if (_context is null)
        {
            Call();
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((VirtualTimer)timer!).Call(), this);
        }
    }

    private void Set(double fromNow, TimeSpan period)
    {
        if (!_isDisposed)
        {
            _first = timers.Now + fromNow;
            _period = period > TimeSpan.Zero ? period.TotalSeconds : double.PositiveInfinity;
            _fired = 0;
            When = _first;
            Number = timers.NextNumber();
        }
    }

    private void End()
    {
        _isDisposed = true;
        When = double.PositiveInfinity;
    }

    private static void Verify(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, time, "A timer is due now, later, or never (Timeout.InfiniteTimeSpan).");
        }
    }
}

namespace Coroutines;

/// <summary>
/// What .NET has set by a virtual clock. The loop that runs by the clock fires it, as timers of its own; where there is none, whoever
/// moves the clock by hand.
/// </summary>
/// <remarks>.NET sets and drops its timers on any thread, so that they stand under a lock here; a loop hears of it on its own thread.</remarks>
internal sealed class ClockTimers(VirtualClock clock)
{
    private readonly object _lock = new();
    private readonly SortedSet<VirtualTimer> _set = new(ByDeadline.Instance);

    private ITimerDriver? _driver;
    private long _number;

    internal double Now => clock.Time;

    /// <summary>Numbers what is set. Called under the lock.</summary>
    internal long NextNumber() => ++_number;

    /// <summary>Changes when a timer fires.</summary>
    internal void Change(VirtualTimer timer, Action<VirtualTimer> change)
    {
        ITimerDriver? driver;
        lock (_lock)
        {
            ChangeLocked(timer, change);
            driver = _driver;
        }

        driver?.Do(() => Follow(timer, driver));
    }

    /// <summary>From now on a loop fires them, which is on this thread.</summary>
    internal void TakeOver(ITimerDriver driver)
    {
        if (ReferenceEquals(Volatile.Read(ref _driver), driver))
        {
            return;
        }

        lock (_lock)
        {
            _driver = driver;
            foreach (VirtualTimer timer in _set)
            {
                timer.Follow(driver);
            }
        }
    }

    /// <summary>A loop has ended.</summary>
    internal void Release(ITimerDriver driver)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_driver, driver))
            {
                _driver = null;
                foreach (VirtualTimer timer in _set)
                {
                    timer.Follow(null);
                }
            }
        }
    }

    /// <summary>A loop has come to the time of a timer.</summary>
    internal void Fire(VirtualTimer timer)
    {
        ITimerDriver? driver;
        lock (_lock)
        {
            if (timer.When > Now)
            {
                // It was set anew on another thread, of which the loop has yet to hear; or another loop has fired it.
                return;
            }

            ChangeLocked(timer, static timer => timer.MoveOn());
            driver = _driver;
            timer.Follow(driver);
        }

        timer.Call();
    }

    /// <summary>Moves the clock by hand; where no loop fires them, by way of what is due meanwhile.</summary>
    internal void PassTo(double time)
    {
        while (TakeDue(time) is { } timer)
        {
            timer.CallInContext();
        }

        clock.MoveTo(time);
    }

    private VirtualTimer? TakeDue(double time)
    {
        lock (_lock)
        {
            if (_driver is not null || _set.Min is not { } timer || timer.When > time)
            {
                return null;
            }

            clock.MoveTo(timer.When);
            ChangeLocked(timer, static timer => timer.MoveOn());
            return timer;
        }
    }

    private void Follow(VirtualTimer timer, ITimerDriver driver)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_driver, driver))
            {
                timer.Follow(driver);
            }
        }
    }

    private void ChangeLocked(VirtualTimer timer, Action<VirtualTimer> change)
    {
        _set.Remove(timer);
        change(timer);
        if (!double.IsPositiveInfinity(timer.When))
        {
            _set.Add(timer);
        }
    }
}

/// <summary>The earliest first, equal ones as they were set.</summary>
file sealed class ByDeadline : IComparer<VirtualTimer>
{
    internal static ByDeadline Instance { get; } = new();

    public int Compare(VirtualTimer? x, VirtualTimer? y)
    {
        int byTime = x!.When.CompareTo(y!.When);
        return byTime != 0 ? byTime : x.Number.CompareTo(y.Number);
    }
}

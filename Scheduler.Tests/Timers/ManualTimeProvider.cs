namespace Coroutines.Tests.Timers;

/// <summary>A clock that is moved by hand, from any thread, and fires the timers that it passes on that thread.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private long _ticks;

    /// <summary>Called whenever the time is looked at, before the answer.</summary>
    internal Action? Looked { get; set; }

    /// <summary>How far the clock moves just before the next timer is set: the worst moment for it.</summary>
    internal double AdvanceAtNextTimer { get; set; }

    /// <summary>What another thread does, once, when the loop has begun to wait for its next deadline.</summary>
    internal Action? Meanwhile { get; set; }

    internal int TimersMade { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        Looked?.Invoke();
        lock (_gate)
        {
            return _ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TimersMade++;
        if (Meanwhile is { } meanwhile)
        {
            Meanwhile = null;
            var thread = new Thread(() => meanwhile());
            thread.Start();
            thread.Join();
        }

        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until a timer is set, for that time if one is given.</summary>
    internal void WaitForTimer(double? due = null)
    {
        lock (_gate)
        {
            while (!_timers.Exists(timer => due is null || timer.Due == due * TimeSpan.TicksPerSecond))
            {
                Monitor.Wait(_gate);
            }
        }
    }

    internal void Advance(double seconds)
    {
        ManualTimer[] due;
        lock (_gate)
        {
            _ticks += (long)Math.Round(seconds * TimeSpan.TicksPerSecond);
            due = [.. _timers.Where(timer => timer.Due <= _ticks)];
            _timers.RemoveAll(timer => timer.Due <= _ticks);
        }

        foreach (ManualTimer timer in due)
        {
            timer.Fire();
        }
    }

    private void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, Action fire) : ITimer
    {
        internal long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            double advance = owner.AdvanceAtNextTimer;
            owner.AdvanceAtNextTimer = 0;
            owner.Advance(advance);
            lock (owner._gate)
            {
                Due = owner._ticks + dueTime.Ticks;
                owner._timers.Add(this);
                Monitor.PulseAll(owner._gate);
            }

            return true;
        }

        public void Dispose() => owner.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        internal void Fire() => fire();
    }
}

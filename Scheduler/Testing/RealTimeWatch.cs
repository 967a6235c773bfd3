namespace Coroutines.Testing;

/// <summary>
/// Looks from another thread whether a run takes too long in real time: that of this process, without what a loaded machine takes
/// away from it.
/// </summary>
/// <remarks>
/// When the time is up, the loop is told to stop. If a step holds up the loop, its thread is interrupted, which ends a wait. A step
/// that goes on all the same, and so for ever, leaves one way to let somebody know: to end the process.
/// </remarks>
internal sealed class RealTimeWatch : IDisposable
{
    private const double LooksPerLimit = 10;
    private static readonly TimeSpan _shortestInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromMilliseconds(250);

    private const int Idle = 0, Looking = 1, Over = 2;

    private readonly TestOptions _options;
    private readonly RunGuard _guard;
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly TimeSpan _interval;
    private readonly Timer _timer;

    private int _state = Idle;
    private LostTime? _lostTime;
    private long _lastLook;
    private long _lastStep;
    private double _passed;

    internal RealTimeWatch(TestOptions options, RunGuard guard)
    {
        _options = options;
        _guard = guard;
        var interval = TimeSpan.FromSeconds(Math.Min(options.RealTimeout.Seconds / LooksPerLimit, _longestInterval.TotalSeconds));
        _interval = interval < _shortestInterval ? _shortestInterval : interval;
        _timer = new Timer(static watch => ((RealTimeWatch)watch!).Look(), this, _interval, _interval);
    }

    /// <summary>Whether the time was up.</summary>
    internal bool HasExpired { get; private set; }

    /// <summary>Whether the thread was interrupted.</summary>
    internal bool HasInterrupted { get; private set; }

    /// <summary>The run is over.</summary>
    public void Dispose()
    {
        // Not by a lock, nor by anything else that sleeps: an interrupt would end the wait.
        while (Interlocked.CompareExchange(ref _state, Over, Idle) != Idle)
        {
            Thread.Yield();
        }

        _timer.Dispose();
        if (HasInterrupted)
        {
            TakeInterrupt();
        }
    }

    // Not while the look before has not ended.
    private void Look()
    {
        if (Interlocked.CompareExchange(ref _state, Looking, Idle) == Idle)
        {
            try
            {
                Advance();
            }
            finally
            {
                Volatile.Write(ref _state, Idle);
            }
        }
    }

    private void Advance()
    {
        long now = TimeProvider.System.GetTimestamp();
        if (_lostTime is null)
        {
            // Most runs end before the first look, and pay for none.
            _lostTime = _options.LostTime();
            _lastLook = now;
            _lastStep = _guard.Steps;
            return;
        }

        // A look that comes late comes to a process that was not run meanwhile.
        double passed = Math.Min(TimeProvider.System.GetElapsedTime(_lastLook, now).TotalSeconds, 2 * _interval.TotalSeconds);
        _passed += passed - _lostTime.Look(passed);
        _lastLook = now;
        bool isStuck = _guard.IsInStep && _guard.Steps == _lastStep;
        _lastStep = _guard.Steps;
        if (_passed < _options.RealTimeout.Seconds)
        {
            return;
        }

        if (!HasExpired)
        {
            HasExpired = true;
            _guard.StopFromOutside(isStuck);
        }

        if (isStuck)
        {
            End();
        }
    }

    private void End()
    {
        if (_passed >= _options.RealTimeout.Seconds + _options.LastResort.Seconds)
        {
            _options.EndProcess($"{_guard.DescribeStep()} has held up a test for ever, and cannot be interrupted: it loops without coming to a yield return. (TestOptions.RealTimeout)");
        }

        HasInterrupted = true;
        _thread.Interrupt();
    }

    // One that came when nothing waited any more: it would end the next wait of whoever has called.
    private static void TakeInterrupt()
    {
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            return;
        }
    }
}

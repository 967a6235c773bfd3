namespace Coroutines;

public sealed partial class Scheduler
{
    private const double LongestAlarm = 24 * 60 * 60;
    private const int AlarmAttempts = 3;

    // How long to wait at most, in seconds, where the clock's timers fail.
    private const double LookWithoutAlarm = 0.01;

    private readonly SocketPoller _sockets;
    private bool _hasAlarmFailed;

    /// <summary>Who waits for sockets.</summary>
    internal SocketPoller Sockets => _sockets;

    /// <summary>Which item of the batch runs: how many come after it.</summary>
    internal int LeftInBatch => _running.LeftInBatch;

    /// <summary>
    /// Looks which sockets are ready while there are other things to do: not in each iteration where that is dear, and in a
    /// frame only as long as the sockets have not had their share of it.
    /// </summary>
    private void GlanceAtIO()
    {
        if (_sockets.MayGlance)
        {
            PollIO(0);
        }
        else if (!_sockets.Turns.IsFrameUsedUp)
        {
            _sockets.ReleaseInMemory();
        }
    }

    /// <summary>Looks which sockets are ready, waiting at most so long, and queues those who wait for them.</summary>
    private void PollIO(double seconds)
    {
        bool hasReady = _sockets.ReleaseInMemory();
        if (_sockets.TellSelector() || hasReady)
        {
            // Those whose socket was refused need not wait for anything.
            seconds = 0;
        }

        if (seconds <= 0 && !_sockets.HasWaits)
        {
            return;
        }

        if (seconds > 0)
        {
            // Whoever posts or interrupts from now on sees this and wakes the selector; what came before is seen here.
            _sockets.BeginWait();
            if (_inbox.HasItems || IsInterrupted)
            {
                seconds = 0;
            }
        }

        ITimer? alarm = null;
        try
        {
            alarm = SetAlarm(ref seconds);
            ReadOnlySpan<ReadyEvent> events = _sockets.Poll(seconds);

            // What other threads posted meanwhile is in front of what they have made ready (rule 8).
            _inbox.MoveTo(_ready);
            _sockets.Release(events);
        }
        finally
        {
            _sockets.EndWait();
            EndAlarm(alarm);
        }
    }

    /// <summary>
    /// A clock other than the system's has its own idea of how long to wait: it sets a timer that wakes the selector.
    /// </summary>
    private ITimer? SetAlarm(ref double seconds)
    {
        if (_options.TimeProvider == TimeProvider.System || _clock.IsStepped || seconds <= 0 || double.IsPositiveInfinity(seconds))
        {
            return null;
        }

        ITimer? alarm = null;
        try
        {
            alarm = _options.TimeProvider.CreateTimer(
                static sockets => ((SocketPoller)sockets!).Wake(), _sockets, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            SetAlarm(alarm ?? throw new InvalidOperationException("CreateTimer gave null instead of a timer."), ref seconds);
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            // Then the clock has to be looked at again and again.
            seconds = Math.Min(seconds, LookWithoutAlarm);
            ReportAlarmFailure(exception);
        }

        return alarm;
    }

    private void SetAlarm(ITimer alarm, ref double seconds)
    {
        seconds = double.PositiveInfinity;
        double deadline = LatestWake;

        // A clock that another thread moves by hand may move right now, and perhaps never again: then the timer would
        // be set for too late. One that runs by itself never looks the same twice, so there is an end to this.
        double now;
        int attempts = 0;
        do
        {
            now = _clock.Now;
            if (deadline <= _clock.DueUntil)
            {
                seconds = 0;
                return;
            }

            alarm.Change(TimeSpan.FromSeconds(Math.Min(deadline - now, LongestAlarm)), Timeout.InfiniteTimeSpan);
        }
        while (_clock.Now != now && ++attempts < AlarmAttempts);
    }

    private void EndAlarm(ITimer? alarm)
    {
        try
        {
            alarm?.Dispose();
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            ReportAlarmFailure(exception);
        }
    }

    private void ReportAlarmFailure(Exception exception)
    {
        if (!_hasAlarmFailed)
        {
            _hasAlarmFailed = true;
            Report(new ExceptionContext("A timer of the TimeProvider threw an exception; the loop looks at the clock every so often instead")
            {
                Exception = exception,
            });
        }
    }

    /// <summary>Ends a wait of the loop, from any thread.</summary>
    private void WakeUp()
    {
        Interlocked.MemoryBarrier();
        if (_sockets.IsWaiting)
        {
            _sockets.Wake();
        }
    }
}

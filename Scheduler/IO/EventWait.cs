namespace Coroutines;

/// <summary>Where the loop waits, and looks which sockets are ready.</summary>
/// <param name="provider">The clock of the program. One other than the system's is asked for a timer that ends the wait.</param>
/// <param name="clock">The loop's time.</param>
/// <param name="ready">What is made ready is added to it.</param>
/// <param name="inbox">What other threads post, which comes before what they have made ready.</param>
/// <param name="sockets">Who waits for sockets.</param>
/// <param name="interrupts">What ends a wait at once.</param>
/// <param name="reports">Told when the clock's timers fail.</param>
/// <param name="latestWake">When the loop has to run again at the latest.</param>
internal sealed class EventWait(
    TimeProvider provider,
    LoopClock clock,
    ReadyQueue ready,
    ThreadInbox inbox,
    SocketPoller sockets,
    Interrupts interrupts,
    Reports reports,
    Func<double> latestWake) : IEventSource
{
    private const double LongestAlarm = 24 * 60 * 60;
    private const int AlarmAttempts = 3;

    // How long to wait at most, in seconds, where the clock's timers fail.
    private const double LookWithoutAlarm = 0.01;

    private bool _hasAlarmFailed;

    public bool HasWork => sockets.HasWork;

    public bool HasMoreInMemory => sockets.HasMoreInMemory;

    public long ServedCount => sockets.Turns.ServedCount;

    public void BeginFrame() => sockets.BeginFrame();

    public void LeaveFrames() => sockets.LeaveFrames();

    /// <summary>
    /// Looks which sockets are ready while there are other things to do: not in each iteration where that is dear, and in a
    /// frame only as long as the sockets have not had their share of it.
    /// </summary>
    public void Glance()
    {
        if (sockets.MayGlance)
        {
            Poll(0);
        }
        else if (!sockets.Turns.IsFrameUsedUp)
        {
            sockets.ReleaseInMemory();
        }
    }

    /// <summary>Looks which sockets are ready, waiting at most so many seconds, and queues those who wait for them.</summary>
    public void Poll(double seconds)
    {
        bool hasReady = sockets.ReleaseInMemory();
        if (sockets.TellSelector() || hasReady)
        {
            // Those whose socket was refused need not wait for anything.
            seconds = 0;
        }

        if (seconds <= 0 && !sockets.HasWaits)
        {
            return;
        }

        if (seconds > 0)
        {
            // Whoever posts or interrupts from now on sees this and wakes the selector; what came before is seen here.
            sockets.BeginWait();
            if (inbox.IsCalling || interrupts.AreMany)
            {
                seconds = 0;
            }
        }

        ITimer? alarm = null;
        try
        {
            alarm = SetAlarm(ref seconds);
            ReadOnlySpan<ReadyEvent> events = sockets.Poll(seconds);

            // What other threads posted meanwhile is in front of what they have made ready (rule 8).
            inbox.MoveTo(ready);
            sockets.HandOut(events);
        }
        finally
        {
            sockets.EndWait();
            EndAlarm(alarm);
        }
    }

    /// <summary>
    /// A clock other than the system's has its own idea of how long to wait: it sets a timer that wakes the selector.
    /// </summary>
    private ITimer? SetAlarm(ref double seconds)
    {
        if (provider == TimeProvider.System || clock.IsStepped || seconds <= 0 || double.IsPositiveInfinity(seconds))
        {
            return null;
        }

        ITimer? alarm = null;
        try
        {
            alarm = provider.CreateTimer(
                static sockets => ((SocketPoller)sockets!).Wake(), sockets, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            SetAlarm(alarm ?? throw new InvalidOperationException("CreateTimer gave null instead of a timer."), ref seconds);
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            // Then the clock has to be looked at again and again.
            seconds = Math.Min(seconds, LookWithoutAlarm);
            ReportFailure(exception);
        }

        return alarm;
    }

    private void SetAlarm(ITimer alarm, ref double seconds)
    {
        seconds = double.PositiveInfinity;
        double deadline = latestWake();

        // A clock that another thread moves by hand may move right now, and perhaps never again: then the timer would
        // be set for too late. One that runs by itself never looks the same twice, so there is an end to this.
        double now;
        int attempts = 0;
        do
        {
            now = clock.Now;
            if (deadline <= clock.DueUntil)
            {
                seconds = 0;
                return;
            }

            alarm.Change(TimeSpan.FromSeconds(Math.Min(deadline - now, LongestAlarm)), Timeout.InfiniteTimeSpan);
        }
        while (clock.Now != now && ++attempts < AlarmAttempts);
    }

    private void EndAlarm(ITimer? alarm)
    {
        try
        {
            alarm?.Dispose();
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            ReportFailure(exception);
        }
    }

    private void ReportFailure(Exception exception)
    {
        if (!_hasAlarmFailed)
        {
            _hasAlarmFailed = true;
            reports.Report(new ExceptionContext("A timer of the TimeProvider threw an exception; the loop looks at the clock every so often instead")
            {
                Exception = exception,
            });
        }
    }
}

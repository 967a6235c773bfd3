namespace Coroutines;

// A game loop as a guest in somebody else's loop, which wants to know when to call Tick.
public sealed partial class Scheduler
{
    // Those whose hosts this thread is telling at this moment, mostly none. What a host posts while it is told is its own doing; to be
    // told of that as well, inside of the first time, and again inside of that, would be the end of the stack.
    [ThreadStatic]
    private static List<Scheduler>? _telling;

    /// <summary>
    /// The moment, in seconds of <see cref="Time"/>, by which a host has to call <see cref="Tick(double)"/> again:
    /// <see cref="Time"/> itself if something is ready or waits for the next frame, else the earliest deadline; positive infinity if
    /// nothing will happen until something comes from outside.
    /// </summary>
    /// <remarks>
    /// A host sleeps for <c>NextDeadline - Time</c> seconds, but at least for a frame, or until <see cref="SchedulerOptions.WakeUp"/> is
    /// called, and then gives Tick the time that has passed. Without that least one it would spin as soon as a coroutine waits for the next
    /// frame, as a tween does; and <c>Tick(NextDeadline - Time)</c> would then not move time at all. What is to go as fast as it can, needs
    /// no frames: <c>Run</c>, with a <see cref="VirtualClock"/>. While a coroutine waits for a socket or by <c>WaitUntil</c>, the deadline is at most
    /// <see cref="SchedulerOptions.PredicateInterval"/> away: those are looked at in each Tick, and tell nobody by themselves.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public double NextDeadline
    {
        get
        {
            VerifyThread();
            double now = _clock.Now;
            if (_ready.Count > 0 || _inbox.HasItems || _tooEarly.Count > 0 || _frameTimers.Count > 0)
            {
                return now;
            }

            double deadline = LatestWake;
            if (_sockets.HasWork)
            {
                deadline = Math.Min(deadline, now + _options.PredicateInterval.Seconds);
            }

            foreach (PhaseSlot slot in _phases)
            {
                if (slot.Count > 0)
                {
                    deadline = Math.Min(deadline, slot.Phase.IsFixed ? slot.NextStepTime : now);
                }
            }

            return Math.Max(deadline, now);
        }
    }

    /// <summary>From now on the host is told when something becomes ready.</summary>
    private void Arm()
    {
        if (_options.WakeUp is not null)
        {
            // Whoever posts something now either finds the scheduler at rest, or has posted before the host looks.
            Interlocked.MemoryBarrier();
            _ready.Arm(RaiseAlarm);
        }
    }

    private void RaiseAlarm() => WakeHost(isOutside: false);

    private void RaiseAlarmFromOutside() => WakeHost(isOutside: true);

    private void WakeHost(bool isOutside)
    {
        if (_options.WakeUp is not { } wakeUp || _thread != 0 || (_telling ??= []).Contains(this))
        {
            return;
        }

        _telling.Add(this);
        try
        {
            wakeUp();
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            ReportWakeUp(exception, isOutside);
        }
        finally
        {
            _telling.RemoveAt(_telling.Count - 1);
        }
    }

    // On another thread, it has to wait for the next Tick.
    private void ReportWakeUp(Exception exception, bool isOutside)
    {
        var failure = new ExceptionContext("SchedulerOptions.WakeUp threw an exception") { Exception = exception };
        if (isOutside)
        {
            _inbox.Post(new PostedAction(() => Report(failure)));
        }
        else
        {
            Report(failure);
        }
    }
}

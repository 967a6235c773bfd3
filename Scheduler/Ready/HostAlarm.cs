namespace Coroutines;

/// <summary>
/// Tells the host of a game loop that is a guest in somebody else's loop when to call Tick
/// (<see cref="SchedulerOptions.WakeUp"/>).
/// </summary>
/// <param name="wakeUp">What the host has given; null if it wants to know nothing.</param>
/// <param name="isRunning">Whether the loop runs, and needs nobody to run it.</param>
/// <param name="ready">Says that something has become ready.</param>
/// <param name="inbox">Where another thread leaves word of a failure.</param>
/// <param name="reports">Told of what the host throws.</param>
internal sealed class HostAlarm(Action? wakeUp, Func<bool> isRunning, ReadyQueue ready, ThreadInbox inbox, Reports reports)
{
    // Those whose hosts this thread is telling at this moment, mostly none. What a host posts while it is told is its own doing; to be
    // told of that as well, inside of the first time, and again inside of that, would be the end of the stack.
    [ThreadStatic]
    private static List<HostAlarm>? _telling;

    /// <summary>From now on the host is told when something becomes ready.</summary>
    internal void Arm()
    {
        if (wakeUp is not null)
        {
            // Whoever posts something now either finds the scheduler at rest, or has posted before the host looks.
            Interlocked.MemoryBarrier();
            ready.Arm(Raise);
        }
    }

    /// <summary>There may be something to do earlier than the host knows.</summary>
    internal void Raise() => Raise(isOutside: false);

    /// <inheritdoc cref="Raise()"/>
    /// <remarks>Called from any thread.</remarks>
    internal void RaiseFromOutside() => Raise(isOutside: true);

    private void Raise(bool isOutside)
    {
        if (wakeUp is null || isRunning() || (_telling ??= []).Contains(this))
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
            Report(exception, isOutside);
        }
        finally
        {
            _telling.RemoveAt(_telling.Count - 1);
        }
    }

    // On another thread, it has to wait for the next Tick.
    private void Report(Exception exception, bool isOutside)
    {
        var failure = new ExceptionContext("SchedulerOptions.WakeUp threw an exception") { Exception = exception };
        if (isOutside)
        {
            inbox.Post(new PostedAction(() => reports.Report(failure)));
        }
        else
        {
            reports.Report(failure);
        }
    }
}

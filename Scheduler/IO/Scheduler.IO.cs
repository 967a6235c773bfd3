using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Coroutines;

public sealed partial class Scheduler
{
    private const int UnclaimedReports = 2;

    private const double LongestAlarm = 24 * 60 * 60;
    private const int AlarmAttempts = 3;

    private readonly ConditionalWeakTable<Socket, SocketRegistration> _sockets = new();

    // Registrations whose waiters have come or gone since the selector was last told.
    private readonly List<SocketRegistration> _changedSockets = [];
    private Selector? _selector;
    private int _socketWaits;
    private volatile bool _isPolling;

    private bool ExpectsIO => _socketWaits > 0;

    private bool HasSocketWork => _socketWaits > 0 || _changedSockets.Count > 0;

    /// <summary>Has a task wait for a socket.</summary>
    internal void AddSocketWait(SocketWait wait)
    {
        // Opened with the first wait, not with the first poll: in between, a burst of new sockets may use up the
        // descriptors that this process is allowed.
        _selector ??= Selector.Create(_options.Selector);

        SocketRegistration registration = _sockets.GetValue(wait.Socket, static socket => new SocketRegistration(socket));
        SocketWaiters waiters = wait.Direction == Interest.Read
            ? (SocketWaiters)(registration.Reader ??= new SocketWaiters())
            : (SocketWaiters)(registration.Writer ??= new SocketWaiters());
        waiters.Add(wait);
        wait.Registration = registration;
        _socketWaits++;
        registration.Unclaimed = 0;
        if ((registration.Interest & wait.Direction) == 0)
        {
            _changedSockets.Add(registration);
        }
    }

    /// <summary>Forgets a wait whose task was cancelled.</summary>
    internal void RemoveSocketWait(SocketWait wait)
    {
        SocketRegistration registration = wait.Registration!;
        var waiters = (SocketWaiters)(wait.Direction == Interest.Read ? registration.Reader : registration.Writer)!;
        if (waiters.Remove(wait))
        {
            _socketWaits--;
            _changedSockets.Add(registration);
        }
    }

    /// <summary>Looks which sockets are ready, waiting at most so long, and queues those who wait for them.</summary>
    private void PollIO(double seconds)
    {
        if (_changedSockets.Count > 0)
        {
            TellSelector();
            if (_ready.Count > 0)
            {
                // Those whose socket was refused: they need not wait for anything.
                seconds = 0;
            }
        }

        if (seconds <= 0 && _socketWaits == 0)
        {
            return;
        }

        _selector ??= Selector.Create(_options.Selector);
        if (seconds > 0)
        {
            // Whoever posts or interrupts from now on sees this flag and wakes the selector; what came before is seen here.
            _isPolling = true;
            Interlocked.MemoryBarrier();
            if (_inbox.HasItems || IsInterrupted)
            {
                seconds = 0;
            }
        }

        try
        {
            using ITimer? alarm = SetAlarm(ref seconds);
            ReadOnlySpan<ReadyEvent> events = _selector.Poll(seconds);

            // What other threads posted meanwhile is in front of what they have made ready (rule 8).
            _inbox.MoveTo(_ready);
            foreach (ReadyEvent ready in events)
            {
                // Rule 6: the reader before the writer.
                Release(ready, Interest.Read, ready.Registration.Reader);
                Release(ready, Interest.Write, ready.Registration.Writer);
                WatchLess(ready);
            }
        }
        finally
        {
            _isPolling = false;
        }
    }

    private void Release(ReadyEvent ready, Interest direction, object? waiters)
    {
        if ((ready.Ready & direction) != 0 && waiters is SocketWaiters { Count: > 0 } waiting)
        {
            _socketWaits -= waiting.Count;
            waiting.MoveTo(_ready, ready.Registration.IsOrphaned);
            ready.Registration.Unclaimed = 0;
        }
        else if ((ready.Ready & direction) != 0)
        {
            ready.Registration.Unclaimed++;
        }
    }

    // One who is served usually waits again, an iteration or two later. So a direction stays watched until it has been
    // reported for nobody twice in a row; a conversation thus costs no change of what is watched.
    private void WatchLess(ReadyEvent ready)
    {
        if (ready.Registration.Unclaimed >= UnclaimedReports)
        {
            ready.Registration.Unclaimed = 0;
            _changedSockets.Add(ready.Registration);
        }
    }

    // While somebody waits for a socket, each poll sees to those that were closed. Nobody does.
    private void LetGoOfSockets()
    {
        if (_socketWaits == 0)
        {
            _selector?.LetGo();
        }
    }

    // Told once before each poll, not at each change.
    private void TellSelector()
    {
        _selector ??= Selector.Create(_options.Selector);
        foreach (SocketRegistration registration in _changedSockets)
        {
            Interest interest = SocketWaiters.InterestOf(registration);
            try
            {
                if (interest != registration.Interest || registration.Selector is null)
                {
                    _selector.Watch(registration, interest);
                }
            }
            catch (Exception refusal)
            {
                // It cannot be watched: closed, or no socket that this system can poll. Those who wait learn it.
                FailSocketWaits(registration.Reader, refusal);
                FailSocketWaits(registration.Writer, refusal);
            }
        }

        _changedSockets.Clear();
    }

    private void FailSocketWaits(object? waiters, Exception refusal)
    {
        if (waiters is SocketWaiters { Count: > 0 } waiting)
        {
            _socketWaits -= waiting.Count;
            waiting.Fail(_ready, refusal);
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

        seconds = double.PositiveInfinity;
        double deadline = LatestWake;
        ITimer alarm = _options.TimeProvider.CreateTimer(
            static scheduler => ((Scheduler)scheduler!)._selector!.Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

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
                return alarm;
            }

            alarm.Change(TimeSpan.FromSeconds(Math.Min(deadline - now, LongestAlarm)), Timeout.InfiniteTimeSpan);
        }
        while (_clock.Now != now && ++attempts < AlarmAttempts);

        return alarm;
    }

    /// <summary>Ends a wait of the loop, from any thread.</summary>
    private void WakeUp()
    {
        Interlocked.MemoryBarrier();
        if (_isPolling)
        {
            _selector!.Wake();
        }
    }
}

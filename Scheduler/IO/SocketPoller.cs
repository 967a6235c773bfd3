using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Who waits for which socket. It tells the selector what to watch, and queues those whose socket is ready.</summary>
/// <remarks>It belongs to the loop's thread, except <see cref="WakeUp"/> and <see cref="Wake"/>.</remarks>
internal sealed class SocketPoller(SelectorKind kind, ReadyQueue ready) : IWakeable, IUpkeep, IDisposable
{
    private const int UnclaimedReports = 2;

    private readonly ConditionalWeakTable<Socket, SocketRegistration> _registrations = new();

    // Registrations whose waiters have come or gone since the selector was last told.
    private readonly List<Registration> _changed = [];
    private Selector? _selector;
    private int _waits;

    // What is ready without a system that says so: connections in memory.
    private readonly List<IRunnable> _readyInMemory = [];
    private bool _isFrameNew;
    private volatile bool _isWaiting;
    private IPollObserver? _observer;

    /// <summary>How much of it is done before others have their turn.</summary>
    internal SocketTurns Turns { get; } = new();

    /// <summary>Whether somebody waits for a socket.</summary>
    public bool HasWaits => _waits > 0;

    /// <summary>How many wait for a socket.</summary>
    internal int WaitCount => _waits;

    /// <summary>Whether there is something to ask the selector, or to tell it.</summary>
    internal bool HasWork => _waits > 0 || _changed.Count > 0 || _readyInMemory.Count > 0;

    /// <summary>Whether a connection in memory is ready that has not had its share of this frame.</summary>
    internal bool HasMoreInMemory => _readyInMemory.Count > 0 && !Turns.IsFrameUsedUp;

    /// <summary>How often the system was asked.</summary>
    internal long AskedCount => _selector?.AskedCount ?? 0;

    /// <summary>Whether to look at the sockets while there are other things to do.</summary>
    /// <remarks>By time only where nobody observes it: a replay could not know.</remarks>
    internal bool MayGlance => _isFrameNew || ((_selector is null || _selector.IsDue || _observer is not null) && !Turns.IsFrameOver);

    private Selector Selector => _selector ??= Selector.Create(kind);

    /// <summary>From now on somebody is told of what happens here.</summary>
    /// <param name="observer">Who.</param>
    /// <param name="selector">The selector to ask; null for that of the system.</param>
    internal void Observe(IPollObserver observer, Selector? selector)
    {
        _observer = observer;
        _selector ??= selector;
    }

    internal void BeginFrame()
    {
        Turns.BeginFrame();
        _isFrameNew = true;
    }

    internal void LeaveFrames()
    {
        Turns.LeaveFrames();
        _isFrameNew = false;
    }

    internal SocketRegistration RegistrationOf(Socket socket) =>
        _registrations.GetValue(socket, static socket => new SocketRegistration(socket));

    /// <summary>Has a task wait for a socket.</summary>
    internal void Add(SocketWait wait)
    {
        // Opened with the first wait, not with the first poll: in between, a burst of new sockets may use up the
        // descriptors that this process is allowed.
        _ = Selector;

        SocketRegistration registration = RegistrationOf(wait.Socket);
        SocketWaiters waiters = wait.Direction == Interest.Read
            ? registration.Reader ??= new SocketWaiters()
            : registration.Writer ??= new SocketWaiters();
        waiters.Add(wait);
        wait.Registration = registration;
        _waits++;
        registration.Unclaimed = 0;
        if ((registration.Interest & wait.Direction) == 0)
        {
            _changed.Add(registration);
        }
    }

    /// <summary>Forgets a wait whose task was cancelled.</summary>
    internal void Remove(SocketWait wait)
    {
        SocketRegistration registration = wait.Registration!;
        SocketWaiters waiters = (wait.Direction == Interest.Read ? registration.Reader : registration.Writer)!;
        if (waiters.Remove(wait))
        {
            _waits--;
            _changed.Add(registration);
        }
    }

    /// <summary>Watches a socket for something else than before.</summary>
    internal void Change(Registration registration, Interest from, Interest to)
    {
        _ = Selector;
        _waits += (to == Interest.None ? 0 : 1) - (from == Interest.None ? 0 : 1);
        if (registration.Interest != to)
        {
            _changed.Add(registration);
        }
    }

    /// <summary>A socket is about to be closed.</summary>
    internal static void Forget(Registration registration)
    {
        if (registration.Selector is { } selector)
        {
            selector.Watch(registration, Interest.None);
        }
    }

    /// <summary>Has the next poll find something ready.</summary>
    internal void AddReady(IRunnable item) => _readyInMemory.Add(item);

    /// <summary>Queues what is ready without a system that says so.</summary>
    /// <returns>Whether there was something.</returns>
    internal bool ReleaseInMemory()
    {
        if (_readyInMemory.Count == 0)
        {
            return false;
        }

        foreach (IRunnable item in _readyInMemory)
        {
            ready.Enqueue(item);
        }

        _readyInMemory.Clear();
        return true;
    }

    /// <summary>Tells the selector what to watch: once before each poll, not at each change.</summary>
    /// <returns>Whether it has refused something; those who wait for that are queued.</returns>
    internal bool TellSelector()
    {
        bool hasRefused = false;
        foreach (Registration registration in _changed)
        {
            Interest interest = registration is DescriptorWatch { Wanted: var wanted } ? wanted : SocketWaiters.InterestOf((SocketRegistration)registration);
            try
            {
                if (interest != registration.Interest || registration.Selector is null)
                {
                    _observer?.Watching(registration);
                    Selector.Watch(registration, interest);
                }
            }
            catch (Exception refusal)
            {
                // It cannot be watched: closed, or no socket that this system can poll. Those who wait learn it.
                Refuse(registration, refusal);
                hasRefused = true;
            }
        }

        _changed.Clear();
        return hasRefused;
    }

    /// <summary>The loop is about to wait: from now on it has to be woken.</summary>
    internal void BeginWait()
    {
        // Whoever sees that it waits finds something to wake.
        _ = Selector;
        _isWaiting = true;
        Interlocked.MemoryBarrier();
    }

    internal void EndWait() => _isWaiting = false;

    /// <summary>Asks the selector, waiting at most so long.</summary>
    internal ReadOnlySpan<ReadyEvent> Poll(double seconds)
    {
        _isFrameNew = false;
        Turns.CountAsked();
        ReadOnlySpan<ReadyEvent> events = Selector.Poll(seconds);
        _observer?.Polled(events);
        return events;
    }

    /// <summary>Queues those who wait for what is ready.</summary>
    internal void HandOut(ReadOnlySpan<ReadyEvent> events)
    {
        foreach (ReadyEvent entry in events)
        {
            if (entry.Registration is DescriptorWatch watch)
            {
                watch.HandOut(entry.Ready, ready);
                continue;
            }

            // Rule 6: the reader before the writer.
            var registration = (SocketRegistration)entry.Registration;
            HandOut(registration, entry.Ready & Interest.Read, registration.Reader);
            HandOut(registration, entry.Ready & Interest.Write, registration.Writer);
            WatchLess(registration);
        }
    }

    /// <summary>Lets go of sockets that were closed. While somebody waits for one, each poll sees to that; nobody does.</summary>
    void IUpkeep.LetGo(int work, bool isQuiet)
    {
        if (_waits == 0)
        {
            _selector?.LetGo();
        }
    }

    /// <summary>Something has come for the loop: ends its wait, if it waits or is about to. From any thread.</summary>
    public void WakeUp()
    {
        Interlocked.MemoryBarrier();
        if (_isWaiting)
        {
            Wake();
        }
    }

    /// <summary>Ends the wait of the loop, or its next one, from any thread.</summary>
    internal void Wake() => _selector?.Wake();

    public void Dispose() => _selector?.Dispose();

    private void HandOut(SocketRegistration registration, Interest direction, SocketWaiters? waiters)
    {
        if (direction == Interest.None)
        {
            return;
        }

        if (waiters is { Count: > 0 })
        {
            _waits -= waiters.Count;
            Turns.CountWoken(waiters.Count);
            waiters.MoveTo(ready, registration.IsOrphaned);
            registration.Unclaimed = 0;
        }
        else
        {
            registration.Unclaimed++;
        }
    }

    // One who is served usually waits again, an iteration or two later. So a direction stays watched until it has been
    // reported for nobody twice in a row; a conversation thus costs no change of what is watched.
    private void WatchLess(SocketRegistration registration)
    {
        if (registration.Unclaimed >= UnclaimedReports)
        {
            registration.Unclaimed = 0;
            _changed.Add(registration);
        }
    }

    private void Refuse(Registration registration, Exception refusal)
    {
        if (registration is DescriptorWatch watch)
        {
            watch.HandOut(Interest.Both, ready);
            return;
        }

        var waited = (SocketRegistration)registration;
        Fail(waited.Reader, refusal);
        Fail(waited.Writer, refusal);
    }

    private void Fail(SocketWaiters? waiters, Exception refusal)
    {
        if (waiters is { Count: > 0 })
        {
            _waits -= waiters.Count;
            waiters.Fail(ready, refusal);
        }
    }
}

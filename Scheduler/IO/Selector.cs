using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coroutines;

// One question: which of these sockets are ready? Level-triggered: what is still ready is reported again by every Poll.
//
// The hard part is the socket that is closed while it is watched. Its waiter must hear of it, or it waits for ever;
// but epoll forgets a closed descriptor without a word, and the operating system gives the number out again at once.
// Holding the handle open while it is watched would settle all of that, but Socket.Dispose spins until such a hold is
// released. Asking every socket before every wait would too, and would make an idle connection cost something per
// iteration. So a backend looks itself: at a few registrations per Poll, and at all of them now and then, often enough
// for a waiter to hear of it within a second. What it finds closed becomes an orphan: it is no longer watched, and is
// reported as ready in whatever direction it was watched for. A descriptor that was closed by its number, behind the back
// of its Socket, is found in the same way.
//
// All of it belongs to one thread, except Wake.
internal abstract class Selector : IDisposable
{
    // Rule 1. An endless wait stays endless.
    private const double LongestWait = 24 * 60 * 60;

    // A blocked Poll looks for closed sockets after this time, then after twice as long, and so on.
    private const double FirstLook = 0.1;
    private const double RarestLook = 0.5;
    private const int LooksPerPoll = 16;
    private const int LooksAtRest = 256;

    private static readonly double _secondsPerTick = 1.0 / Stopwatch.Frequency;

    private readonly object _wakeGate = new();
    private readonly List<ReadyEvent> _orphans = [];
    private ReadyEvent[] _ready = new ReadyEvent[256];
    private int _readyCount;
    private double _lastLook;
    private int _wakeRequested;
    private bool _isDisposed;

    // How often the system was asked.
    internal long AskedCount { get; private set; }

    // Whether it is worth while to ask what is ready when there are other things to do: not always, where that is dear.
    internal virtual bool IsDue => true;

    // How many registrations there are.
    protected int WatchedCount { get; private set; }

    // In seconds of a clock that is nobody's.
    protected static double Now => Stopwatch.GetTimestamp() * _secondsPerTick;

    internal static Selector Create(SelectorKind kind = SelectorKind.Default)
    {
        switch (kind)
        {
            case SelectorKind.Portable:
                return new PortableSelector();
            case SelectorKind.Epoll:
                return new EpollSelector();
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            try
            {
                return new EpollSelector();
            }
            catch (Exception missing) when (missing is PlatformNotSupportedException or DllNotFoundException or EntryPointNotFoundException)
            {
                // A sandbox, or a C library without it.
            }
        }

        return new PortableSelector();
    }

    // Registers, changes what is watched, or (None) unregisters, which is always allowed, also for an orphan.
    internal void Watch(Registration registration, Interest interest)
    {
        if (registration.Selector is { } other && other != this)
        {
            throw new InvalidOperationException("The socket is being waited on by another scheduler.");
        }

        if (interest == Interest.None)
        {
            if (registration.Selector is not null)
            {
                Remove(registration);
                Forget(registration, orphaned: false);
            }

            return;
        }

        ThrowIfDisposed();
        if (!registration.TryHold())
        {
            if (registration.Selector is not null)
            {
                // The other direction may have a waiter, who is told by the next Poll.
                Remove(registration);
                Orphan(registration);
            }

            throw Registration.Closed();
        }

        try
        {
            if (registration.Selector is null)
            {
                Add(registration, interest);
                WatchedCount++;
            }
            else if (registration.Interest != interest)
            {
                Change(registration, interest);
            }

            registration.Attach(this, interest);
        }
        finally
        {
            registration.Release();
        }
    }

    // Nobody waits for any of them: what was closed is given up without a word.
    internal void LetGo()
    {
        if (!_isDisposed)
        {
            LookForClosed(LooksAtRest);
            _orphans.Clear();
            Array.Clear(_ready, 0, _readyCount);
            _readyCount = 0;
        }
    }

    // Waits until something is ready, Wake was called, or the time is over: at most `seconds`, never less when nothing
    // happens. 0 only looks; positive infinity has no end. The batch is valid until the next Poll. What it names may
    // be stale by the time it is handled, because an earlier entry's handler closed or unregistered it: look at
    // Registration.Interest, and take a socket that is not ready after all for no error.
    internal ReadOnlySpan<ReadyEvent> Poll(double seconds)
    {
        ThrowIfDisposed();
        if (double.IsNaN(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), "The time to wait is not a number.");
        }

        // Not to keep closed connections alive.
        Array.Clear(_ready, 0, _readyCount);
        _readyCount = 0;

        LookForClosed(LooksPerPoll);
        if (WatchedCount > 0 && Now - _lastLook >= RarestLook)
        {
            LookAround();
        }

        if (seconds <= 0 || _orphans.Count > 0)
        {
            Ask(0);
        }
        else
        {
            WaitFor(double.IsPositiveInfinity(seconds) ? seconds : Math.Min(seconds, LongestWait));
        }

        foreach (ReadyEvent orphan in _orphans)
        {
            AddReady(orphan.Registration, orphan.Ready);
        }

        _orphans.Clear();
        return _ready.AsSpan(0, _readyCount);
    }

    // From any thread, at any time, also during or after Dispose: the current Poll or the next one returns at once.
    internal void Wake()
    {
        // An exchange even if the flag is up already: it orders whatever the caller posted before this call ahead of
        // the lowering of the flag in TakeWake, so that the loop, which looks at the posted work after that, finds it.
        if (Interlocked.Exchange(ref _wakeRequested, 1) != 0)
        {
            return;
        }

        // Or else a signal could be written to a descriptor that Dispose closed and someone else was given.
        lock (_wakeGate)
        {
            if (!_isDisposed)
            {
                Signal();
            }
        }
    }

    // Whatever is still registered is let go and can be registered elsewhere.
    public void Dispose()
    {
        lock (_wakeGate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            Close();
        }

        _orphans.Clear();
        Array.Clear(_ready, 0, _readyCount);
        _readyCount = 0;
    }

    // Backends: the table of what is watched, and the wait.

    protected abstract void Add(Registration registration, Interest interest);

    protected abstract void Change(Registration registration, Interest interest);

    // The socket may be closed.
    protected abstract void Remove(Registration registration);

    // Waits once; true if something happened, false when the time is over or the wait was interrupted. May end early.
    protected abstract bool Wait(double seconds);

    // Makes a current or the next Wait return. Called once until TakeWake is.
    protected abstract void Signal();

    // Detaches what is registered and closes what was opened.
    protected abstract void Close();

    // Orphans those of the next `count` places of the table whose socket was closed.
    protected abstract void LookForClosed(int count);

    // Orphans all whose socket was closed, or whose descriptor was, behind the socket's back.
    protected abstract void LookForLost();

    protected void AddReady(Registration registration, Interest ready)
    {
        if (_readyCount == _ready.Length)
        {
            Array.Resize(ref _ready, _ready.Length * 2);
        }

        _ready[_readyCount++] = new ReadyEvent(registration, ready);
    }

    // The backend has taken it out of its table already.
    protected void Orphan(Registration registration)
    {
        _orphans.Add(new ReadyEvent(registration, registration.Interest));
        Forget(registration, orphaned: true);
    }

    // After the signal was taken, not before: a Wake in between would raise the flag for a signal that is about to be
    // eaten, and no later Wake would signal again. A full fence, see Wake.
    protected void TakeWake() => Interlocked.Exchange(ref _wakeRequested, 0);

    private void Forget(Registration registration, bool orphaned)
    {
        WatchedCount--;
        registration.Detach(orphaned);
    }

    private void WaitFor(double seconds)
    {
        double now = Now;
        double end = now + seconds;
        double untilLook = FirstLook;
        double nextLook = WatchedCount == 0 ? double.PositiveInfinity : now + untilLook;
        while (!Ask(Math.Min(end, nextLook) - now))
        {
            now = Now;
            if (now >= nextLook)
            {
                LookAround();
                untilLook = Math.Min(untilLook * 2, RarestLook);
                nextLook = now + untilLook;
            }

            if (now >= end || _orphans.Count > 0)
            {
                return;
            }
        }
    }

    private bool Ask(double seconds)
    {
        AskedCount++;
        return Wait(seconds);
    }

    private void LookAround()
    {
        _lastLook = Now;
        LookForLost();
    }

    private void ThrowIfDisposed()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(Selector), "The scheduler's selector is closed.");
        }
    }
}

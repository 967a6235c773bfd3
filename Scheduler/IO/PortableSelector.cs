using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

// Socket.Select: on every operating system, at a cost that grows with the number of sockets watched. What has a descriptor and is no
// Socket it does not know; while such a thing is watched, poll is asked instead, which every Unix has.
internal sealed class PortableSelector : Selector
{
    // Socket.Select takes microseconds in an int, 35 minutes at most; the base class waits on when that is over.
    private const double LongestSelect = 30 * 60;

    // After a look, so many times as long is spent on other things, as long as there are any; but not longer than that.
    private const double Rest = 4;
    private const double LongestRest = 0.05;

    // .NET begins a Select anew, with all of its time, when a signal has interrupted it; where signals keep coming, it would
    // never end. So much later than it should have ended it is woken.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(0.02);

    private readonly Socket _wakeSender;
    private readonly Socket _wakeReceiver;
    private readonly List<Registration> _registrations = [];

    // What is asked, and after Select what is left of it: the same sockets in the same order, less those not ready.
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];
    private readonly List<Socket> _faulty = [];

    private readonly PollList _polled = new();
    private readonly Timer _alarm;
    private double _dueAt;

    // How many of them are no sockets.
    private int _others;

    internal PortableSelector()
    {
        (_wakeSender, _wakeReceiver) = LoopbackPair.Create();
        _alarm = NoContext.Make(() => new Timer(static selector => ((Selector)selector!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    internal override bool IsDue => Now >= _dueAt;

    protected override void Add(Registration registration, Interest interest)
    {
        if (registration.Socket is null)
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                throw new PlatformNotSupportedException("This system can wait for sockets only.");
            }

            _others++;
        }

        registration.Slot = _registrations.Count;
        _registrations.Add(registration);
    }

    protected override void Change(Registration registration, Interest interest)
    {
        // Every Select asks anew.
    }

    protected override void Remove(Registration registration)
    {
        int last = _registrations.Count - 1;
        Registration moved = _registrations[last];
        _registrations[registration.Slot] = moved;
        moved.Slot = registration.Slot;
        _registrations.RemoveAt(last);
        _others -= registration.Socket is null ? 1 : 0;
    }

    protected override bool Wait(double seconds) => _others == 0 ? WaitForSockets(seconds) : WaitForAll(seconds);

    protected override void Signal() => _wakeSender.Send([1]);

    // All of them: each Select asks about all of them too. And nothing may be asked any more, as nobody waits.
    protected override void LookForClosed(int count) => OrphanWhere(static registration => registration.IsClosed);

    protected override void LookForLost() => OrphanWhere(static registration => registration.IsClosed || !IsOpen(registration.Socket));

    protected override void Close()
    {
        foreach (Registration registration in _registrations)
        {
            registration.Detach(orphaned: false);
        }

        _registrations.Clear();
        _alarm.Dispose();
        _wakeSender.Dispose();
        _wakeReceiver.Dispose();
    }

    private bool WaitForSockets(double seconds)
    {
        // Two looks, because a fault alone (a datagram refused by the peer, say) shows in the list of faults only,
        // but that list also answers to a peer's urgent data, which nobody here takes: with all readers in it, any peer
        // could make the loop spin. So readers are in it only when nothing else was found.
        double start = Now;
        seconds = Math.Min(seconds, LongestSelect);
        if (seconds > 0)
        {
            _alarm.Change(TimeSpan.FromSeconds(seconds) + _grace, Timeout.InfiniteTimeSpan);
        }

        bool found = Select(seconds, allFaults: false) || (_registrations.Count > 0 && Select(0, allFaults: true));
        double took = Now - start;
        if (seconds <= 0)
        {
            RestAfter(start, took);
            return found;
        }

        _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!found && took < seconds)
        {
            // A number that was closed behind its socket's back ends a Select at once, and is not named.
            LookForLost();
        }

        return found;
    }

    private void RestAfter(double start, double took) => _dueAt = start + took + Math.Min(took * Rest, LongestRest);

    private bool WaitForAll(double seconds)
    {
        double start = Now;
        bool found = _polled.Ask(_wakeReceiver, _registrations, Math.Min(seconds, LongestSelect));
        if (seconds <= 0)
        {
            RestAfter(start, Now - start);
        }

        if (_polled.IsWoken)
        {
            DrainWake();
        }

        if (found)
        {
            CollectPolled();
        }

        return found;
    }

    private void CollectPolled()
    {
        bool isAnyLost = false;
        for (int i = 0; i < _registrations.Count; i++)
        {
            Interest ready = _polled.ReadyAt(i, out bool isLost) & _registrations[i].Interest;
            isAnyLost |= isLost;
            if (ready != Interest.None && !isLost)
            {
                AddReady(_registrations[i], ready);
            }
        }

        // From the end: the last one takes the place of one that is removed.
        for (int i = _registrations.Count - 1; isAnyLost && i >= 0; i--)
        {
            _polled.ReadyAt(i, out bool isLost);
            if (isLost)
            {
                Registration lost = _registrations[i];
                Remove(lost);
                Orphan(lost);
            }
        }
    }

    private bool Select(double seconds, bool allFaults)
    {
        // In whole milliseconds, rounded up: where Select is made of poll, the runtime drops the rest, and a wait that
        // ends before its time would make its caller spin until then.
        int microseconds = (int)Math.Ceiling(seconds * 1e3) * 1000;
        while (true)
        {
            Ask(allFaults);
            try
            {
                Socket.Select(_readable, _writable, _faulty, microseconds);
                return Collect();
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException)
            {
                if (!OrphanWhere(static registration => registration.IsClosed))
                {
                    throw;
                }

                // The others may be ready all the same.
                microseconds = 0;
            }
            finally
            {
                // Nothing may be asked for a long time, and what is over meanwhile is not to be kept.
                _readable.Clear();
                _writable.Clear();
                _faulty.Clear();
            }
        }
    }

    private void Ask(bool allFaults)
    {
        _readable.Add(_wakeReceiver);
        foreach (Registration registration in _registrations)
        {
            Socket socket = registration.Socket!;
            bool isWriter = (registration.Interest & Interest.Write) != 0;
            if ((registration.Interest & Interest.Read) != 0)
            {
                _readable.Add(socket);
            }

            if (isWriter)
            {
                _writable.Add(socket);
            }

            // Writers always: Windows reports a connection that failed as a fault and not as writable.
            if (isWriter || allFaults)
            {
                _faulty.Add(socket);
            }
        }
    }

    private bool Collect()
    {
        if (_readable.Count == 0 && _writable.Count == 0 && _faulty.Count == 0)
        {
            return false;
        }

        int readable = 0;
        int writable = 0;
        int faulty = 0;
        if (Advance(_readable, ref readable, _wakeReceiver))
        {
            DrainWake();
        }

        foreach (Registration registration in _registrations)
        {
            Interest ready = Interest.None;
            if (Advance(_readable, ref readable, registration.Socket!))
            {
                ready |= Interest.Read;
            }

            if (Advance(_writable, ref writable, registration.Socket!))
            {
                ready |= Interest.Write;
            }

            if (Advance(_faulty, ref faulty, registration.Socket!))
            {
                ready = registration.Interest;
            }

            if (ready != Interest.None)
            {
                AddReady(registration, ready);
            }
        }

        return true;
    }

    private static bool Advance(List<Socket> left, ref int index, Socket socket)
    {
        if (index == left.Count || left[index] != socket)
        {
            return false;
        }

        index++;
        return true;
    }

    // Select does not tell a number that was closed from a socket with nothing to say.
    private static bool IsOpen(Socket? socket)
    {
        try
        {
            // Of anything else poll tells it itself.
            return socket is null || socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Type) is not null;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void DrainWake()
    {
        Span<byte> signal = stackalloc byte[16];
        _wakeReceiver.Receive(signal, SocketFlags.None, out _);
        TakeWake();
    }

    private bool OrphanWhere(Func<Registration, bool> isLost)
    {
        bool found = false;
        for (int i = _registrations.Count - 1; i >= 0; i--)
        {
            Registration registration = _registrations[i];
            if (isLost(registration))
            {
                Remove(registration);
                Orphan(registration);
                found = true;
            }
        }

        return found;
    }
}

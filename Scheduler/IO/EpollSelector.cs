using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Coroutines;

// Linux. Costs what is ready, not what is watched.
//
// Descriptors are small numbers, so the table of registrations is an array with the descriptor as its index. Several
// registrations of one descriptor are a chain there, since epoll knows a descriptor once; it watches what all of them want.
//
// An event carries the index and the generation of the place. The kernel goes on reporting a descriptor that was closed
// while a duplicate of it lives, in this process or in another, and nothing that is done with the number ends that: it is
// nobody's, or a stranger's. Such a stray matches no place and is dropped; where strays keep coming, a new epoll takes the
// place of the old one.
internal sealed unsafe class EpollSelector : Selector
{
    private const ulong WakeToken = ulong.MaxValue;
    private const int LargestBatch = 16 * 1024;

    // Each costs a system call.
    private const int LooksForLost = 4096;

    private readonly FileDescriptor _wake;
    private Epoll _epoll;
    private Registration?[] _byDescriptor = new Registration?[64];
    private byte[] _events = new byte[256 * Libc.EventSize];
    private uint _generation;
    private int _nextClosed;
    private int _nextLost;
    private int _strays;

    internal EpollSelector()
        : this(isPrecise: true)
    {
    }

    // Tests force what an older kernel or C library has: time to wait in whole milliseconds.
    internal EpollSelector(bool isPrecise)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            throw new PlatformNotSupportedException("epoll exists on Linux only.");
        }

        _epoll = new Epoll(isPrecise);
        try
        {
            _wake = FileDescriptor.Open("eventfd", Libc.Eventfd(0, Libc.EventfdCloexec | Libc.EventfdNonblock));
            WatchWake();
        }
        catch
        {
            _wake?.Dispose();
            _epoll.Dispose();
            throw;
        }
    }

    // How often a new epoll has taken the place of the old one.
    internal int RenewalCount { get; private set; }

    protected override void Add(Registration registration, Interest interest)
    {
        int descriptor = registration.Descriptor;
        if (descriptor >= _byDescriptor.Length)
        {
            Array.Resize(ref _byDescriptor, Math.Max(descriptor + 1, _byDescriptor.Length * 2));
        }

        registration.Slot = descriptor;
        if (_byDescriptor[descriptor] is { } others)
        {
            registration.Generation = others.Generation;
            int refusal = Control(Libc.ControlModify, registration, interest | InterestOf(others));
            if (refusal == 0)
            {
                LinkTo(descriptor) = registration;
                return;
            }

            // The number was given out again, so what the others stood for is closed, and epoll has forgotten it.
            OrphanAll(descriptor);
        }

        registration.Generation = ++_generation;
        Enter(registration, interest);
        _byDescriptor[descriptor] = registration;
    }

    protected override void Change(Registration registration, Interest interest)
    {
        Interest all = interest | InterestOf(_byDescriptor[registration.Slot], except: registration);
        int error = Control(Libc.ControlModify, registration, all);
        if (error == Libc.Enoent)
        {
            // Someone closed the descriptor by its number and put another socket in its place under the same Socket.
            error = Control(Libc.ControlAdd, registration, all);
        }

        Require(error);
    }

    protected override void Remove(Registration registration)
    {
        Unlink(registration);
        Registration? rest = _byDescriptor[registration.Slot];

        // A closed one is out of the epoll set, and its number may stand for a stranger.
        if (!registration.TryHold())
        {
            return;
        }

        try
        {
            // It fails only where there is nothing to change any more.
            _ = rest is null
                ? Control(Libc.ControlDelete, registration, Interest.None)
                : Control(Libc.ControlModify, rest, InterestOf(rest));
        }
        finally
        {
            registration.Release();
        }
    }

    protected override bool Wait(double seconds)
    {
        int capacity = _events.Length / Libc.EventSize;
        int count;
        int strays = _strays;
        fixed (byte* events = _events)
        {
            count = _epoll.Wait(events, capacity, seconds);
            for (int i = 0; i < count; i++)
            {
                byte* entry = events + i * Libc.EventSize;
                Handle(*(uint*)entry, *(ulong*)(entry + Libc.EventDataOffset));
            }
        }

        if (count == capacity && capacity < LargestBatch)
        {
            _events = new byte[_events.Length * 2];
        }

        strays = _strays - strays;
        if (_strays > WatchedCount)
        {
            // As dear as so many strays, and not before them: so each costs little, however many there are.
            Renew();
        }

        return count > strays;
    }

    protected override void Signal()
    {
        // Edge-triggered: each write is an event of its own, so the counter is never read back, and at one per
        // iteration it never overflows.
        ulong one = 1;
        if (Libc.Write(_wake.Number, &one, sizeof(ulong)) < 0)
        {
            throw Libc.Failure("write", Libc.LastError);
        }
    }

    protected override void LookForClosed(int count)
    {
        for (int left = Math.Min(count, _byDescriptor.Length); left > 0; left--)
        {
            OrphanClosed(Next(ref _nextClosed));
        }
    }

    protected override void LookForLost()
    {
        LookForClosed(int.MaxValue);
        int probes = LooksForLost;
        for (int left = _byDescriptor.Length; left > 0 && probes > 0; left--)
        {
            int slot = Next(ref _nextLost);
            if (_byDescriptor[slot] is { } registration)
            {
                probes--;
                if (IsLost(registration))
                {
                    OrphanAll(slot);
                }
            }
        }
    }

    protected override void Close()
    {
        foreach (Registration? first in _byDescriptor)
        {
            for (Registration? registration = first; registration is not null; registration = registration.Next)
            {
                registration.Detach(orphaned: false);
            }
        }

        _byDescriptor = [];
        _wake.Dispose();
        _epoll.Dispose();
    }

    private static Interest InterestOf(Registration? first, Registration? except = null)
    {
        Interest all = Interest.None;
        for (Registration? registration = first; registration is not null; registration = registration.Next)
        {
            all |= registration == except ? Interest.None : registration.Interest;
        }

        return all;
    }

    private void Handle(uint flags, ulong token)
    {
        if (token == WakeToken)
        {
            TakeWake();
            return;
        }

        int slot = (int)(uint)token;
        OrphanClosed(slot);
        Registration? registration = _byDescriptor[slot];
        if (registration is null || registration.Generation != (uint)(token >> 32))
        {
            _strays++;
            return;
        }

        Interest ready = Interest.None;
        if ((flags & (Libc.EpollErr | Libc.EpollHup)) != 0)
        {
            ready = Interest.Both;
        }

        if ((flags & Libc.EpollIn) != 0)
        {
            ready |= Interest.Read;
        }

        if ((flags & Libc.EpollOut) != 0)
        {
            ready |= Interest.Write;
        }

        for (; registration is not null; registration = registration.Next)
        {
            if ((ready & registration.Interest) != Interest.None)
            {
                AddReady(registration, ready & registration.Interest);
            }
        }
    }

    private int Next(ref int slot) => slot = slot + 1 < _byDescriptor.Length ? slot + 1 : 0;

    private void OrphanClosed(int slot)
    {
        Registration? next;
        for (Registration? registration = _byDescriptor[slot]; registration is not null; registration = next)
        {
            next = registration.Next;
            if (registration.IsClosed)
            {
                Unlink(registration);
                Orphan(registration);
            }
        }
    }

    private void OrphanAll(int slot)
    {
        while (_byDescriptor[slot] is { } registration)
        {
            Unlink(registration);
            Orphan(registration);
        }
    }

    private void Unlink(Registration registration)
    {
        LinkTo(registration.Slot, registration) = registration.Next;
        registration.Next = null;
    }

    // Where the chain leads to a registration, or ends: the order is that in which they came.
    private ref Registration? LinkTo(int slot, Registration? registration = null)
    {
        ref Registration? link = ref _byDescriptor[slot];
        while (link != registration)
        {
            link = ref link!.Next;
        }

        return ref link;
    }

    // Puts all that is watched into a new epoll. What cannot be entered is lost, and will be found to be.
    private void Renew()
    {
        _strays = 0;
        Epoll old = _epoll;
        try
        {
            _epoll = new Epoll(old.IsPrecise);
        }
        catch (Win32Exception)
        {
            // This process has no descriptor left for it. After as many strays it is tried again.
            return;
        }

        RenewalCount++;
        WatchWake();
        foreach (Registration? registration in _byDescriptor)
        {
            if (registration is not null && registration.TryHold())
            {
                Control(Libc.ControlAdd, registration, InterestOf(registration));
                registration.Release();
            }
        }

        old.Dispose();
    }

    private void WatchWake() => Require(_epoll.Control(Libc.ControlAdd, _wake.Number, Libc.EpollIn | Libc.EpollEdge, WakeToken));

    private void Enter(Registration registration, Interest interest)
    {
        int error = Control(Libc.ControlAdd, registration, interest);
        if (error == Libc.Eexist)
        {
            // Left over from one that was closed; what it stood for lived on, and has come back under the number.
            error = Control(Libc.ControlModify, registration, interest);
        }

        Require(error);
    }

    // Asked for what it does anyway, epoll tells what it has forgotten.
    private bool IsLost(Registration registration)
    {
        if (!registration.TryHold())
        {
            return true;
        }

        try
        {
            return Control(Libc.ControlModify, registration, InterestOf(registration)) is Libc.Ebadf or Libc.Enoent;
        }
        finally
        {
            registration.Release();
        }
    }

    private int Control(int operation, Registration registration, Interest interest)
    {
        uint flags = 0;
        if ((interest & Interest.Read) != 0)
        {
            flags |= Libc.EpollIn;
        }

        if ((interest & Interest.Write) != 0)
        {
            flags |= Libc.EpollOut;
        }

        ulong token = ((ulong)registration.Generation << 32) | (uint)registration.Slot;
        return _epoll.Control(operation, registration.Slot, flags, token);
    }

    private static void Require(int error)
    {
        if (error == Libc.Ebadf)
        {
            throw Registration.Closed();
        }

        if (error != 0)
        {
            throw Libc.Failure("epoll_ctl", error);
        }
    }
}

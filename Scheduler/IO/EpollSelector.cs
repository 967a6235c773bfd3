using System.Runtime.InteropServices;

namespace Coroutines;

// Linux. Costs what is ready, not what is watched.
//
// Descriptors are small numbers, so the table of registrations is an array with the descriptor as its index. An event
// carries that index and the generation of the registration: one that the kernel still reports for an earlier
// registration (its socket closed, but the connection held open by a child process that has not called exec yet) does
// not match and is dropped.
internal sealed unsafe class EpollSelector : Selector
{
    private const ulong WakeToken = ulong.MaxValue;
    private const int LargestBatch = 16 * 1024;

    private readonly FileDescriptor _epoll;
    private readonly FileDescriptor _wake;
    private SocketRegistration?[] _byDescriptor = new SocketRegistration?[64];
    private byte[] _events = new byte[256 * Libc.EventSize];
    private uint _generation;
    private int _nextLook;
    private bool _isPrecise;

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

        // Elsewhere the struct for the time has another layout.
        _isPrecise = isPrecise && IntPtr.Size == 8;
        _epoll = Open("epoll_create1", Libc.EpollCreate(Libc.EpollCloexec));
        try
        {
            _wake = Open("eventfd", Libc.Eventfd(0, Libc.EventfdCloexec | Libc.EventfdNonblock));
            Require(Control(Libc.ControlAdd, _wake.Number, Libc.EpollIn | Libc.EpollEdge, WakeToken));
        }
        catch
        {
            _wake?.Dispose();
            _epoll.Dispose();
            throw;
        }
    }

    protected override void Add(SocketRegistration registration, Interest interest)
    {
        int descriptor = registration.Descriptor;
        if (descriptor >= _byDescriptor.Length)
        {
            Array.Resize(ref _byDescriptor, Math.Max(descriptor + 1, _byDescriptor.Length * 2));
        }

        registration.Generation = ++_generation;
        registration.Slot = descriptor;

        int error = Control(Libc.ControlAdd, registration, interest);
        if (error == Libc.Eexist)
        {
            // The earlier registration of this number was not closed: it is another view of the same socket.
            error = Control(Libc.ControlModify, registration, interest);
        }

        Require(error);
        SocketRegistration? earlier = _byDescriptor[descriptor];
        _byDescriptor[descriptor] = registration;
        if (earlier is not null)
        {
            // The number was given out again, so the earlier socket is closed, and epoll has forgotten it.
            Orphan(earlier);
        }
    }

    protected override void Change(SocketRegistration registration, Interest interest)
    {
        int error = Control(Libc.ControlModify, registration, interest);
        if (error == Libc.Enoent)
        {
            // Someone closed the descriptor by its number and put another socket in its place under the same Socket.
            error = Control(Libc.ControlAdd, registration, interest);
        }

        Require(error);
    }

    protected override void Remove(SocketRegistration registration)
    {
        _byDescriptor[registration.Slot] = null;

        // A closed one is out of the epoll set, and its number may stand for a stranger.
        if (!registration.TryHold())
        {
            return;
        }

        try
        {
            // It fails only where there is nothing to delete any more.
            Control(Libc.ControlDelete, registration, Interest.None);
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
        fixed (byte* events = _events)
        {
            count = WaitForEvents(events, capacity, seconds);
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

        return count > 0;
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
        SocketRegistration?[] table = _byDescriptor;
        for (int left = Math.Min(count, table.Length); left > 0; left--)
        {
            int slot = _nextLook < table.Length ? _nextLook : 0;
            _nextLook = slot + 1;
            if (table[slot] is { IsClosed: true } closed)
            {
                table[slot] = null;
                Orphan(closed);
            }
        }
    }

    protected override void Close()
    {
        foreach (SocketRegistration? registration in _byDescriptor)
        {
            registration?.Detach(orphaned: false);
        }

        _byDescriptor = [];
        _wake.Dispose();
        _epoll.Dispose();
    }

    private static FileDescriptor Open(string call, int result)
    {
        if (result >= 0)
        {
            return new FileDescriptor(result);
        }

        int error = Libc.LastError;
        throw error is Libc.Enosys or Libc.Eperm
            ? new PlatformNotSupportedException($"This system does not offer {call}.")
            : Libc.Failure(call, error);
    }

    private void Handle(uint flags, ulong token)
    {
        if (token == WakeToken)
        {
            TakeWake();
            return;
        }

        int slot = (int)(uint)token;
        SocketRegistration? registration = slot < _byDescriptor.Length ? _byDescriptor[slot] : null;
        if (registration is null || registration.Generation != (uint)(token >> 32))
        {
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

        AddReady(registration, ready & registration.Interest);
    }

    // An interrupted wait counts as one that ended early: the base class knows how much time is left and waits on.
    private int WaitForEvents(byte* events, int capacity, double seconds)
    {
        int count = _isPrecise ? WaitPrecise(events, capacity, seconds) : WaitMilliseconds(events, capacity, seconds);
        if (count >= 0)
        {
            return count;
        }

        int error = Libc.LastError;
        if (_isPrecise && error is Libc.Enosys or Libc.Eperm)
        {
            // An older kernel, or a sandbox that has not heard of the call.
            _isPrecise = false;
            return WaitForEvents(events, capacity, seconds);
        }

        return error == Libc.Eintr ? 0 : throw Libc.Failure("epoll_wait", error);
    }

    private int WaitPrecise(byte* events, int capacity, double seconds)
    {
        // Rounded up: a wait must not end before its time.
        bool isEndless = double.IsPositiveInfinity(seconds);
        double whole = isEndless ? 0 : Math.Floor(seconds);
        long nanoseconds = isEndless ? 0 : (long)Math.Ceiling((seconds - whole) * 1e9);
        var timeout = new Libc.TimeSpec { Seconds = (long)whole, Nanoseconds = nanoseconds };
        if (nanoseconds >= 1_000_000_000)
        {
            timeout = new Libc.TimeSpec { Seconds = (long)whole + 1 };
        }

        try
        {
            return Libc.EpollWaitPrecise(_epoll.Number, events, capacity, isEndless ? null : &timeout, null);
        }
        catch (EntryPointNotFoundException)
        {
            _isPrecise = false;
            return WaitMilliseconds(events, capacity, seconds);
        }
    }

    private int WaitMilliseconds(byte* events, int capacity, double seconds)
    {
        int milliseconds = double.IsPositiveInfinity(seconds) ? -1 : (int)Math.Ceiling(seconds * 1e3);
        return Libc.EpollWait(_epoll.Number, events, capacity, milliseconds);
    }

    private int Control(int operation, SocketRegistration registration, Interest interest)
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
        return Control(operation, registration.Slot, flags, token);
    }

    private int Control(int operation, int descriptor, uint flags, ulong token)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = flags;
        *(ulong*)(entry + Libc.EventDataOffset) = token;
        return Libc.EpollControl(_epoll.Number, operation, descriptor, entry) == 0 ? 0 : Libc.LastError;
    }

    private static void Require(int error)
    {
        if (error == Libc.Ebadf)
        {
            throw SocketRegistration.Closed();
        }

        if (error != 0)
        {
            throw Libc.Failure("epoll_ctl", error);
        }
    }
}

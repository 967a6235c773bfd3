namespace Coroutines;

// One epoll of the kernel's: a set of descriptors, and the wait for events of them.
internal sealed unsafe class Epoll : IDisposable
{
    private readonly FileDescriptor _descriptor;

    // An older kernel or C library waits for whole milliseconds.
    internal Epoll(bool isPrecise)
    {
        // Elsewhere the struct for the time has another layout.
        IsPrecise = isPrecise && IntPtr.Size == 8;
        _descriptor = FileDescriptor.Open("epoll_create1", Libc.EpollCreate(Libc.EpollCloexec));
    }

    internal bool IsPrecise { get; private set; }

    public void Dispose() => _descriptor.Dispose();

    // The error, 0 for none.
    internal int Control(int operation, int descriptor, uint flags, ulong token)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = flags;
        *(ulong*)(entry + Libc.EventDataOffset) = token;
        return Libc.EpollControl(_descriptor.Number, operation, descriptor, entry) == 0 ? 0 : Libc.LastError;
    }

    // How many events there are. An interrupted wait counts as one that ended early: who asked knows how much time is left.
    internal int Wait(byte* events, int capacity, double seconds)
    {
        int count = IsPrecise ? WaitPrecise(events, capacity, seconds) : WaitMilliseconds(events, capacity, seconds);
        if (count >= 0)
        {
            return count;
        }

        int error = Libc.LastError;
        if (IsPrecise && error is Libc.Enosys or Libc.Eperm)
        {
            // An older kernel, or a sandbox that has not heard of the call.
            IsPrecise = false;
            return Wait(events, capacity, seconds);
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
            return Libc.EpollWaitPrecise(_descriptor.Number, events, capacity, isEndless ? null : &timeout, null);
        }
        catch (EntryPointNotFoundException)
        {
            IsPrecise = false;
            return WaitMilliseconds(events, capacity, seconds);
        }
    }

    private int WaitMilliseconds(byte* events, int capacity, double seconds)
    {
        int milliseconds = double.IsPositiveInfinity(seconds) ? -1 : (int)Math.Ceiling(seconds * 1e3);
        return Libc.EpollWait(_descriptor.Number, events, capacity, milliseconds);
    }
}

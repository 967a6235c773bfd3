using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Coroutines;

// The handful of Linux system calls behind EpollSelector. Numbers and pointers only, so nothing is marshalled.
internal static unsafe class Libc
{
    internal const int EpollCloexec = 0x80000;
    internal const int EventfdCloexec = 0x80000;
    internal const int EventfdNonblock = 0x800;

    internal const int ControlAdd = 1;
    internal const int ControlDelete = 2;
    internal const int ControlModify = 3;

    internal const uint EpollIn = 0x001;
    internal const uint EpollOut = 0x004;
    internal const uint EpollErr = 0x008;
    internal const uint EpollHup = 0x010;
    internal const uint EpollEdge = 1u << 31;

    internal const int Eperm = 1;
    internal const int Enoent = 2;
    internal const int Eintr = 4;
    internal const int Ebadf = 9;
    internal const int Eexist = 17;
    internal const int Enosys = 38;

    // struct epoll_event is packed on x86 alone: there its 64 bits of data follow the 32 bits of flags directly.
    private static readonly bool _isPacked =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    internal static readonly int EventSize = _isPacked ? 12 : 16;
    internal static readonly int EventDataOffset = _isPacked ? 4 : 8;

    internal static int LastError => Marshal.GetLastWin32Error();

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    internal static extern int EpollCreate(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static extern int EpollControl(int epoll, int operation, int descriptor, byte* @event);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    internal static extern int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    // Since Linux 5.11 and glibc 2.35. The struct is that of 64-bit systems.
    [DllImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    internal static extern int EpollWaitPrecise(int epoll, byte* events, int capacity, TimeSpec* timeout, void* signalMask);

    [DllImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static extern int Eventfd(uint initial, int flags);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static extern nint Write(int descriptor, void* buffer, nint count);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static extern int Close(int descriptor);

    internal static Exception Failure(string call, int error) =>
        new Win32Exception(error, $"{call}: {new Win32Exception(error).Message} (errno {error})");

    internal struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}

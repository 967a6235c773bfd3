using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Coroutines.Benchmarks;

/// <summary>What the load and the measuring of servers ask of Linux itself.</summary>
/// <remarks>The calls of the load never wait, they look again and again: so the garbage collector need not be told of them.</remarks>
internal static unsafe partial class Linux
{
    internal const int NoSignal = 0x4000;
    internal const int TryAgain = 11;

    private const int ControlAdd = 1;
    private const uint Readable = 0x001;

    // struct epoll_event is packed on x86 alone.
    private static readonly bool _isPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static readonly int _dataOffset = _isPacked ? 4 : 8;

    internal static int EventSize { get; } = _isPacked ? 12 : 16;

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "recv")]
    internal static partial nint Receive(int socket, byte* buffer, nint size, int flags);

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "send")]
    internal static partial nint Send(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    internal static partial int EpollCreate(int flags);

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    internal static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    /// <summary>Has epoll report a socket that is readable, with a number.</summary>
    internal static void WatchReadable(int epoll, int socket, int number)
    {
        byte* change = stackalloc byte[16];
        *(uint*)change = Readable;
        *(long*)(change + _dataOffset) = number;
        if (EpollControl(epoll, ControlAdd, socket, change) != 0)
        {
            throw new Win32Exception(Marshal.GetLastSystemError(), "epoll_ctl failed.");
        }
    }

    /// <summary>The number that an event bears.</summary>
    internal static int NumberOf(byte* entry) => *(int*)(entry + _dataOffset);

    /// <summary>How long a process has run on a processor, with all its threads, also those that are over.</summary>
    internal static double ProcessorNanoseconds(int process)
    {
        TimeSpec time = default;
        int error = GetProcessClock(process, out int clock);
        return error == 0 && GetTime(clock, &time) == 0
            ? time.Seconds * 1e9 + time.Nanoseconds
            : throw new Win32Exception(error == 0 ? Marshal.GetLastSystemError() : error, "The processor time of a server cannot be read.");
    }

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);

    // Returns the error.
    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int GetProcessClock(int process, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, TimeSpec* time);

    private struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}

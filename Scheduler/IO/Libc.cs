using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

// The handful of system calls that .NET has no word for: of Linux, where nothing else is said. Numbers and pointers only, so nothing is marshalled.
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

    // For poll, on every Unix.
    internal const short PollIn = 0x001;
    internal const short PollOut = 0x004;
    internal const short PollErr = 0x008;
    internal const short PollHup = 0x010;
    internal const short PollNval = 0x020;

    internal const int DontWait = 0x40;
    internal const int NoSignal = 0x4000;

    internal const int GetFlags = 3;
    internal const int SetFlags = 4;
    internal const int NonBlocking = 0x800;

    // For statx: relative to the current folder, the file's type and number alone, and where its mode and number stand in the answer.
    internal const int AtCurrentFolder = -100;
    internal const uint FileStatusTypeAndNumber = 0x101;
    internal const int FileStatusSize = 256;
    internal const int FileStatusModeOffset = 28;
    internal const int FileStatusNumberOffset = 32;
    internal const int FileTypeMask = 0xF000;
    internal const int FileTypeSocket = 0xC000;
    internal const int FileTypePipe = 0x1000;
    internal const int AtEmptyPath = 0x1000;

    internal const int Eperm = 1;
    internal const int Enoent = 2;
    internal const int Eintr = 4;
    internal const int Eio = 5;
    internal const int Ebadf = 9;
    internal const int Eagain = 11;
    internal const int Eexist = 17;
    internal const int Einval = 22;
    internal const int Espipe = 29;
    internal const int Epipe = 32;
    internal const int Enosys = 38;
    internal const int Ealready = 114;
    internal const int Einprogress = 115;

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

    [DllImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static extern int Connect(int descriptor, byte* address, int length);

    [DllImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static extern nint Receive(int descriptor, void* buffer, nint size, int flags);

    [DllImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static extern nint Send(int descriptor, void* bytes, nint count, int flags);

    [DllImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    internal static extern nint ReceiveFrom(int descriptor, void* buffer, nint size, int flags, byte* address, int* addressLength);

    [DllImport("libc", EntryPoint = "sendto", SetLastError = true)]
    internal static extern nint SendTo(int descriptor, void* bytes, nint count, int flags, byte* address, int addressLength);

    // The offset is of 64 bits on 64-bit systems.
    [DllImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    internal static extern nint SendFile(int target, int source, long* offset, nint count);

    // On every Unix.
    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static extern int Poll(PollEntry* entries, nuint count, int milliseconds);

    // On every Unix.
    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static extern nint Read(int descriptor, void* buffer, nint count);

    // On every Unix: below 0 where it is a stream of bytes without places.
    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static extern long Seek(int descriptor, long offset, int origin);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static extern int FileControl(int descriptor, int command, nint argument);

    // On every Unix.
    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static extern nint Write(int descriptor, void* buffer, nint count);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static extern int SetSocketOption(int descriptor, int level, int option, void* value, int size);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    internal static extern int FileStatus(int folder, byte* path, int flags, uint mask, byte* status);

    // Answers with an error of its own, below 0 on Linux.
    [DllImport("libc", EntryPoint = "getnameinfo")]
    internal static extern int GetNameInfo(byte* address, int length, byte* host, int hostSize, byte* service, int serviceSize, int flags);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static extern int Close(int descriptor);

    // The bits for the type of a file, 0 where it cannot be told, and the number that its file system gives it.
    internal static (int Type, ulong Number) FileOf(int folder, byte* path, int flags)
    {
        byte* status = stackalloc byte[FileStatusSize];
        try
        {
            return FileStatus(folder, path, flags, FileStatusTypeAndNumber, status) == 0
                ? (*(ushort*)(status + FileStatusModeOffset) & FileTypeMask, *(ulong*)(status + FileStatusNumberOffset))
                : default;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            return default;
        }
    }

    // What .NET calls the errors of sockets.
    internal static SocketError SocketErrorOf(int error) => error switch
    {
        Eperm or 13 => SocketError.AccessDenied,
        Enoent or 99 => SocketError.AddressNotAvailable,
        Eintr => SocketError.Interrupted,
        6 => SocketError.HostNotFound,
        Ebadf or 125 => SocketError.OperationAborted,
        Eagain => SocketError.WouldBlock,
        14 => SocketError.Fault,
        Einval => SocketError.InvalidArgument,
        23 or 24 => SocketError.TooManyOpenSockets,
        Epipe => SocketError.Shutdown,
        61 => SocketError.NoData,
        88 => SocketError.NotSocket,
        89 => SocketError.DestinationAddressRequired,
        90 => SocketError.MessageSize,
        91 => SocketError.ProtocolType,
        92 => SocketError.ProtocolOption,
        93 => SocketError.ProtocolNotSupported,
        94 => SocketError.SocketNotSupported,
        95 => SocketError.OperationNotSupported,
        96 => SocketError.ProtocolFamilyNotSupported,
        97 => SocketError.AddressFamilyNotSupported,
        98 => SocketError.AddressAlreadyInUse,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        102 => SocketError.NetworkReset,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        105 => SocketError.NoBufferSpaceAvailable,
        106 => SocketError.IsConnected,
        107 => SocketError.NotConnected,
        108 => SocketError.Disconnecting,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        114 => SocketError.AlreadyInProgress,
        115 => SocketError.InProgress,
        _ => SocketError.SocketError,
    };

    internal static Exception Failure(string call, int error) =>
        new Win32Exception(error, $"{call}: {new Win32Exception(error).Message} (errno {error})");

    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Asked;
        internal short Found;
    }

    internal struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}

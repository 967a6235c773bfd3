using System.Runtime.InteropServices;

namespace Coroutines;

// The system calls of Linux that start a program, tell of its end, and signal it. Numbers and pointers only, so nothing is marshalled.
internal static unsafe class SpawnCalls
{
    internal const int CloseOnExec = 0x80000;
    internal const int DuplicateCloseOnExec = 1030;

    internal const short SetSignalMask = 0x08;
    internal const short SetSignalDefaults = 0x04;

    // More than glibc and musl take for them (336, 80 and 128 bytes).
    internal const int AttributesSize = 1024;
    internal const int ActionsSize = 512;
    internal const int SignalSetSize = 128;

    internal const int NoHang = 1;
    internal const int Exited = 4;
    internal const int KeepUnreaped = 0x01000000;
    internal const int ById = 1;
    internal const int SignalInfoSize = 256;

    internal const int Enoexec = 8;
    internal const int Esrch = 3;
    internal const int Eacces = 13;
    internal const int Enotdir = 20;

    // The same numbers on every processor.
    private const int PidfdSendSignalNumber = 424;
    private const int PidfdOpenNumber = 434;

    // Answers with the error.
    [DllImport("libc", EntryPoint = "posix_spawn")]
    internal static extern int Spawn(int* id, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static extern int InitializeAttributes(byte* attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static extern int DestroyAttributes(byte* attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static extern int SetFlags(byte* attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static extern int SetDefaults(byte* attributes, byte* signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static extern int SetMask(byte* attributes, byte* signals);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static extern int InitializeActions(byte* actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static extern int DestroyActions(byte* actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static extern int AddDuplicate(byte* actions, int from, int to);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    internal static extern int AddClose(byte* actions, int descriptor);

    // Since glibc 2.29, and in musl.
    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    internal static extern int AddChangeFolder(byte* actions, byte* path);

    // Since glibc 2.34.
    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static extern int AddCloseFrom(byte* actions, int lowest);

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    internal static extern int Pipe(int* ends, int flags);

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static extern int Wait(int id, int* status, int options);

    [DllImport("libc", EntryPoint = "waitid", SetLastError = true)]
    internal static extern int WaitFor(int kind, int id, byte* info, int options);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static extern int Kill(int id, int signal);

    // Below 0 for an error.
    internal static int PidfdOpen(int id) => (int)SystemCall(PidfdOpenNumber, id, 0, 0, 0);

    internal static int PidfdSendSignal(int descriptor, int signal) => (int)SystemCall(PidfdSendSignalNumber, descriptor, signal, 0, 0);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);
}

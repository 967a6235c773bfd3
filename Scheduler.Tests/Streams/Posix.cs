using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Coroutines.Tests.Streams;

/// <summary>Descriptors of sorts that .NET does not make.</summary>
internal static partial class Posix
{
    private const int PatienceInMilliseconds = 5_000;

    private const int ReadWrite = 2;
    private const int WriteOnly = 1;
    private const int NoControllingTerminal = 0x100;
    private const int CloseOnExec = 0x80000;
    private const int PidfdOpen = 434;

    /// <summary>Two ends of a terminal, whose input is handed on as it is.</summary>
    internal static (SafeFileHandle Outer, SafeFileHandle Inner) OpenTerminal()
    {
        SafeFileHandle outer = Open("/dev/ptmx", ReadWrite | NoControllingTerminal | CloseOnExec);
        int number = (int)outer.DangerousGetHandle();
        byte[] name = new byte[64];
        if (GrantTerminal(number) != 0 || UnlockTerminal(number) != 0 || TerminalName(number, name, name.Length) != 0)
        {
            Assert.Ignore("There are no pseudo terminals here.");
        }

        SafeFileHandle inner = Open(Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0)), ReadWrite | NoControllingTerminal | CloseOnExec);
        byte[] settings = new byte[128];
        int inside = (int)inner.DangerousGetHandle();
        GetTerminal(inside, settings).ShouldBe(0);
        MakeRaw(settings);
        SetTerminal(inside, 0, settings).ShouldBe(0);
        return (outer, inner);
    }

    internal static SafeFileHandle OpenProcess(int id) => new((nint)SystemCall(PidfdOpen, id, 0), ownsHandle: true);

    internal static SafeFileHandle OpenToWrite(string path) => Open(path, WriteOnly | CloseOnExec);

    internal static SafeFileHandle OpenToRead(string path) => Open(path, CloseOnExec);

    /// <summary>What descriptors this process has open: "17 socket:[4711]".</summary>
    internal static List<string> Descriptors() =>
        [.. Directory.GetFiles("/proc/self/fd").Select(static link => $"{Path.GetFileName(link)} {new FileInfo(link).LinkTarget}")
            .Where(static descriptor => descriptor.Contains("socket:", StringComparison.Ordinal)
                || descriptor.Contains("pipe:", StringComparison.Ordinal)
                || descriptor.Contains("/dev/", StringComparison.Ordinal)
                || descriptor.Contains("pidfd:", StringComparison.Ordinal)
                || descriptor.Contains("anon_inode:", StringComparison.Ordinal))];

    /// <summary>All that was opened since then is closed. The runtime has some open for a moment, on threads of its own.</summary>
    internal static void ShouldHaveClosedAllSince(List<string> before) => SpinWait.SpinUntil(() => !Descriptors().Except(before).Any(), PatienceInMilliseconds)
        .ShouldBeTrue(string.Join(", ", Descriptors().Except(before)));

    private static SafeFileHandle Open(string path, int flags)
    {
        int descriptor = OpenFile(Encoding.UTF8.GetBytes(path + '\0'), flags);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException($"{path} cannot be opened.");
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int OpenFile(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "grantpt")]
    private static extern int GrantTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt")]
    private static extern int UnlockTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    private static extern int TerminalName(int descriptor, byte[] name, nint size);

    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern int GetTerminal(int descriptor, byte[] settings);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern int SetTerminal(int descriptor, int when, byte[] settings);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRaw(byte[] settings);

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern long SystemCall(long number, long first, long second);
}

#if NET
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Coroutines;

/// <summary>The system's numbers of signals. Those with a name in .NET have a number there that is no system's.</summary>
internal static class SignalNumber
{
    internal const int Interrupt = 2;
    internal const int Highest = 64;

    private const int Terminate = 15;

    /// <summary>The number; null where there is no such signal.</summary>
    internal static int? Of(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => Interrupt,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => Terminate,
        > 0 and <= (PosixSignal)Highest => (int)signal,
        _ => OperatingSystem.IsWindows() ? null : OnUnix(signal),
    };

    [UnsupportedOSPlatform("windows")]
    private static int? OnUnix(PosixSignal signal)
    {
        bool isLinux = OperatingSystem.IsLinux();
        return signal switch
        {
            PosixSignal.SIGCHLD => isLinux ? 17 : 20,
            PosixSignal.SIGCONT => isLinux ? 18 : 19,
            PosixSignal.SIGTSTP => isLinux ? 20 : 18,
            PosixSignal.SIGTTIN => 21,
            PosixSignal.SIGTTOU => 22,
            PosixSignal.SIGWINCH => 28,
            _ => null,
        };
    }
}
#endif

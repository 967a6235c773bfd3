#if NET
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Coroutines;

public sealed partial class CoProcess
{
    private const int HighestSignal = 64;

    /// <summary>Sends it a signal: asyncio's <c>send_signal(signal)</c>.</summary>
    /// <param name="signal">The signal. Raw numbers work too: <c>(PosixSignal)10</c> is SIGUSR1 on Linux.</param>
    /// <remarks>Nothing happens if it has just ended, and the loop has not noticed it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException">Its <see cref="ReturnCode"/> is set; or the scheduler runs on another thread.</exception>
    /// <exception cref="UnauthorizedAccessException">It runs as another user.</exception>
    /// <exception cref="PlatformNotSupportedException">On Windows, of all but SIGTERM and 9, which both end it.</exception>
    public void SendSignal(PosixSignal signal) => Send(NumberOf(signal));

    // Those with a name in .NET have a number there that is no system's.
    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => Child.Terminate,
        > 0 and <= (PosixSignal)HighestSignal => (int)signal,
        _ when !OperatingSystem.IsWindows() && NumberOnUnix(signal) is { } number => number,
        _ => throw new ArgumentOutOfRangeException(
            nameof(signal), signal, $"There is no signal {signal}. Take one of PosixSignal, or a number from 1 to {HighestSignal}."),
    };

    [UnsupportedOSPlatform("windows")]
    private static int? NumberOnUnix(PosixSignal signal)
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

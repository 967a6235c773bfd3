#if NET
using System.Runtime.InteropServices;

namespace Coroutines;

public sealed partial class CoProcess
{
    /// <summary>Sends it a signal: asyncio's <c>send_signal(signal)</c>.</summary>
    /// <param name="signal">The signal. Raw numbers work too: <c>(PosixSignal)10</c> is SIGUSR1 on Linux.</param>
    /// <remarks>Nothing happens if it has just ended, and the loop has not noticed it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException">Its <see cref="ReturnCode"/> is set; or the scheduler runs on another thread.</exception>
    /// <exception cref="UnauthorizedAccessException">It runs as another user.</exception>
    /// <exception cref="PlatformNotSupportedException">On Windows, of all but SIGTERM and 9, which both end it.</exception>
    public void SendSignal(PosixSignal signal) => Send(NumberOf(signal));

    private static int NumberOf(PosixSignal signal) => SignalNumber.Of(signal) ?? throw new ArgumentOutOfRangeException(
        nameof(signal), signal, $"There is no signal {signal}. Take one of PosixSignal, or a number from 1 to {SignalNumber.Highest}.");
}
#endif

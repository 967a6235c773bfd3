#if NET
using System.Runtime.InteropServices;

namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>Runs a callback whenever a signal of the operating system arrives: asyncio's <c>add_signal_handler</c>.</summary>
    /// <param name="signal">The signal. Raw numbers work too: <c>(PosixSignal)10</c> is SIGUSR1 on Linux.</param>
    /// <param name="callback">What to run: a callback of the loop, as by <see cref="CallSoon"/>, in the context of this call.</param>
    /// <remarks>
    /// <para>It takes the place of what the system does about the signal, and of a handler that was set before. While SIGINT has a handler,
    /// Ctrl-C is nothing but that: it does not cancel main. While there is any handler, a loop that has nothing to do waits, also with
    /// a virtual clock.</para>
    /// <para>The handlers end with the scheduler. A signal that arrives between two Ticks is dealt with in the next one.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException">It cannot be handled, as SIGKILL; or the scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void AddSignalHandler(PosixSignal signal, Action callback)
    {
        ThrowHelper.IfNull(callback, nameof(callback));
        VerifyAccess();
        Signals.Add(signal, callback);
    }

    /// <summary>Gives a signal back to the system: asyncio's <c>remove_signal_handler</c>.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>Whether it had a handler.</returns>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public bool RemoveSignalHandler(PosixSignal signal)
    {
        VerifyThread();
        return Signals.Remove(signal);
    }
}
#endif

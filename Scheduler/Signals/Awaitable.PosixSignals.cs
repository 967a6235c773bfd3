#if NET
using System.Runtime.InteropServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Takes signals of the operating system, to await them one after the other.</summary>
    /// <param name="signals">The signals; at least one. Raw numbers work too.</param>
    /// <returns>What gives them; dispose it to give them back to the system.</returns>
    /// <remarks>For what happens with handlers and Ctrl-C, see <see cref="Scheduler.AddSignalHandler"/>, which this takes the place of.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="signals"/> is null.</exception>
    /// <exception cref="ArgumentException">There are none, or one of them does not exist.</exception>
    /// <exception cref="InvalidOperationException">A signal cannot be handled, as SIGKILL; or no scheduler runs on this thread.</exception>
    public static SignalReader ReceiveSignals(params PosixSignal[] signals)
    {
        ThrowHelper.IfNull(signals, nameof(signals));
        if (signals.Length == 0)
        {
            throw new ArgumentException($"{nameof(ReceiveSignals)} was given no signal to receive.", nameof(signals));
        }

        return new SignalReader(Scheduler.Current, signals);
    }
}
#endif

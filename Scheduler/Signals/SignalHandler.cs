#if NET
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>A callback for a signal, and the registration for it at the system.</summary>
internal sealed class SignalHandler : IDisposable
{
    private readonly Scheduler _scheduler;
    private readonly Action _callback;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly IDisposable _registration;

    /// <param name="scheduler">Whose loop runs it.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="callback">What to run.</param>
    /// <param name="deliver">Called on the loop's thread for each signal.</param>
    internal SignalHandler(Scheduler scheduler, PosixSignal signal, Action callback, Action<SignalHandler> deliver)
    {
        _scheduler = scheduler;
        _callback = callback;
        Number = SignalNumber.Of(signal);
        _registration = Number == SignalNumber.Interrupt ? CtrlC.Take(scheduler, Arrive) : Register(signal, arrived =>
        {
            // The callback decides what is done about it, and not the system.
            arrived.Cancel = true;
            Arrive();
        });

        void Arrive() => scheduler.Outside.Call(() => deliver(this));
    }

    /// <summary>The system's number of the signal.</summary>
    internal int? Number { get; }

    internal Handle NewHandle() => new(_scheduler, _callback, _context);

    public void Dispose() => _registration.Dispose();

    /// <summary>Registers a handler at the system.</summary>
    internal static PosixSignalRegistration Register(PosixSignal signal, Action<PosixSignalContext> handler)
    {
        if ((int)signal is > SignalNumber.Highest or 0)
        {
            throw NoSuchSignal(signal, null);
        }

        try
        {
            return PosixSignalRegistration.Create(signal, handler);
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or PlatformNotSupportedException)
        {
            throw NoSuchSignal(signal, error);
        }
        catch (IOException error)
        {
            throw new InvalidOperationException(
                $"Signal {signal} cannot be handled: the system keeps it for itself. Take another one, such as SIGTERM.", error);
        }
    }

    private static ArgumentOutOfRangeException NoSuchSignal(PosixSignal signal, Exception? error) =>
        new($"There is no signal {signal} on this system.", error);
}
#endif

using System.Runtime.InteropServices;

namespace Coroutines.Examples.Terminal;

/// <summary>
/// While it exists, the signals that would end the process are only noted: the game loop looks at them once a frame,
/// and so gets to restore the terminal.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private volatile int _exitCode;

    internal StopSignals()
    {
        Watch(PosixSignal.SIGINT, number: 2);
        Watch(PosixSignal.SIGTERM, number: 15);
        Watch(PosixSignal.SIGHUP, number: 1);
        Watch(PosixSignal.SIGQUIT, number: 3);
    }

    internal bool HasCome => _exitCode != 0;

    /// <summary>What the process should end with: 128 and the number of the signal, or 0.</summary>
    internal int ExitCode => _exitCode;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Watch(PosixSignal signal, int number) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _exitCode = 128 + number;
        }));
}

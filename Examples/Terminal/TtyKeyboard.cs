using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Coroutines.Examples.Terminal;

/// <summary>The keyboard of a Unix terminal, which is in raw mode until this is disposed.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class TtyKeyboard : IKeyboard
{
    private readonly byte[] _usual;
    private readonly byte[] _raw;
    private readonly byte[] _buffer = new byte[256];
    private readonly KeyDecoder _decoder = new();
    private readonly PosixSignalRegistration _continuation;
    private volatile bool _wasContinued;

    private TtyKeyboard(byte[] usual)
    {
        _usual = usual;
        _raw = Tty.MakeRaw(usual);
        Tty.Apply(_raw);

        // Whoever stopped the process (kill -STOP) may have been given the terminal in its usual mode meanwhile.
        _continuation = PosixSignalRegistration.Create(PosixSignal.SIGCONT, context =>
        {
            // Cancelled: else the console class goes back to the mode that it found when the process started.
            context.Cancel = true;
            Tty.Apply(_raw);
            _wasContinued = true;
        });
    }

    /// <summary>Opens it; null if standard input is no terminal.</summary>
    internal static TtyKeyboard? TryOpen() => Tty.GetSettings() is { } usual ? new TtyKeyboard(usual) : null;

    public void ReadTo(ICollection<ConsoleKeyInfo> keys) => _decoder.Decode(_buffer.AsSpan(0, Tty.ReadAvailable(_buffer)), keys);

    public bool WasContinued()
    {
        bool wasContinued = _wasContinued;
        _wasContinued = false;
        return wasContinued;
    }

    public void Dispose()
    {
        _continuation.Dispose();
        Tty.Apply(_usual);
    }
}

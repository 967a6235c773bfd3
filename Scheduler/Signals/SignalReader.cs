#if NET
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>Awaits signals of the operating system one after the other, in the order in which they arrive.</summary>
/// <remarks>
/// <code>
/// using var signals = ReceiveSignals(PosixSignal.SIGTERM, PosixSignal.SIGINT);
/// yield return signals.Next();
/// Console.WriteLine(signals.Current);
/// </code>
/// <para>It takes the signals when it is made, and gives them back when it is disposed; what arrives between two calls of
/// <see cref="Next"/> waits for the next one. Trio's <c>open_signal_receiver</c>; asyncio has handlers only.</para>
/// <para>One task uses it, on the scheduler's thread.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class SignalReader : IDisposable
{
    private readonly Scheduler _scheduler;
    private readonly CoQueue<PosixSignal> _arrived = new();
    private readonly QueueReader<PosixSignal> _reader;
    private readonly Dictionary<PosixSignal, SignalHandler> _handlers = [];

    internal SignalReader(Scheduler scheduler, IEnumerable<PosixSignal> signals)
    {
        _scheduler = scheduler;
        _reader = _arrived.ReadAll();
        try
        {
            foreach (PosixSignal signal in signals.DistinctBy(SignalNumber.Of))
            {
                _handlers.Add(signal, scheduler.Signals.Add(signal, () => _arrived.PutNoWait(signal)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether <see cref="Next"/> found that it was disposed.</summary>
    public bool IsAtEnd => _reader.IsAtEnd;

    /// <summary>The signal that the last <see cref="Next"/> got.</summary>
    /// <exception cref="InvalidStateException">There is none: before the first one is done, and at the end.</exception>
    public PosixSignal Current => _reader.Current;

    /// <summary>Waits for the next signal. If one has arrived already, no iteration passes.</summary>
    /// <returns>What to yield, once. A cancelled wait takes none.</returns>
    public Awaitable Next() => _reader.Next();

    /// <summary>Gives the signals back, unless somebody else has taken them meanwhile; whoever waits finds the end.</summary>
    public void Dispose()
    {
        _scheduler.VerifyThread();
        foreach ((PosixSignal signal, SignalHandler handler) in _handlers)
        {
            _scheduler.Signals.Remove(signal, handler);
        }

        _handlers.Clear();
        _arrived.Shutdown(immediate: true);
    }

    private string DebuggerDisplay => $"{string.Join(", ", _handlers.Keys)}: {_arrived.Count} arrived";
}
#endif

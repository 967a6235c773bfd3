using System.Diagnostics;

namespace Coroutines;

/// <summary>With this a child that <c>TaskGroup.Start</c> starts reports that it is ready.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class StartSignal
{
    private readonly StartSignal<bool> _signal;

    internal StartSignal(StartSignal<bool> signal) => _signal = signal;

    /// <summary>The child is ready. Whoever started it goes on in the next iteration.</summary>
    /// <exception cref="InvalidOperationException">It was reported before, or the child has ended.</exception>
    public void Started() => _signal.Started(true);

    private string DebuggerDisplay => _signal.DebuggerDisplay;
}

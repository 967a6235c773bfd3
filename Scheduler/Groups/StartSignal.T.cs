using System.Diagnostics;

namespace Coroutines;

/// <summary>With this a child that <c>TaskGroup.Start</c> starts reports that it is ready, and hands over a value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class StartSignal<T>
{
    private readonly StartFrame<T> _start;

    internal StartSignal(StartFrame<T> start) => _start = start;

    /// <summary>The child is ready. Whoever started it gets the value, and goes on in the next iteration.</summary>
    /// <param name="value">The value: a port that is listened on, say.</param>
    /// <exception cref="InvalidOperationException">It was reported before, or the child has ended.</exception>
    public void Started(T value) => _start.OnReady(value);

    internal string DebuggerDisplay => _start.DescribeChild();
}

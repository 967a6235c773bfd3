using System.Diagnostics;

namespace Coroutines;

/// <summary>A task or future, the coroutines that it is in, and who awaits it: asyncio's <c>FutureCallGraph</c>.</summary>
/// <remarks>Made by <see cref="Awaitable.CaptureCallGraph"/>. It never changes, and holds on to the tasks in it.</remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class FutureCallGraph
{
    private readonly List<FutureCallGraph> _awaitedBy = [];

    internal FutureCallGraph(Future future, IReadOnlyList<FrameCallGraphEntry> callStack)
    {
        Future = future;
        CallStack = callStack;
    }

    /// <summary>The task or future.</summary>
    public Future Future { get; }

    /// <summary>What it is in, the innermost first; empty for a future, and for what is done.</summary>
    public IReadOnlyList<FrameCallGraphEntry> CallStack { get; }

    /// <summary>
    /// The tasks that await it, directly or through a <c>Gather</c> and the like, in the order in which they were made. A task that awaits
    /// several of those in the graph is in it once, with several that lead to it. Where tasks await each other in a ring, the one that closes
    /// it is told of without those who await it.
    /// </summary>
    public IReadOnlyList<FutureCallGraph> AwaitedBy => _awaitedBy;

    /// <summary>As asyncio's <c>format_call_graph</c> writes it.</summary>
    public override string ToString() => CallGraphText.Of(this);

    internal void Add(FutureCallGraph awaiter) => _awaitedBy.Add(awaiter);

    private string DebuggerDisplay => $"{Future.Describe()}, awaited by {AwaitedBy.Count}";
}

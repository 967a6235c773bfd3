using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// The chain of coroutines that was running when an exception was thrown: what the .NET stack trace cannot show, since
/// between two of them stands the scheduler.
/// </summary>
/// <remarks>Found with <see cref="ExceptionExtensions.GetLogicalStack"/>; Python shows it in the traceback.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class LogicalStack
{
    private readonly StackEntry? _innermost;

    internal LogicalStack(string taskName, StackEntry? innermost)
    {
        TaskName = taskName;
        _innermost = innermost;
    }

    /// <summary>The name of the task in which it was thrown.</summary>
    public string TaskName { get; }

    /// <summary>
    /// The names of the coroutines, outermost first; the last one threw. The list is made when it is asked for the first time, which
    /// takes as long as the chain is.
    /// </summary>
    public IReadOnlyList<string> Coroutines => field ??= _innermost?.ToNames() ?? [];

    /// <summary>The coroutines in one line; of a very deep chain, both ends.</summary>
    internal string Chain => _innermost?.ToString() ?? string.Empty;

    /// <summary>The chain in one line; of a very deep one, both ends.</summary>
    /// <returns>For example <c>task 'Task-1': Main > Fetch > Parse</c>.</returns>
    public override string ToString() => $"task {Repr.Of(TaskName)}: {Chain}";

    /// <summary>Reads what <see cref="ToString"/> has written; null if it is something else.</summary>
    internal static LogicalStack? Parse(string text)
    {
        const string Before = "task ";
        const string Between = ": ";
        int nameEnd = text.LastIndexOf(Between, StringComparison.Ordinal);
        return nameEnd < Before.Length + 2 || !text.StartsWith(Before, StringComparison.Ordinal)
            ? null
            : new LogicalStack(text[(Before.Length + 1)..(nameEnd - 1)], StackEntry.Parse(text[(nameEnd + Between.Length)..]));
    }
}

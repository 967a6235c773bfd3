namespace Coroutines;

/// <summary>
/// The chain of coroutines that was running when an exception was thrown: what the .NET stack trace cannot show, since
/// between two of them stands the scheduler.
/// </summary>
/// <remarks>Found with <see cref="ExceptionExtensions.GetLogicalStack"/>; Python shows it in the traceback.</remarks>
public sealed class LogicalStack
{
    private const int ShownAtEachEnd = 10;
    private const string Arrow = " > ";

    internal LogicalStack(string taskName, IReadOnlyList<string> coroutines)
    {
        TaskName = taskName;
        Coroutines = coroutines;
    }

    /// <summary>The name of the task in which it was thrown.</summary>
    public string TaskName { get; }

    /// <summary>The names of the coroutines, outermost first; the last one threw.</summary>
    public IReadOnlyList<string> Coroutines { get; }

    /// <summary>The chain in one line; of a very deep one, both ends.</summary>
    /// <returns>For example <c>task 'Task-1': Main > Fetch > Parse</c>.</returns>
    public override string ToString() => $"task {Repr.Of(TaskName)}: {Join(Coroutines)}";

    internal static string Join(IReadOnlyList<string> coroutines)
    {
        int left = coroutines.Count - (2 * ShownAtEachEnd);
        return left <= 1
            ? string.Join(Arrow, coroutines)
            : string.Join(Arrow, [.. coroutines.Take(ShownAtEachEnd), $"… {left} more …", .. coroutines.Skip(ShownAtEachEnd + left)]);
    }

    /// <summary>Reads what <see cref="ToString"/> has written; null if it is something else.</summary>
    internal static LogicalStack? Parse(string text)
    {
        const string Before = "task ";
        const string Between = ": ";
        int nameEnd = text.LastIndexOf(Between, StringComparison.Ordinal);
        return nameEnd < Before.Length + 2 || !text.StartsWith(Before, StringComparison.Ordinal)
            ? null
            : new LogicalStack(text[(Before.Length + 1)..(nameEnd - 1)], text[(nameEnd + Between.Length)..].Split(Arrow));
    }
}

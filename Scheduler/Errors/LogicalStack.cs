namespace Coroutines;

/// <summary>
/// The chain of coroutines that was running when an exception was thrown: what the .NET stack trace cannot show, since
/// between two of them stands the scheduler.
/// </summary>
/// <remarks>Found with <see cref="ExceptionExtensions.GetLogicalStack"/>; Python shows it in the traceback.</remarks>
public sealed class LogicalStack
{
    private const int ShownAtEachEnd = 10;

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
    public override string ToString() => $"task '{TaskName}': {Join(Coroutines)}";

    internal static string Join(IReadOnlyList<string> coroutines)
    {
        int left = coroutines.Count - (2 * ShownAtEachEnd);
        return left <= 1
            ? string.Join(" > ", coroutines)
            : $"{string.Join(" > ", coroutines.Take(ShownAtEachEnd))} > … {left} more … > {string.Join(" > ", coroutines.Skip(ShownAtEachEnd + left))}";
    }
}

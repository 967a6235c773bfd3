using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// What an exception handler is told: asyncio's context dictionary of <c>call_exception_handler</c>.
/// </summary>
/// <param name="message">What went wrong, in one sentence.</param>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class ExceptionContext(string message)
{
    /// <summary>What went wrong, in one sentence; never null.</summary>
    public string Message { get; } = message;

    /// <summary>The exception, if there is one (a report of a slow step has none).</summary>
    public Exception? Exception { get; init; }

    /// <summary>The future that is concerned, if any.</summary>
    public Future? Future { get; init; }

    /// <summary>The task that is concerned, if any.</summary>
    public CoTask? Task { get; init; }

    /// <summary>The callback handle that is concerned, if any.</summary>
    public Handle? Handle { get; init; }

    /// <summary>Where the task, the future or the handle was created; recorded in debug mode only.</summary>
    public string? CreationStack { get; init; }

    private string DebuggerDisplay => Exception is null ? Message : $"{Message}: {Exception.GetType().Name}";
}

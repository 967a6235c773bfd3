using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Tells who awaits a task or future, who awaits those, and so on, each with its coroutines: asyncio's <c>capture_call_graph</c>, of
    /// Python 3.14.
    /// </summary>
    /// <param name="future">The task or future; null for the task that is running.</param>
    /// <param name="depth">
    /// Of the task that is running, how many functions are left out at the innermost end of its stack; 1 leaves out this one only.
    /// </param>
    /// <param name="limit">
    /// How many entries of each stack are kept: the innermost ones, or of a negative number so many of the outermost; 0 for none, and null for all.
    /// </param>
    /// <returns>The graph; null if none is given and no task is running, as in a callback.</returns>
    /// <remarks>May be called on any thread, as <see cref="Scheduler.FormatTasks"/>, which says how long that may take. Changes nothing.</remarks>
    /// <exception cref="InvalidOperationException">None is given, and no scheduler runs on this thread.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FutureCallGraph? CaptureCallGraph(Future? future = null, int depth = 1, int? limit = null)
    {
        CoTask? running = CoTask.Current;
        if ((future ?? running) is not { } subject)
        {
            _ = Scheduler.CurrentOrNull ?? throw new InvalidOperationException(
                "CaptureCallGraph was called outside of a running scheduler, and no task or future was given to look at. Give it one.");
            return null;
        }

        List<FrameCallGraphEntry>? functions = ReferenceEquals(subject, running) && limit != 0 && running.CoroutineNames() is [.., var innermost]
            ? RunningFunctions.Read(innermost, depth)
            : null;
        return CallGraphCapture.Make(subject, functions, limit);
    }

    /// <summary>The call graph of a task or future in text: asyncio's <c>format_call_graph</c>.</summary>
    /// <returns>
    /// A line for each task, below it its coroutines and functions, the innermost first, and those who await it, further in. Empty if none is given
    /// and no task is running. Where asyncio has the file and the line of each, here are those of what is running at this moment.
    /// </returns>
    /// <inheritdoc cref="CaptureCallGraph"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string FormatCallGraph(Future? future = null, int depth = 1, int? limit = null) =>
        CaptureCallGraph(future, depth, limit)?.ToString() ?? string.Empty;

    /// <summary>Writes the call graph of a task or future: asyncio's <c>print_call_graph</c>.</summary>
    /// <param name="future">The task or future; null for the task that is running.</param>
    /// <param name="file">Where to; null for standard output.</param>
    /// <param name="depth">How many functions are left out, as by <see cref="CaptureCallGraph"/>.</param>
    /// <param name="limit">How many entries of each stack are kept, as by <see cref="CaptureCallGraph"/>.</param>
    /// <remarks>May be called on any thread. Changes nothing.</remarks>
    /// <exception cref="InvalidOperationException">None is given, and no scheduler runs on this thread.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void PrintCallGraph(Future? future = null, TextWriter? file = null, int depth = 1, int? limit = null) =>
        (file ?? Console.Out).WriteLine(FormatCallGraph(future, depth, limit));
}

using System.Diagnostics;

namespace Coroutines;

/// <summary>One coroutine, or function, in the call stack of a task: asyncio's <c>FrameCallGraphEntry</c>.</summary>
/// <remarks>
/// An iterator does not tell in which line it stands while it is suspended. So file and line are known in one place only: where the task
/// that is running captures its own graph, of the functions down to the coroutine that is being run, and if there are debug symbols.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FrameCallGraphEntry
{
    internal FrameCallGraphEntry(string name, bool isCoroutine, string? file = null, int line = 0)
    {
        Name = name;
        IsCoroutine = isCoroutine;
        File = file;
        Line = line;
    }

    /// <summary>What it is called: a coroutine by its method alone, as everywhere here.</summary>
    public string Name { get; }

    /// <summary>Whether it is a coroutine; else it is a function that the coroutine has called.</summary>
    public bool IsCoroutine { get; }

    /// <summary>The file of its source; null where that is not known.</summary>
    public string? File { get; }

    /// <summary>The line in that file, from 1; 0 where that is not known.</summary>
    public int Line { get; }

    /// <summary>As asyncio's <c>print_call_graph</c> writes it.</summary>
    /// <returns>For example <c>File '/src/Program.cs', line 12, in async Fetch()</c>, or <c>in async Fetch()</c>.</returns>
    public override string ToString() =>
        $"{(File is null ? string.Empty : FormattableString.Invariant($"File {Repr.Of(File)}, line {Line}, "))}in {(IsCoroutine ? "async " : string.Empty)}{Name}()";
}

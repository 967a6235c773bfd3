using System.Diagnostics;

namespace Coroutines;

/// <summary>What the coroutine that is being run has called, from the innermost function to that coroutine, with files and lines.</summary>
/// <remarks>
/// Read from the text of the stack trace: what a frame says of its method by reflection is gone where the program is trimmed. Where the text
/// is not what it should be, nothing is known.
/// </remarks>
internal static class RunningFunctions
{
    private const string At = "at ";
    private const string In = " in ";
    private const string LineMark = ":line ";
    private const string EndOfCoroutine = "MoveNext()";
    private const string Capture = nameof(Coroutines) + "." + nameof(Awaitable) + ".";
    private const string CaptureEnd = "CallGraph(";

    /// <summary>Reads them.</summary>
    /// <param name="coroutine">The name of the coroutine that is being run.</param>
    /// <param name="depth">How many functions are left out at the innermost end, the one that captures being the first.</param>
    /// <returns>Null where they are not known.</returns>
    internal static List<FrameCallGraphEntry>? Read(string coroutine, int depth) =>
        Parse(new StackTrace(fNeedFileInfo: true).ToString(), coroutine, depth);

    internal static List<FrameCallGraphEntry>? Parse(string trace, string coroutine, int depth)
    {
        string[] lines = [.. trace.Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith(At, StringComparison.Ordinal))];
        int first = Array.FindLastIndex(
            lines, static line => line.StartsWith(At + Capture, StringComparison.Ordinal) && line.Contains(CaptureEnd)) + Math.Max(depth, 1);
        int end = Array.FindIndex(lines, Math.Min(first, lines.Length), line => line.Contains(EndOfCoroutine) && line.Contains(coroutine));
        if (first == 0 || end < 0)
        {
            return null;
        }

        var functions = new List<FrameCallGraphEntry>();
        for (int i = first; i <= end; i++)
        {
            functions.Add(Entry(lines[i][At.Length..], i == end ? coroutine : null));
        }

        return functions;
    }

    private static FrameCallGraphEntry Entry(string line, string? coroutine)
    {
        int lineMark = line.LastIndexOf(LineMark, StringComparison.Ordinal);
        int fileMark = lineMark < 0 ? -1 : line.IndexOf(In, StringComparison.Ordinal);
        string? file = null;
        int number = 0;
        if (fileMark >= 0 && int.TryParse(line[(lineMark + LineMark.Length)..], out number))
        {
            file = line[(fileMark + In.Length)..lineMark];
        }

        return new FrameCallGraphEntry(coroutine ?? NameOf(fileMark < 0 ? line : line[..fileMark]), coroutine is not null, file, number);
    }

    // Type and method, without the namespace and the parameters.
    private static string NameOf(string method)
    {
        int parameters = method.IndexOf('(');
        string name = parameters < 0 ? method : method[..parameters];
        int type = name.LastIndexOf('.', Math.Max(name.LastIndexOf('.') - 1, 0));
        return name[(type + 1)..];
    }
}

using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Coroutines.Exercises.Command.Compiling;

/// <summary>What the compiler objects to.</summary>
/// <param name="Path">The file; empty where it is none in particular.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Rule">The compiler's number for it, as <c>CS1002</c>.</param>
/// <param name="Text">The message.</param>
/// <param name="Code">What stands on that line.</param>
/// <param name="IsError">Whether nothing can run before it is mended; otherwise it is a warning.</param>
internal sealed record CompilerMessage(string Path, int Line, string Rule, string Text, string Code, bool IsError)
{
    internal static CompilerMessage Of(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        string code = diagnostic.Location.SourceTree?.GetText().Lines[span.StartLinePosition.Line].ToString() ?? "";
        return new CompilerMessage(
            span.Path ?? "",
            span.StartLinePosition.Line + 1,
            diagnostic.Id,
            diagnostic.GetMessage(CultureInfo.InvariantCulture),
            code.Trim(),
            diagnostic.Severity == DiagnosticSeverity.Error);
    }

    public override string ToString() => $"{System.IO.Path.GetFileName(Path)}, line {Line}: {Text} ({Rule})";
}

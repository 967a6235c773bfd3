using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Tests.Analyzers;

/// <summary>A small source, compiled against the library, and what the analyzers say of it.</summary>
internal sealed class AnalyzedSource
{
    private static readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    private readonly string[] _lines;
    private readonly ImmutableArray<Diagnostic> _found;

    private AnalyzedSource(string source)
    {
        _lines = source.Split('\n');
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14));
        CSharpCompilation compilation = CSharpCompilation.Create("Analyzed", [tree], PlatformReferences.All, _options);
        compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        _found = [.. compilation
            .WithAnalyzers(AllAnalyzers.Of(LanguageNames.CSharp))
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(found => found.Location.SourceSpan.Start)];
    }

    /// <summary>The messages, in the order of the source.</summary>
    internal IEnumerable<string> Messages => _found.Select(found => found.GetMessage(CultureInfo.InvariantCulture));

    /// <summary>The severities, in the order of the source.</summary>
    internal IEnumerable<DiagnosticSeverity> Severities => _found.Select(found => found.Severity);

    /// <summary>Members of a class, which has the usual using directives.</summary>
    internal static AnalyzedSource OfMembers(string members) => new($"{UsualSource.Head}{members}\n}}");

    /// <summary>Each line with an identifier in a comment, such as <c>// CORO001</c>, has that diagnostic, and no other has any.</summary>
    internal void ShouldBeAsMarked()
    {
        IEnumerable<string> marked = _lines
            .Select((line, index) => (Line: line, Index: index))
            .Where(line => line.Line.Contains("// CORO", StringComparison.Ordinal))
            .Select(line => $"{line.Index + 1}: {line.Line.Substring(line.Line.IndexOf("// CORO", StringComparison.Ordinal) + 3, "CORO001".Length)}");

        _found.Select(found => $"{found.Location.GetLineSpan().StartLinePosition.Line + 1}: {found.Id}").ShouldBe(marked);
    }
}

using System.Collections.Immutable;
using System.Reflection;
using Coroutines.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Tests.Analyzers;

/// <summary>A small source as an editor has it, and what becomes of it when what is offered for a diagnostic is done.</summary>
internal sealed class FixedSource
{
    private static readonly CodeFixProvider[] _fixes =
    [
        .. typeof(CoroutineFix).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    private readonly Document _document;
    private readonly ImmutableArray<Diagnostic> _found;

    private FixedSource(string source)
    {
        // It is never disposed: a workspace that was takes its documents along.
        var workspace = new AdhocWorkspace();
        ProjectInfo project = ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Fixed", "Fixed", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp9),
            metadataReferences: PlatformReferences.All);
        _document = workspace.AddProject(project).AddDocument("C.cs", source);
        Compilation compilation = _document.Project.GetCompilationAsync().GetAwaiter().GetResult()!;
        _found = [.. compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error),
            .. compilation.WithAnalyzers(AllAnalyzers.Of(LanguageNames.CSharp)).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()];
    }

    /// <summary>The identifiers that something is offered for.</summary>
    internal static IEnumerable<string> FixableIds => _fixes.SelectMany(static fix => fix.FixableDiagnosticIds);

    internal static FixedSource OfMembers(string members) => new($"{UsualSource.Head}{members}\n}}\n");

    /// <summary>What is offered for the first diagnostic with an identifier.</summary>
    internal string[] Offered(string id) => [.. ActionsFor(id).Select(static action => action.Title)];

    /// <summary>What the class holds when an offer was taken. It compiles, unless the offer is for one error of several.</summary>
    internal string After(string id, string title)
    {
        CodeAction action = ActionsFor(id).Single(action => action.Title == title);
        Solution changed = action.GetOperationsAsync(default).GetAwaiter().GetResult().OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Document document = changed.GetDocument(_document.Id)!;
        document.Project.GetCompilationAsync().GetAwaiter().GetResult()!.GetDiagnostics()
            .Where(static found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty(document.GetTextAsync().GetAwaiter().GetResult().ToString());
        string text = document.GetTextAsync().GetAwaiter().GetResult().ToString().ReplaceLineEndings("\n");
        return text[UsualSource.Head.ReplaceLineEndings("\n").Length..].TrimEnd().TrimEnd('}').TrimEnd();
    }

    private List<CodeAction> ActionsFor(string id)
    {
        List<CodeAction> actions = [];
        Diagnostic diagnostic = _found.Where(found => found.Id == id).OrderBy(static found => found.Location.SourceSpan.Start).First();
        foreach (CodeFixProvider fix in _fixes.Where(fix => fix.FixableDiagnosticIds.Contains(id)))
        {
            fix.RegisterCodeFixesAsync(new CodeFixContext(_document, diagnostic, (action, _) => actions.Add(action), default)).GetAwaiter().GetResult();
        }

        return actions;
    }
}

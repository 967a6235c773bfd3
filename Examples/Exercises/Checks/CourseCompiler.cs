using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Coroutines.Exercises.Command;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace Coroutines.Exercises.Checks;

/// <summary>Compiles variants of the course's files, without a build for each.</summary>
internal sealed class CourseCompiler(string root)
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using NUnit.Framework;
        global using Shouldly;
        """;

    private static readonly CSharpParseOptions _parseOptions = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        optimizationLevel: OptimizationLevel.Debug,
        // Packages that were built for older versions of .NET run with this one.
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]);

    // Those of the library, which the course's own build runs too.
    private static readonly ImmutableArray<DiagnosticAnalyzer> _analyzers =
        [.. ((string[])["Coroutines.Analyzers", "Coroutines.Analyzers.CSharp"]).SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    private readonly MetadataReference[] _references = FindReferences();
    private readonly ConcurrentDictionary<string, SyntaxTree> _trees = new();

    /// <summary>Compiles the files and, in the place of another file, the text that the learner may have written.</summary>
    internal Compiled Compile(string assemblyPath, IEnumerable<string> files, (string Path, string Text) written, bool allowWarnings)
    {
        SyntaxTree learned = CSharpSyntaxTree.ParseText(written.Text, _parseOptions, written.Path, System.Text.Encoding.UTF8);
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(GlobalUsings, _parseOptions),
            .. Directory.EnumerateFiles(Path.Combine(root, "Support"), "*.cs", SearchOption.AllDirectories).Concat(files).Select(Parse),
            learned,
        ];

        string name = Path.GetFileNameWithoutExtension(assemblyPath);
        CSharpCompilation compilation = CSharpCompilation.Create(name, trees, _references, _options);
        using FileStream assembly = File.Create(assemblyPath);
        using FileStream symbols = File.Create(Path.ChangeExtension(assemblyPath, ".pdb"));
        EmitOptions options = new(debugInformationFormat: DebugInformationFormat.PortablePdb);
        EmitResult result = compilation.Emit(assembly, symbols, options: options);

        DiagnosticSeverity counts = allowWarnings ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        return new Compiled(
            [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity >= counts).Select(diagnostic => $"{diagnostic}")],
            Notice(compilation, learned));
    }

    private static IReadOnlyList<Advice> Notice(CSharpCompilation compilation, SyntaxTree learned) =>
        [.. compilation.WithAnalyzers(_analyzers)
            .GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(learned), filterSpan: null, CancellationToken.None)
            .GetAwaiter().GetResult()
            .Select(found => Advice.Of(
                found.Id,
                found.GetMessage(CultureInfo.InvariantCulture),
                learned.FilePath,
                found.Location.GetLineSpan().StartLinePosition.Line + 1,
                new Messages(Language.English)))
            .OfType<Advice>()];

    private SyntaxTree Parse(string path) =>
        _trees.GetOrAdd(path, _ => CSharpSyntaxTree.ParseText(File.ReadAllText(path), _parseOptions, path, System.Text.Encoding.UTF8));

    // What this program itself runs with, except the course as it was built: its types are compiled anew each time.
    private static MetadataReference[] FindReferences() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Exercises.dll" or "Checks.dll"))
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];
}

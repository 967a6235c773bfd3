using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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

    private readonly MetadataReference[] _references = FindReferences();
    private readonly ConcurrentDictionary<string, SyntaxTree> _trees = new();

    /// <summary>Compiles the files, and the texts with the paths that they stand for; gives what the compiler objects to.</summary>
    internal IReadOnlyList<string> Compile(
        string assemblyPath, IEnumerable<string> files, IEnumerable<(string Path, string Text)> texts, bool allowWarnings)
    {
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(GlobalUsings, _parseOptions),
            .. Directory.EnumerateFiles(Path.Combine(root, "Support"), "*.cs", SearchOption.AllDirectories).Concat(files).Select(Parse),
            .. texts.Select(text => CSharpSyntaxTree.ParseText(text.Text, _parseOptions, text.Path, System.Text.Encoding.UTF8)),
        ];

        string name = Path.GetFileNameWithoutExtension(assemblyPath);
        CSharpCompilation compilation = CSharpCompilation.Create(name, trees, _references, _options);
        using FileStream assembly = File.Create(assemblyPath);
        using FileStream symbols = File.Create(Path.ChangeExtension(assemblyPath, ".pdb"));
        EmitOptions options = new(debugInformationFormat: DebugInformationFormat.PortablePdb);
        EmitResult result = compilation.Emit(assembly, symbols, options: options);

        DiagnosticSeverity counts = allowWarnings ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        return [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity >= counts).Select(diagnostic => $"{diagnostic}")];
    }

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

using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace Coroutines.Exercises.Command.Compiling;

/// <summary>Compiles an exercise in this process, which takes a moment, where a build takes ten seconds.</summary>
internal sealed class CourseCompilation(Sources sources, string name)
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

    private static readonly SyntaxTree _globalUsings = CSharpSyntaxTree.ParseText(GlobalUsings, SourceFile.ParseOptions, encoding: Encoding.UTF8);

    private static readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        optimizationLevel: OptimizationLevel.Debug,
        deterministic: true,
        // Packages that were built for older versions of .NET run with this one.
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]);

    // Those of the library.
    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> _analyzers = new(() =>
        [.. ((string[])["Coroutines.Analyzers", "Coroutines.Analyzers.CSharp"]).SelectMany(assembly => Assembly.Load(assembly).GetTypes())
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)]);

    private readonly CSharpCompilation _compilation =
        CSharpCompilation.Create(name, [_globalUsings, .. sources.All.Select(file => file.Tree)], References.OfThisProgram.All, _options);

    /// <summary>Writes the assembly, with its symbols beside it, unless there are errors.</summary>
    internal Compiled Emit(string folder)
    {
        string assemblyPath = Path.Combine(folder, name + ".dll");
        string symbolsPath = Path.Combine(folder, name + ".pdb");
        using MemoryStream assembly = new();
        using MemoryStream symbols = new();
        EmitOptions options = new(debugInformationFormat: DebugInformationFormat.PortablePdb, pdbFilePath: symbolsPath);
        EmitResult result = _compilation.Emit(assembly, symbols, options: options);
        if (result.Success)
        {
            Directory.CreateDirectory(folder);
            Write(symbols, symbolsPath);
            Write(assembly, assemblyPath);
        }

        return new Compiled(
            result.Success ? assemblyPath : null,
            [.. result.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning).Select(CompilerMessage.Of)]);
    }

    /// <summary>What the library's analyzers find in what the learner has written, in the words of some messages.</summary>
    internal IReadOnlyList<Advice> Notice(Messages messages) =>
    [
        .. _compilation.WithAnalyzers(_analyzers.Value)
            .GetAnalyzerSemanticDiagnosticsAsync(_compilation.GetSemanticModel(sources.Written.Tree), filterSpan: null, CancellationToken.None)
            .GetAwaiter().GetResult()
            .Select(found => Advice.Of(
                found.Id,
                found.GetMessage(CultureInfo.InvariantCulture),
                sources.Written.Path,
                found.Location.GetLineSpan().StartLinePosition.Line + 1,
                messages))
            .OfType<Advice>(),
    ];

    // Elsewhere first, and then moved: another check, at the same time, finds either all of it or nothing.
    private static void Write(MemoryStream content, string path)
    {
        string unfinished = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(unfinished, content.ToArray());
        File.Move(unfinished, path, overwrite: true);
    }
}

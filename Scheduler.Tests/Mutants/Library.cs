using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Mutants;

/// <summary>The library's sources, parsed once, and compiled in memory as often as is asked for.</summary>
internal sealed class Library
{
    private static readonly string[] _otherProjects = ["NUnit", "Analyzers", "Packaging", "bin", "obj"];

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.CSharp14, preprocessorSymbols: ["NET", "NET10_0", "DEBUG"]);

    private readonly CSharpCompilation _compilation;

    internal Library(string root)
    {
        string folder = Path.Combine(root, "Scheduler");
        string made = Path.Combine(folder, "obj", "Debug", "net10.0");
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !_otherProjects.Contains(Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0]))
            .Concat([Path.Combine(made, "Scheduler.GlobalUsings.g.cs"), Path.Combine(made, "Scheduler.AssemblyInfo.cs")]);

        _compilation = CSharpCompilation.Create(
            "Coroutines",
            files.Select(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), _parsing, file, System.Text.Encoding.UTF8)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(static path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
                .Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    internal SyntaxTree TreeOf(string path) => _compilation.SyntaxTrees.Single(tree => tree.FilePath == path);

    /// <summary>Compiles it with one file replaced.</summary>
    /// <returns>Whether it compiles: a mistake that does not is none.</returns>
    internal bool TryCompile(SyntaxTree original, SyntaxTree mutated, string path)
    {
        using var stream = new MemoryStream();
        if (!_compilation.ReplaceSyntaxTree(original, mutated).Emit(stream).Success)
        {
            return false;
        }

        File.WriteAllBytes(path, stream.ToArray());
        return true;
    }
}

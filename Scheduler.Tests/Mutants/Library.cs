using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Coroutines.Mutants;

/// <summary>The sources of an assembly that the suite tests, parsed once, and compiled in memory as often as is asked for.</summary>
internal sealed class Library
{
    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.CSharp14, preprocessorSymbols: ["NET", "NET10_0", "DEBUG"]);

    private static readonly Dictionary<string, Library> _parsed = [];

    private readonly CSharpCompilation _compilation;
    private readonly ResourceDescription[] _resources;
    private readonly string _path;

    private Library(string root, string suite, string name, string folder, string project, string framework)
    {
        string home = Path.Combine(root, "Scheduler", folder);
        string made = Path.Combine(home, "obj", "Debug", framework);
        using JsonDocument items = ItemsOf(Path.Combine(home, $"{project}.csproj"), framework);
        IEnumerable<string> files = Each(items, "Compile").Select(static source => TextOf(source, "FullPath"))
            .Concat([Path.Combine(made, $"{project}.GlobalUsings.g.cs"), Path.Combine(made, $"{project}.AssemblyInfo.cs")]);

        _path = Path.Combine(suite, $"{name}.dll");
        _resources = [.. Each(items, "EmbeddedResource").Select(static resource => ResourceOf(TextOf(resource, "LogicalName"), TextOf(resource, "FullPath")))];
        _compilation = CSharpCompilation.Create(
            name,
            files.Select(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), _parsing, file, System.Text.Encoding.UTF8)),
            ReferencesOf(suite, name).Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The assembly that a file belongs to.</summary>
    /// <param name="file">The file, from the folder of the library.</param>
    /// <param name="root">The repository.</param>
    /// <param name="suite">The folder with the suite.</param>
    internal static Library Of(string file, string root, string suite)
    {
        string folder = file.Split('/') switch
        {
            ["Analyzers", "CSharp" or "Fixes", ..] => file[..file.LastIndexOf('/')],
            ["Analyzers", ..] => "Analyzers",
            _ => "",
        };
        if (!_parsed.TryGetValue(folder, out Library? library))
        {
            string name = $"Coroutines.{folder.Replace('/', '.')}";
            library = folder.Length == 0
                ? new Library(root, suite, "Coroutines", "", "Scheduler", "net10.0")
                : new Library(root, suite, name, folder, name, "netstandard2.0");
            _parsed.Add(folder, library);
        }

        return library;
    }

    internal SyntaxTree TreeOf(string path) => _compilation.SyntaxTrees.Single(tree => tree.FilePath == path);

    /// <summary>Compiles it as it is, and puts it into the suite's folder.</summary>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    internal void Compile()
    {
        if (!TryEmit(_compilation, out IEnumerable<Diagnostic> errors))
        {
            throw new InvalidOperationException(
                $"{Path.GetFileName(_path)} does not compile without a mistake either:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Take(5))}");
        }
    }

    /// <summary>Compiles it with one file replaced, and puts it into the suite's folder.</summary>
    /// <returns>Whether it compiles: a mistake that does not is none.</returns>
    internal bool TryCompile(SyntaxTree original, SyntaxTree mutated) => TryEmit(_compilation.ReplaceSyntaxTree(original, mutated), out _);

    private bool TryEmit(CSharpCompilation compilation, out IEnumerable<Diagnostic> errors)
    {
        using var stream = new MemoryStream();
        EmitResult result = compilation.Emit(stream, manifestResources: _resources);
        errors = result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (result.Success)
        {
            File.WriteAllBytes(_path, stream.ToArray());
        }

        return result.Success;
    }

    // As the project itself says: some of its folders are projects of their own, and some are for others to compile.
    private static JsonDocument ItemsOf(string project, string framework)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getItem:Compile,EmbeddedResource", $"-p:TargetFramework={framework}"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        var items = JsonDocument.Parse(process.StandardOutput.BaseStream);
        process.WaitForExit();
        return items;
    }

    private static JsonElement.ArrayEnumerator Each(JsonDocument items, string kind) => items.RootElement.GetProperty("Items").GetProperty(kind).EnumerateArray();

    private static string TextOf(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static ResourceDescription ResourceOf(string name, string path) => new(name, () => File.OpenRead(path), isPublic: true);

    // The library stands on .NET alone; an analyzer on the compiler that runs it, too.
    private static IEnumerable<string> ReferencesOf(string suite, string name)
    {
        IEnumerable<string> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal));
        return name == "Coroutines" ? references
            : references
                .Concat(Directory.EnumerateFiles(suite, "Microsoft.CodeAnalysis*.dll"))
                .Concat(Directory.EnumerateFiles(suite, "System.Composition*.dll"))
                .Concat(Directory.EnumerateFiles(suite, "Coroutines.Analyzers.dll").Where(path => Path.GetFileNameWithoutExtension(path) != name));
    }
}

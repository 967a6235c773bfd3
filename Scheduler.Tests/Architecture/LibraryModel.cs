using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Tests.Architecture;

/// <summary>The library as the compiler understands it: which code uses which type or member, and in which folder each of them stands.</summary>
internal sealed class LibraryModel
{
    private const string Root = "Scheduler/";

    private static readonly string[] _packagesOfTheirOwn = ["Analyzers", "NUnit", "Hosting", "Jobs", "Jobs.Nats", "Orleans", "Engines", "Packaging"];

    private static readonly ConcurrentDictionary<ISymbol, string?> _folders = new(SymbolEqualityComparer.Default);

    private static LibraryModel? _shared;

    private readonly CSharpCompilation _compilation;

    // What its types and their members are called: nothing else has to be bound.
    private readonly ILookup<string, ISymbol> _declared;

    private IReadOnlyList<Use>? _uses;

    private LibraryModel()
    {
        var options = new CSharpParseOptions(
            LanguageVersion.Preview, preprocessorSymbols: ["NET", "NET6_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);
        IEnumerable<SyntaxTree> trees = RepositoryFiles.Below("Scheduler", "*.cs")
            .Where(static path => !_packagesOfTheirOwn.Contains(FolderOf(path)))
            .AsParallel()
            .Select(path => CSharpSyntaxTree.ParseText(RepositoryFiles.Read(path), options, path));
        _compilation = CSharpCompilation.Create(
            "Coroutines",
            trees.Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options)),
            PlatformReferences.Of(static name => name.StartsWith("System.", StringComparison.Ordinal)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        _declared = DeclaredIn(_compilation.Assembly.GlobalNamespace).ToLookup(static symbol => symbol.Name);
    }

    /// <summary>That of all tests that look at it.</summary>
    internal static LibraryModel Shared => _shared ??= new LibraryModel();

    /// <summary>The folders that the code stands in.</summary>
    internal IEnumerable<string> Folders => Files.Select(static tree => FolderOf(tree.FilePath)).Distinct();

    /// <summary>Each mention, in code, of a type or member that the <see cref="Layers"/> concern there.</summary>
    /// <remarks>To bind code takes seconds, and most of it names nothing that stands above it.</remarks>
    internal IReadOnlyList<Use> Uses => _uses ??=
        [.. Files.GroupBy(static tree => FolderOf(tree.FilePath)).SelectMany(folder => UsesIn(folder.Key, [.. folder]))];

    private IEnumerable<SyntaxTree> Files => _compilation.SyntaxTrees.Where(static tree => tree.FilePath.Length > 0);

    private static string ImplicitUsings => string.Concat(
        ((string[])["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"])
        .Select(static name => $"global using {name};"));

    /// <summary>Lets go of it: the many tests that collect garbage would go through it each time.</summary>
    internal static void Forget()
    {
        _shared = null;
        _folders.Clear();
    }

    /// <summary>A type of the library.</summary>
    internal INamedTypeSymbol TypeOf(string name) => _compilation.GetTypeByMetadataName($"Coroutines.{name}")!;

    /// <summary>The folder that a type or member is declared in; null if that is not in the library.</summary>
    /// <remarks>A type that is spread over several folders belongs to that of the file which bears exactly its name; each member to its own.</remarks>
    internal static string? FolderOf(ISymbol symbol) => _folders.GetOrAdd(symbol, static symbol => FindFolderOf(symbol));

    private static string? FindFolderOf(ISymbol symbol)
    {
        string[] paths = [.. symbol.Locations.Where(static location => location.IsInSource).Select(static location => location.SourceTree!.FilePath)];
        string? home = Array.Find(paths, path => Path.GetFileName(path) == $"{symbol.Name}.cs") ?? paths.FirstOrDefault();
        return home is null ? null : FolderOf(home);
    }

    private static string FolderOf(string path) => path[Root.Length..].Split('/')[0];

    private static IEnumerable<ISymbol> DeclaredIn(INamespaceOrTypeSymbol place) => place.GetMembers().SelectMany(static member => member switch
    {
        INamespaceSymbol inner => DeclaredIn(inner),
        INamedTypeSymbol inner => DeclaredIn(inner).Prepend(member),
        _ => [member],
    });

    private ParallelQuery<Use> UsesIn(string folder, SyntaxTree[] trees)
    {
        HashSet<string> names = [.. _declared.Where(named => named.Any(symbol => Layers.Concern(folder, symbol))).Select(static named => named.Key)];
        return trees.AsParallel().AsOrdered().SelectMany(tree => UsesIn(tree, folder, names));
    }

    private IEnumerable<Use> UsesIn(SyntaxTree tree, string folder, HashSet<string> names)
    {
        SemanticModel model = _compilation.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => names.Contains(name.Identifier.ValueText)))
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol?.OriginalDefinition;
            if (symbol is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol
                && symbol is not IMethodSymbol { MethodKind: MethodKind.LocalFunction }
                && Layers.Concern(folder, symbol))
            {
                yield return new Use(folder, symbol, name);
            }
        }
    }

    /// <param name="Folder">Where it is mentioned.</param>
    /// <param name="Symbol">What is mentioned.</param>
    /// <param name="Name">Where that stands.</param>
    internal sealed record Use(string Folder, ISymbol Symbol, SimpleNameSyntax Name)
    {
        /// <summary>File and line.</summary>
        internal string Place => $"{Name.SyntaxTree.FilePath}:{Name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
    }
}

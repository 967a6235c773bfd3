using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Tests.Architecture;

/// <summary>One C# file, parsed; comments, documentation and string contents are no part of what it offers.</summary>
internal sealed class SourceFile
{
    private static readonly HashSet<string> _unchecked =
    [
        "Unsafe", "UnsafeAccessor", "UnsafeAccessorAttribute", "MemoryMarshal", "CollectionsMarshal", "Marshal", "GCHandle", "NativeMemory",
        "SkipLocalsInit", "FieldOffset", "DynamicMethod", "DllImport", "LibraryImport", "DangerousGetHandle",
    ];

    private static readonly CSharpParseOptions _net = new(preprocessorSymbols: ["NET"]);

    // Several tests look at the same files.
    private static readonly ConcurrentDictionary<string, SourceFile> _parsed = new();

    private readonly string _text;
    private readonly CompilationUnitSyntax _unit;

    private SourceFile(string path)
    {
        Path = path;
        _text = RepositoryFiles.Read(path);
        _unit = CSharpSyntaxTree.ParseText(_text).GetCompilationUnitRoot();
    }

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>What the file is named after: <c>Scheduler</c> for <c>Scheduler.Tick.cs</c>.</summary>
    public string Subject => System.IO.Path.GetFileName(Path).Split('.')[0];

    public static SourceFile Read(string path) => _parsed.GetOrAdd(path, static path => new SourceFile(path));

    public static IReadOnlyList<SourceFile> Below(string folder) =>
        [.. RepositoryFiles.Below(folder, "*.cs").AsParallel().AsOrdered().Select(Read)];

    /// <summary>Lets go of all that has been parsed.</summary>
    public static void ForgetAll() => _parsed.Clear();

    /// <summary>The types that the file shares with others: not the nested ones, and none that is <c>file</c> local.</summary>
    public IReadOnlyList<string> DeclaredTypes() =>
        [.. _unit.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => !member.Modifiers.Any(SyntaxKind.FileKeyword))
            .Select(member => member switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
                DelegateDeclarationSyntax type => type.Identifier.ValueText,
                _ => null,
            })
            .OfType<string>()
            .Distinct()];

    /// <summary>Names that may stand for a type; the <c>B</c> in <c>a.B</c>, where it is a member, does not.</summary>
    public IEnumerable<(string Name, string Place)> MentionedNames() =>
        _unit.DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name => !IsMemberName(name))
            .Select(name => (name.Identifier.ValueText, PlaceOf(name.GetLocation())));

    public IEnumerable<(string Keyword, string Place)> AsyncKeywords() =>
        !HasWord("async") && !HasWord("await") ? [] : _unit.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.AsyncKeyword) || token.IsKind(SyntaxKind.AwaitKeyword))
            .Select(token => (token.ValueText, PlaceOf(token.GetLocation())));

    /// <summary>A method with its indentation and without its documentation; null if there is not exactly one of that name.</summary>
    public string? TextOfMethod(string name) =>
        _unit.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(method => method.Identifier.ValueText == name).ToList() is [var found]
            ? new string(' ', found.GetLocation().GetLineSpan().StartLinePosition.Character) + found
            : null;

    public IEnumerable<string> QualificationsWithThis() =>
        !HasWord("this") ? [] : _unit.DescendantNodes()
            .OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Expression is ThisExpressionSyntax)
            .Select(access => $"{PlaceOf(access.GetLocation())}: {access}");

    /// <summary>Where it leaves what the runtime checks, in any build: pointers, and calls that take memory for something else.</summary>
    public IEnumerable<string> UncheckedPlaces() =>
        _unit.DescendantTokens()
            .Concat(_unit.ContainsDirectives ? CSharpSyntaxTree.ParseText(_text, _net).GetRoot().DescendantTokens() : [])
            .Where(token => token.IsKind(SyntaxKind.UnsafeKeyword) || (token.IsKind(SyntaxKind.IdentifierToken) && _unchecked.Contains(token.ValueText)))
            .Select(token => $"{PlaceOf(token.GetLocation())}: {token.ValueText}")
            .Distinct();

    // Most files have none, and need not be looked through token by token.
    private bool HasWord(string keyword) => _text.Contains(keyword, StringComparison.Ordinal);

    private static bool IsMemberName(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name,
        MemberBindingExpressionSyntax => true,
        NameColonSyntax => true,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left == name,
        _ => false,
    };

    private string PlaceOf(Location location) => $"{Path}:{location.GetLineSpan().StartLinePosition.Line + 1}";
}

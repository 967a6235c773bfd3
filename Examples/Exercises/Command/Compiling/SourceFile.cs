using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Coroutines.Exercises.Command.Compiling;

/// <summary>A file of C#, with the names that tell who needs whom.</summary>
internal sealed class SourceFile
{
    internal static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private SourceFile(string path, SourceText text)
    {
        Path = path;
        Tree = CSharpSyntaxTree.ParseText(text, ParseOptions, path);
        SyntaxNode root = Tree.GetRoot();
        Declares = root.DescendantNodes(MayDeclare).SelectMany(NamesOf).ToFrozenSet();
        Mentions = root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToFrozenSet();
    }

    internal string Path { get; }

    internal SyntaxTree Tree { get; }

    /// <summary>The names by which other files can use this one: of its types, and of its extension methods.</summary>
    internal FrozenSet<string> Declares { get; }

    /// <summary>All names that stand in it.</summary>
    internal FrozenSet<string> Mentions { get; }

    /// <summary>The bytes themselves, not a string: a debugger meets a breakpoint only where the file's checksum is right.</summary>
    internal static SourceFile Of(string path, byte[] bytes) =>
        new(path, SourceText.From(bytes, bytes.Length, checksumAlgorithm: SourceHashAlgorithm.Sha256));

    internal static SourceFile Of(string path, string text) => Of(path, System.Text.Encoding.UTF8.GetBytes(text));

    private static bool MayDeclare(SyntaxNode node) =>
        node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    private static IEnumerable<string> NamesOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax { Identifier.ValueText: var type } => [type, WithoutSuffix(type)],
        DelegateDeclarationSyntax type => [type.Identifier.ValueText],
        MethodDeclarationSyntax method when IsExtension(method) => [method.Identifier.ValueText],
        _ => [],
    };

    /// <summary>By this, an attribute is used.</summary>
    private static string WithoutSuffix(string type) => type.EndsWith("Attribute", StringComparison.Ordinal) ? type[..^"Attribute".Length] : type;

    private static bool IsExtension(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters is [{ } first, ..] && first.Modifiers.Any(SyntaxKind.ThisKeyword);
}

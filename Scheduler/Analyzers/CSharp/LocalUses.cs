using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Analyzers;

/// <summary>Where a member of a type mentions one of its variables.</summary>
internal static class LocalUses
{
    /// <summary>The mentions of a variable, its declaration left out.</summary>
    /// <param name="variable">A local variable or a parameter.</param>
    /// <param name="somewhere">An operation in the member that it belongs to.</param>
    internal static IEnumerable<IdentifierNameSyntax> Of(ISymbol variable, IOperation somewhere)
    {
        SemanticModel model = somewhere.SemanticModel!;
        return
            from name in MemberAround(somewhere.Syntax).DescendantNodes().OfType<IdentifierNameSyntax>()
            where name.Identifier.ValueText == variable.Name
            where SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, variable)
            select name;
    }

    // Top-level statements are members of the file.
    private static SyntaxNode MemberAround(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(outer => outer is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Mutants;

/// <summary>A file with one mistake in it.</summary>
/// <param name="Tree">The whole file.</param>
/// <param name="Line">Where the mistake is.</param>
/// <param name="Place">The same in words, which stays true when lines are added above it: the member, and what its line says.</param>
/// <param name="Text">What was there, and what is there now.</param>
internal sealed record Mutant(SyntaxTree Tree, int Line, string Place, string Text)
{
    /// <summary>All mutants of a file, in its order.</summary>
    internal static IEnumerable<Mutant> AllOf(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        var times = new Dictionary<(string, string), int>();
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            foreach (SyntaxNode mistake in Mistakes.In(node))
            {
                Mutant mutant = Make(tree, root, node, mistake);
                int time = times[(mutant.Place, mutant.Text)] = times.GetValueOrDefault((mutant.Place, mutant.Text)) + 1;
                yield return time == 1 ? mutant : mutant with { Place = $"{mutant.Place} ({time})" };
            }
        }
    }

    private static Mutant Make(SyntaxTree tree, SyntaxNode root, SyntaxNode node, SyntaxNode mistake)
    {
        int line = node.GetLocation().GetLineSpan().StartLinePosition.Line;
        SyntaxNode mutated = root.ReplaceNode(node, mistake.WithTriviaFrom(node));
        return new Mutant(
            CSharpSyntaxTree.Create((CSharpSyntaxNode)mutated, (CSharpParseOptions)tree.Options, tree.FilePath, System.Text.Encoding.UTF8),
            line + 1,
            $"{MemberOf(node)}: {tree.GetText().Lines[line].ToString().Trim()}",
            $"{Short(node)}  →  {Short(mistake)}");
    }

    private static string MemberOf(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
        _ => "",
    };

    private static string Short(SyntaxNode node)
    {
        string text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 90 ? text : text[..90] + "…";
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Mutants;

/// <summary>A file with one mistake in it.</summary>
/// <param name="Tree">The whole file.</param>
/// <param name="Line">Where the mistake is.</param>
/// <param name="Text">What was there, and what is there now.</param>
internal sealed record Mutant(SyntaxTree Tree, int Line, string Text)
{
    /// <summary>All mutants of a file, in its order.</summary>
    internal static IEnumerable<Mutant> AllOf(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        return
            from node in root.DescendantNodes()
            from mistake in Mistakes.In(node)
            select Make(tree, root, node, mistake);
    }

    private static Mutant Make(SyntaxTree tree, SyntaxNode root, SyntaxNode node, SyntaxNode mistake)
    {
        int line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        SyntaxNode mutated = root.ReplaceNode(node, mistake.WithTriviaFrom(node));
        return new Mutant(CSharpSyntaxTree.Create((CSharpSyntaxNode)mutated, (CSharpParseOptions)tree.Options, tree.FilePath, System.Text.Encoding.UTF8), line, $"{Short(node)}  →  {Short(mistake)}");
    }

    private static string Short(SyntaxNode node)
    {
        string text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 90 ? text : text[..90] + "…";
    }
}

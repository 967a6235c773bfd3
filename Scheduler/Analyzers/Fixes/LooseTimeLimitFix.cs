using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Says where a time limit ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LooseTimeLimitFix))]
public sealed class LooseTimeLimitFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CORO008");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        switch (place.Node.FirstAncestorOrSelf<StatementSyntax>())
        {
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax, Parent: BlockSyntax block } statement:
                yield return ("Limit what follows in this block", () => place.Root.ReplaceNode(block, Enclosing(block, statement)));
                break;
            case LocalDeclarationStatementSyntax { Parent: BlockSyntax } declaration when declaration.Declaration.Variables.Count == 1:
                yield return ("Limit what follows in this block", () => place.Replace(declaration, CodePlace.Parse($"using {declaration}")));
                break;
            default:
                break;
        }
    }

    private static BlockSyntax Enclosing(BlockSyntax block, ExpressionStatementSyntax limit)
    {
        int index = block.Statements.IndexOf(limit);
        UsingStatementSyntax enclosing = SyntaxFactory.UsingStatement(SyntaxFactory.Block(block.Statements.Skip(index + 1))).WithExpression(limit.Expression)
            .WithLeadingTrivia(limit.GetLeadingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        return block.WithStatements(SyntaxFactory.List(block.Statements.Take(index).Append(enclosing)));
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Reads an outcome that nobody reads, or drops it on purpose.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnreadOutcomeFix))]
public sealed class UnreadOutcomeFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CORO007");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        if (place.Node.FirstAncestorOrSelf<ArgumentSyntax>() is not { Expression: { } outcome } argument)
        {
            yield break;
        }

        string name = outcome is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier: { ValueText: { } declared } } } ? declared : outcome.ToString();
        if (argument.FirstAncestorOrSelf<YieldStatementSyntax>() is { Parent: BlockSyntax } statement)
        {
            yield return ("Throw what it failed with", () => place.Replace(statement, statement, CodePlace.Parse($"{name}.ThrowIfFailed();")));
        }

        if (outcome is DeclarationExpressionSyntax)
        {
            yield return ("Drop it on purpose", () => place.Root.ReplaceNode(outcome, SyntaxFactory.ParseExpression("_").WithTriviaFrom(outcome)));
        }
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Has a loop end with a cancel, which it asked for and did not look at.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwallowedCancellationFix))]
public sealed class SwallowedCancellationFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CORO009");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        if (place.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
        {
            yield break;
        }

        if (call.Expression is MemberAccessExpressionSyntax { Name: { Identifier: { ValueText: "Catch" } } } handled)
        {
            yield return ("Let a cancel through", () => place.Root.ReplaceNode(call, handled.Expression.WithoutTrailingTrivia()));
        }
        else
        {
            // The third one, whether it is named or not.
            ArgumentSyntax asked = call.ArgumentList.Arguments.FirstOrDefault(static argument => argument.NameColon?.Name.Identifier.ValueText == "includeCancellation")
                ?? call.ArgumentList.Arguments[call.ArgumentList.Arguments.Count - 1];
            yield return ("Let a cancel through", () => place.Root.ReplaceNode(call, call.WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Remove(asked)))));
        }
    }
}

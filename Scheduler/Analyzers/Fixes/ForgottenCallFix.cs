using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Awaits or starts a coroutine that is called and never run, and yields an awaitable that is dropped.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ForgottenCallFix))]
public sealed class ForgottenCallFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CORO002", "CORO003");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        if (place.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: { } call and not ConditionalAccessExpressionSyntax } statement)
        {
            yield break;
        }

        if (diagnostic.Id == "CORO003")
        {
            if (place.IsInCoroutine)
            {
                yield return ("Yield it", () => place.Replace(statement, CodePlace.Parse($"yield return {call};")));
            }
        }
        else if (place.Types.IsCoroutine(place.TypeOf(call)))
        {
            if (place.IsInCoroutine)
            {
                yield return ("Await it here", () => place.Replace(statement, CodePlace.Parse(place.Yield("Await", call.ToString()))));
            }

            yield return ("Run it side by side", () => place.Replace(statement, CodePlace.Parse($"{place.Call("CreateTask", call.ToString())};")));
        }
    }
}

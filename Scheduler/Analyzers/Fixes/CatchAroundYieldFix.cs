using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Coroutines.Analyzers.Fixes;

/// <summary>
/// Puts in the place of a <c>try</c> with a <c>catch</c>, which no iterator may yield in: <c>Settle</c>, where it stands around one wait only, and
/// <c>Try</c> of a local function otherwise.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CatchAroundYieldFix))]
public sealed class CatchAroundYieldFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CS1626");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        if (!place.IsInCoroutine
            || place.Node.FirstAncestorOrSelf<TryStatementSyntax>(static guarded => guarded.Catches.Count > 0) is not { Parent: BlockSyntax } guarded)
        {
            yield break;
        }

        if (guarded.Block.Statements.Count == 1 && guarded.Block.Statements[0] is YieldStatementSyntax { Expression: { } awaited })
        {
            yield return ("Settle it, and look at the outcome", () => place.Replace(guarded, WithFinally(guarded, [.. Settled(guarded, awaited, place)])));
        }

        if (CanBeMoved(guarded, place))
        {
            yield return ("Try it as a coroutine of its own", () => place.Replace(guarded, [.. WithFinally(guarded, [Tried(guarded, place, out LocalFunctionStatementSyntax[] functions)]), .. functions]));
        }
    }

    // A finally block around a yield is allowed.
    private static StatementSyntax[] WithFinally(TryStatementSyntax guarded, StatementSyntax[] statements) => guarded.Finally is null
        ? statements
        : [SyntaxFactory.TryStatement(SyntaxFactory.Block(statements), default, guarded.Finally)];

    private static IEnumerable<StatementSyntax> Settled(TryStatementSyntax guarded, ExpressionSyntax awaited, CodePlace place)
    {
        string outcome = place.FreeName("outcome");
        yield return CodePlace.Parse($"yield return {place.Call("Settle", $"{SettledIn(awaited)}, out var {outcome}")};");

        // From the last one to the first: each is the else of the one before it.
        StatementSyntax? rest = guarded.Catches.Any(IsForAll) ? null : SyntaxFactory.Block(CodePlace.Parse($"{outcome}.ThrowIfFailed();"));
        foreach (CatchClauseSyntax handler in guarded.Catches.Reverse())
        {
            string condition = $"{outcome}.Exception is {PatternOf(handler)}" + (handler.Filter is { } filter ? $" && ({filter.FilterExpression})" : "");
            IfStatementSyntax choice = SyntaxFactory.IfStatement(SyntaxFactory.ParseExpression(condition), Rethrowing(handler.Block, outcome));
            rest = rest is null ? choice : choice.WithElse(SyntaxFactory.ElseClause(rest));
        }

        yield return rest!;
    }

    // Await(X()) is what Settle does by itself.
    private static string SettledIn(ExpressionSyntax awaited) =>
        awaited is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier: { ValueText: "Await" } }, ArgumentList: { Arguments: { Count: 1 } arguments } }
        && arguments[0].Expression is InvocationExpressionSyntax coroutine
            ? coroutine.ToString()
            : awaited.ToString();

    private static bool IsForAll(CatchClauseSyntax handler) => handler.Filter is null && handler.Declaration?.Type.ToString() is null or "Exception" or "System.Exception";

    private static string PatternOf(CatchClauseSyntax handler)
    {
        string name = handler.Declaration?.Identifier.ValueText ?? string.Empty;
        return IsForAll(handler) ? name.Length == 0 ? "not null" : $"{{ }} {name}"
            : name.Length == 0 ? handler.Declaration!.Type.ToString()
            : $"{handler.Declaration!.Type} {name}";
    }

    private static BlockSyntax Rethrowing(BlockSyntax block, string outcome) => block.ReplaceNodes(
        block.DescendantNodes().OfType<ThrowStatementSyntax>().Where(static thrown => thrown.Expression is null),
        (thrown, _) => CodePlace.Parse($"{outcome}.ThrowIfFailed();").WithTriviaFrom(thrown));

    // What jumps out of a function's body cannot stand in another function.
    private static bool CanBeMoved(TryStatementSyntax guarded, CodePlace place) =>
        !guarded.Block.DescendantNodes().Concat(guarded.Catches.SelectMany(static handler => handler.Block.DescendantNodes())).Any(node =>
            node is GotoStatementSyntax or ThrowStatementSyntax { Expression: null }
            || node.IsKind(SyntaxKind.YieldBreakStatement)
            || (node is BreakStatementSyntax or ContinueStatementSyntax && !IsInLoopOf(node, guarded))
            || (node is InvocationExpressionSyntax call && place.Model.GetSymbolInfo(call).Symbol is IMethodSymbol method && place.Types.IsReturn(method)));

    private static bool IsInLoopOf(SyntaxNode jump, TryStatementSyntax guarded) =>
        jump.Ancestors().TakeWhile(node => node != guarded).Any(static node =>
            node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax);

    private static StatementSyntax Tried(TryStatementSyntax guarded, CodePlace place, out LocalFunctionStatementSyntax[] functions)
    {
        string body = place.FreeName("Body");
        List<LocalFunctionStatementSyntax> found = [Function(body, string.Empty, guarded.Block)];
        string tried = place.Call("Try", $"{body}()");
        foreach (CatchClauseSyntax handler in guarded.Catches)
        {
            string type = handler.Declaration?.Type.ToString() ?? "Exception";
            string parameter = handler.Declaration?.Identifier.ValueText is { Length: > 0 } name ? name : "_";
            string when = handler.Filter is { } filter ? $", {parameter} => {filter.FilterExpression}" : string.Empty;
            if (handler.Block.DescendantNodes().Any(static node => node is YieldStatementSyntax))
            {
                string recover = place.FreeName(found.Count == 1 ? "Recover" : $"Recover{found.Count}");
                found.Add(Function(recover, $"{type} {parameter}", handler.Block));
                tried += $".Catch<{type}>({recover}{when})";
            }
            else
            {
                tried += $".Catch<{type}>({parameter} => {handler.Block.WithoutTrivia().NormalizeWhitespace()}{when})";
            }
        }

        functions = [.. found];
        return CodePlace.Parse($"yield return {tried};");
    }

    private static LocalFunctionStatementSyntax Function(string name, string parameters, BlockSyntax body) =>
        ((LocalFunctionStatementSyntax)SyntaxFactory.ParseStatement($"\nIEnumerator<Awaitable> {name}({parameters})\n{{\n}}\n"))
            .WithBody(body.WithoutTrailingTrivia().WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")))
            .WithAdditionalAnnotations(Formatter.Annotation);
}

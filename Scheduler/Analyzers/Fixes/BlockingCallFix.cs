using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Yields what a blocking call waits for, or lets a thread wait for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingCallFix))]
public sealed class BlockingCallFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CORO005");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        if (place.IsInCoroutine
            && place.Node is ExpressionSyntax blocking
            && diagnostic.Properties.TryGetValue(BlockingCalls.Cure, out string? method)
            && method is { Length: > 0 }
            && ArgumentFor(method, blocking, place) is { } argument
            && blocking.FirstAncestorOrSelf<StatementSyntax>() is { } statement)
        {
            if (statement is ExpressionStatementSyntax { Expression: { } whole } && whole == blocking)
            {
                yield return (TitleOf(method), () => place.Replace(statement, CodePlace.Parse(place.Yield(method, argument))));
            }
            else if (method != "Sleep" && statement.Parent is BlockSyntax && IsReachedFirst(blocking, statement))
            {
                yield return (TitleOf(method), () => YieldBefore(statement, blocking, place.Call(method, argument), place));
            }
        }
    }

    private static string TitleOf(string method) => method == "ToThread" ? "Wait for it on a thread" : $"Yield {method}(…)";

    private static string? ArgumentFor(string method, ExpressionSyntax blocking, CodePlace place) => method switch
    {
        "Sleep" => blocking is InvocationExpressionSyntax { ArgumentList: { Arguments: { Count: 1 } arguments } } ? DurationOf(arguments[0].Expression, place) : null,
        "Await" => TaskIn(blocking)?.ToString(),
        _ => $"() => {blocking}",
    };

    // Thread.Sleep counts milliseconds.
    private static string DurationOf(ExpressionSyntax argument, CodePlace place) =>
        argument is LiteralExpressionSyntax { Token: { Value: int milliseconds } } ? (milliseconds / 1000.0).ToString("0.0##", CultureInfo.InvariantCulture)
        : place.TypeOf(argument)?.Name == "TimeSpan" ? argument.ToString()
        : $"TimeSpan.FromMilliseconds({argument})";

    private static ExpressionSyntax? TaskIn(ExpressionSyntax blocking) => blocking switch
    {
        MemberAccessExpressionSyntax { Name: { Identifier: { ValueText: "Result" } } } result => result.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier: { ValueText: "Wait" } } } wait, ArgumentList: { Arguments: { Count: 0 } } } => wait.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier: { ValueText: "GetResult" or "GetAwaiter" or "ConfigureAwait" } } } call } =>
            TaskIn(call.Expression) ?? call.Expression,
        _ => null,
    };

    // What is awaited before the statement must not come before anything that the statement does before it, or instead of it.
    private static bool IsReachedFirst(ExpressionSyntax blocking, StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax or IfStatementSyntax or YieldStatementSyntax
        && blocking.Ancestors().TakeWhile(node => node != statement).All(static node =>
            node is not (AnonymousFunctionExpressionSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or QueryExpressionSyntax)
            && !node.IsKind(SyntaxKind.LogicalAndExpression) && !node.IsKind(SyntaxKind.LogicalOrExpression) && !node.IsKind(SyntaxKind.CoalesceExpression));

    private static SyntaxNode YieldBefore(StatementSyntax statement, ExpressionSyntax blocking, string call, CodePlace place)
    {
        string name = place.FreeName("call");
        StatementSyntax changed = statement.ReplaceNode(blocking, SyntaxFactory.ParseExpression($"{name}.Result").WithTriviaFrom(blocking));
        return place.Replace(statement, CodePlace.Parse($"yield return {call}.Into(out var {name});"), changed.WithoutLeadingTrivia());
    }
}

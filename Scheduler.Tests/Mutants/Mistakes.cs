using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Coroutines.Mutants;

/// <summary>What can be wrong with one place in a source.</summary>
internal static class Mistakes
{
    private static readonly Dictionary<SyntaxKind, (SyntaxKind Kind, SyntaxKind Token)> _otherOperators = new()
    {
        [SyntaxKind.LessThanExpression] = (SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken),
        [SyntaxKind.LessThanOrEqualExpression] = (SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken),
        [SyntaxKind.GreaterThanExpression] = (SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken),
        [SyntaxKind.GreaterThanOrEqualExpression] = (SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken),
        [SyntaxKind.EqualsExpression] = (SyntaxKind.NotEqualsExpression, SyntaxKind.ExclamationEqualsToken),
        [SyntaxKind.NotEqualsExpression] = (SyntaxKind.EqualsExpression, SyntaxKind.EqualsEqualsToken),
        [SyntaxKind.LogicalAndExpression] = (SyntaxKind.LogicalOrExpression, SyntaxKind.BarBarToken),
        [SyntaxKind.LogicalOrExpression] = (SyntaxKind.LogicalAndExpression, SyntaxKind.AmpersandAmpersandToken),
        [SyntaxKind.AddExpression] = (SyntaxKind.SubtractExpression, SyntaxKind.MinusToken),
        [SyntaxKind.SubtractExpression] = (SyntaxKind.AddExpression, SyntaxKind.PlusToken),
    };

    /// <summary>What may stand there instead.</summary>
    internal static IEnumerable<SyntaxNode> In(SyntaxNode node) => node switch
    {
        IfStatementSyntax statement => [statement.WithCondition(Not(statement.Condition))],
        WhileStatementSyntax statement => [statement.WithCondition(Not(statement.Condition))],
        ConditionalExpressionSyntax choice => [choice.WithWhenTrue(choice.WhenFalse).WithWhenFalse(choice.WhenTrue)],
        BinaryExpressionSyntax binary when _otherOperators.TryGetValue(binary.Kind(), out var other) =>
            [BinaryExpression(other.Kind, binary.Left, Token(other.Token).WithTriviaFrom(binary.OperatorToken), binary.Right)],
        BinaryPatternSyntax { RawKind: (int)SyntaxKind.OrPattern } either => [either.Left, either.Right],
        PostfixUnaryExpressionSyntax step => OtherStep(step),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => [LiteralExpression(SyntaxKind.FalseLiteralExpression)],
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => [LiteralExpression(SyntaxKind.TrueLiteralExpression)],
        ExpressionStatementSyntax { Parent: BlockSyntax } => [EmptyStatement()],
        _ => [],
    };

    private static PrefixUnaryExpressionSyntax Not(ExpressionSyntax condition) =>
        PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(condition.WithoutTrivia()));

    private static IEnumerable<SyntaxNode> OtherStep(PostfixUnaryExpressionSyntax step) => step.Kind() switch
    {
        SyntaxKind.PostIncrementExpression => [PostfixUnaryExpression(SyntaxKind.PostDecrementExpression, step.Operand)],
        SyntaxKind.PostDecrementExpression => [PostfixUnaryExpression(SyntaxKind.PostIncrementExpression, step.Operand)],
        _ => [],
    };
}

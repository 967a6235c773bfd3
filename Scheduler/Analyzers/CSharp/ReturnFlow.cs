using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Analyzers;

/// <summary>Where a coroutine cannot go on, because of a <c>yield return Return(…)</c>.</summary>
/// <remarks>
/// It errs on the side of silence: only statements that plainly stand behind the end count. Labels can be jumped to and loops may
/// run no time, so what is behind them is left alone.
/// </remarks>
internal sealed class ReturnFlow(SemanticModel model, KnownTypes types, CancellationToken cancellation)
{
    /// <summary>How a statement ends.</summary>
    private enum End
    {
        /// <summary>The statement behind it may be reached.</summary>
        Open,

        /// <summary>A jump keeps it from being reached. The compiler knows that.</summary>
        Jump,

        /// <summary>On at least one way it is a Return that keeps it from being reached; on no way it is reached.</summary>
        Return,
    }

    /// <summary>The lists of statements of one body, those of nested functions left out.</summary>
    internal static IEnumerable<SyntaxList<StatementSyntax>> StatementListsOf(BlockSyntax body) =>
        from node in body.DescendantNodesAndSelf(node => node == body || node is not (LocalFunctionStatementSyntax or ExpressionSyntax))
        where node is BlockSyntax or SwitchSectionSyntax
        select node is BlockSyntax block ? block.Statements : ((SwitchSectionSyntax)node).Statements;

    /// <summary>The first statement of a list that stands behind a Return and would do something.</summary>
    internal StatementSyntax? FindCodeAfterReturn(SyntaxList<StatementSyntax> list)
    {
        bool hasReturned = false;
        foreach (StatementSyntax statement in list)
        {
            if (statement is LabeledStatementSyntax)
            {
                return null;
            }

            if (hasReturned)
            {
                if (!IsHarmless(statement))
                {
                    return statement;
                }
            }
            else
            {
                hasReturned = EndOf(statement) == End.Return;
            }
        }

        return null;
    }

    // What the compiler wants at the end of a switch section, and what says once more that this is the end.
    private static bool IsHarmless(StatementSyntax statement) =>
        statement is EmptyStatementSyntax or LocalFunctionStatementSyntax || IsJump(statement) || statement is BlockSyntax { Statements: { Count: 0 } };

    private static bool IsJump(StatementSyntax statement) =>
        statement is BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax
        || statement.IsKind(SyntaxKind.YieldBreakStatement);

    private End EndOf(StatementSyntax? statement) => statement switch
    {
        null => End.Open,
        YieldStatementSyntax { Expression: { } yielded } => IsReturn(yielded) ? End.Return : End.Open,
        BlockSyntax block => EndOf(block.Statements),
        IfStatementSyntax { Else: { } @else } choice => OfBoth(EndOf(choice.Statement), EndOf(@else.Statement)),
        UsingStatementSyntax scope => EndOf(scope.Statement),
        LockStatementSyntax scope => EndOf(scope.Statement),
        CheckedStatementSyntax scope => EndOf(scope.Block),
        TryStatementSyntax { Catches: { Count: 0 } } guarded => EndOf(guarded.Block),
        _ => IsJump(statement) ? End.Jump : End.Open,
    };

    private End EndOf(SyntaxList<StatementSyntax> list)
    {
        End end = End.Open;
        foreach (StatementSyntax statement in list)
        {
            if (statement is LabeledStatementSyntax)
            {
                return End.Open;
            }

            if (end == End.Open)
            {
                end = EndOf(statement);
            }
        }

        return end;
    }

    private static End OfBoth(End left, End right) =>
        left == End.Open || right == End.Open ? End.Open : left == End.Return ? left : right;

    private bool IsReturn(ExpressionSyntax yielded)
    {
        while (yielded is ParenthesizedExpressionSyntax parenthesized)
        {
            yielded = parenthesized.Expression;
        }

        return yielded is InvocationExpressionSyntax call
            && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method
            && types.IsReturn(method);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds iterators that are no coroutines of the library, such as those of other game engines, and that are called and never stepped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForgottenIteratorAnalyzer : OperationAnalyzer
{
    /// <summary>Makes it.</summary>
    public ForgottenIteratorAnalyzer()
        : base(Rules.ForgottenIterator, OperationKind.ExpressionStatement)
    {
    }

    private protected override void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        IOperation statement = ((IExpressionStatementOperation)context.Operation).Operation;
        if (CallChain.LastOf(statement) is { } call
            && !types.IsCoroutine(call.Type)
            && types.IsEnumerator(call.Type)
            && !ForgottenCall.IsTakenOutOfAContainer(call.TargetMethod)
            && IsIterator(call.TargetMethod, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.ForgottenIterator, statement.Syntax.GetLocation(), ForgottenCall.NameOf(call), CallChain.Text(statement.Syntax)));
        }
    }

    // Of a method without a visible body nothing is known.
    private static bool IsIterator(IMethodSymbol method, CancellationToken cancellation) =>
        method.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .Any(body => body.DescendantNodes(node => node == body || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
                .Any(node => node is YieldStatementSyntax));
}

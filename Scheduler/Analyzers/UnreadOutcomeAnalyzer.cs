using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds outcomes of <c>Settle</c> that nobody reads: the failures in them are gone without a trace.</summary>
/// <remarks>A local variable only, and one that is mentioned nowhere: whoever hands an outcome on, captures it or stores it reads it.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp, LanguageNames.VisualBasic)]
public sealed class UnreadOutcomeAnalyzer : OperationAnalyzer
{
    /// <summary>Makes it.</summary>
    public UnreadOutcomeAnalyzer()
        : base(Rules.UnreadOutcome, OperationKind.Invocation)
    {
    }

    private protected override void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (types.IsSettle(call.TargetMethod)
            && Settling.OutcomeOf(call) is { } outcome
            && VariableUses.VariableOf(outcome) is ILocalSymbol { RefKind: RefKind.None } local
            && VariableUses.Of(local, call).All(use => IsWritten(use, types)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnreadOutcome, outcome.Syntax.GetLocation(), local.Name));
        }
    }

    // It is where another Settle, or an assignment, puts a new one.
    private static bool IsWritten(IOperation use, KnownTypes types) => CallChain.UserOf(use) switch
    {
        IArgumentOperation { Parent: IInvocationOperation call } => types.IsSettle(call.TargetMethod),
        ISimpleAssignmentOperation assignment => assignment.Target == use,
        _ => false,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds time limits that nothing ends but the end of the coroutine.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp, LanguageNames.VisualBasic)]
public sealed class LooseTimeLimitAnalyzer : OperationAnalyzer
{
    /// <summary>Makes it.</summary>
    public LooseTimeLimitAnalyzer()
        : base(Rules.LooseTimeLimit, OperationKind.Invocation)
    {
    }

    private protected override void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (types.IsTimeLimit(call.TargetMethod) && IsLoose(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.LooseTimeLimit, call.Syntax.GetLocation(), CallChain.Text(call.Syntax)));
        }
    }

    private static bool IsLoose(IInvocationOperation call) => CallChain.UserOf(call) switch
    {
        // In a lambda without a block, the lambda's type drops the value.
        IExpressionStatementOperation statement => !statement.IsImplicit,
        IVariableInitializerOperation initializer => LocalOf(initializer) is { } local && !IsUsed(local, initializer),
        ISimpleAssignmentOperation { Parent: IExpressionStatementOperation, Target: ILocalReferenceOperation target } => !IsUsed(target.Local, call),
        _ => false,
    };

    private static ILocalSymbol? LocalOf(IVariableInitializerOperation initializer)
    {
        for (IOperation? outer = initializer.Parent; outer is not null; outer = outer.Parent)
        {
            switch (outer)
            {
                case IVariableDeclaratorOperation or IVariableDeclarationOperation or IVariableDeclarationGroupOperation:
                    break;
                case IBlockOperation or ISwitchCaseOperation or IMethodBodyOperation:
                    return initializer.Parent switch
                    {
                        IVariableDeclaratorOperation declarator => declarator.Symbol,
                        IVariableDeclarationOperation { Declarators: { Length: 1 } declarators } => declarators[0].Symbol,
                        _ => null,
                    };
                default:
                    return null; // a using, in either form
            }
        }

        return null;
    }

    // Whoever does more with it than to ask it and to move it may well dispose it.
    private static bool IsUsed(ILocalSymbol local, IOperation somewhere) => VariableUses.Of(local, somewhere).Any(static use => CallChain.UserOf(use) switch
    {
        IPropertyReferenceOperation => false,
        IInvocationOperation call => call.TargetMethod.Name != "Reschedule",
        ISimpleAssignmentOperation assignment => assignment.Target != use,
        _ => true,
    });
}

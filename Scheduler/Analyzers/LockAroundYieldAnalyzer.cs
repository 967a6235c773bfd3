using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds locks of threads that a coroutine holds while it waits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp, LanguageNames.VisualBasic)]
public sealed class LockAroundYieldAnalyzer : OperationAnalyzer
{
    /// <summary>Makes it.</summary>
    public LockAroundYieldAnalyzer()
        : base(Rules.LockAroundYield, OperationKind.Lock)
    {
    }

    private protected override void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var held = (ILockOperation)context.Operation;
        if (held.Body is { } body && YieldsIn(body).Any(yield => IsOfCoroutine(yield, types)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.LockAroundYield, held.LockedValue.Syntax.GetLocation(), CallChain.Text(held.LockedValue.Syntax)));
        }
    }

    // Those of functions inside run without the lock.
    private static IEnumerable<IOperation> YieldsIn(IOperation operation) => operation switch
    {
        ILocalFunctionOperation or IAnonymousFunctionOperation => [],
        IReturnOperation { Kind: OperationKind.YieldReturn } => [operation],
        _ => operation.Children.SelectMany(YieldsIn),
    };

    private static bool IsOfCoroutine(IOperation yield, KnownTypes types) =>
        yield is IReturnOperation { ReturnedValue: { Type: { } type } } && types.IsAwaitable(type);
}

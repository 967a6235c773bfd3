using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds loops that go on after a cancel: their coroutine cannot be ended.</summary>
/// <remarks>
/// Only loops without a count, since one over a list comes to its end. What a coroutine has cancelled itself, a task or a future, is awaited to its
/// end by such a <c>Settle</c>, and is left alone.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp, LanguageNames.VisualBasic)]
public sealed class SwallowedCancellationAnalyzer : OperationAnalyzer
{
    /// <summary>Makes it.</summary>
    public SwallowedCancellationAnalyzer()
        : base(Rules.SwallowedCancellation, OperationKind.Invocation)
    {
    }

    private protected override void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        bool swallows = types.IsSettle(call.TargetMethod) ? IsSettledUnseen(call, types) : types.IsCatchOfCancellation(call.TargetMethod) && IsEmpty(call.Arguments[0].Value);
        if (swallows && IsInEndlessLoop(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SwallowedCancellation, call.Syntax.GetLocation(), CallChain.Text(call.Syntax)));
        }
    }

    private static bool IsSettledUnseen(IInvocationOperation call, KnownTypes types)
    {
        if (!Settling.IncludesCancellation(call) || Settling.OutcomeOf(call) is not { } outcome || types.IsFuture(CallChain.Unwrapped(Settling.AwaitedIn(call))?.Type))
        {
            return false;
        }

        return outcome is IDiscardOperation || (VariableUses.VariableOf(outcome) is ILocalSymbol local && !VariableUses.Of(local, call).Any(use => IsSeen(use, types)));
    }

    // What tells a cancel from a success, and whoever gets the outcome.
    private static bool IsSeen(IOperation use, KnownTypes types) => CallChain.UserOf(use) switch
    {
        IPropertyReferenceOperation property => property.Property.Name is "IsCancelled" or "Exception",
        ISimpleAssignmentOperation assignment => assignment.Target != use,
        IArgumentOperation { Parent: IInvocationOperation call } => !types.IsSettle(call.TargetMethod),
        _ => true,
    };

    private static bool IsEmpty(IOperation handler)
    {
        IOperation? function = CallChain.Unwrapped(handler);
        while (function is IDelegateCreationOperation creation)
        {
            function = CallChain.Unwrapped(creation.Target);
        }

        return function is IAnonymousFunctionOperation { Body: { } body } && body.Operations.All(static operation => operation is IReturnOperation { ReturnedValue: null } or ILabeledOperation);
    }

    private static bool IsInEndlessLoop(IOperation operation)
    {
        for (IOperation? outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            switch (outer)
            {
                case IWhileLoopOperation or IForLoopOperation { Condition: null }:
                    return true;
                case ILocalFunctionOperation or IAnonymousFunctionOperation:
                    return false;
                default:
                    break;
            }
        }

        return false;
    }
}

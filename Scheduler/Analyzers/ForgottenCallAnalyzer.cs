using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds coroutines that are called and never run, and awaitables that are made and never yielded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp, LanguageNames.VisualBasic)]
public sealed class ForgottenCallAnalyzer : CoroutineAnalyzer
{
    /// <summary>Makes it.</summary>
    public ForgottenCallAnalyzer()
        : base(Rules.ForgottenCoroutine, Rules.ForgottenAwaitable)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types) =>
        start.RegisterOperationAction(found => Analyze(found, types), OperationKind.ExpressionStatement);

    private static void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        if (CallChain.LastOf(statement.Operation) is not { } call || ForgottenCall.IsTakenOutOfAContainer(call.TargetMethod))
        {
            return;
        }

        if (types.IsCoroutine(call.Type))
        {
            Report(context, Rules.ForgottenCoroutine, statement, FirstOf(call, types.IsCoroutine));
        }
        else if (types.IsAwaitable(call.Type)
            && !statement.IsImplicit
            && FindMaker(call, types) is { } maker
            && !types.IsEager(maker.TargetMethod)
            && !IsHandedOn(call, types))
        {
            // In a lambda without a block, such as one that a test expects to throw, the value is dropped by the lambda's
            // type; a wrong argument throws at the call all the same. That of a coroutine does not.
            Report(context, Rules.ForgottenAwaitable, statement, maker);
        }
    }

    /// <summary>The call of a chain that makes the awaitable which the rest of it passes on.</summary>
    /// <returns>
    /// Null where none does: it was made elsewhere, and may be yielded elsewhere; or the chain begins with a task, which goes on by
    /// itself.
    /// </returns>
    private static IInvocationOperation? FindMaker(IInvocationOperation call, KnownTypes types)
    {
        IInvocationOperation first = FirstOf(call, types.IsAwaitable);
        IOperation? receiver = CallChain.ReceiverOf(first);
        return types.IsAwaitable(receiver?.Type) || types.IsInto(first.TargetMethod) ? null : first;
    }

    private static IInvocationOperation FirstOf(IInvocationOperation call, Func<ITypeSymbol?, bool> isOfTheKind)
    {
        while (CallChain.ReceiverOf(call) is IInvocationOperation receiver && isOfTheKind(receiver.Type))
        {
            call = receiver;
        }

        return call;
    }

    /// <summary>Whether an Into gives the awaitable to a variable that is used for more than its result.</summary>
    private static bool IsHandedOn(IInvocationOperation call, KnownTypes types)
    {
        for (IInvocationOperation? into = call; into is not null; into = CallChain.ReceiverOf(into) as IInvocationOperation)
        {
            if (types.IsInto(into.TargetMethod) && into.Arguments.Length == 1 && IsUsed(CallChain.Unwrapped(into.Arguments[0].Value)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUsed(IOperation? handedTo) => handedTo switch
    {
        IDiscardOperation => false,
        IDeclarationExpressionOperation declaration => VariableUses.VariableOf(declaration) is { } variable
            && VariableUses.Of(variable, declaration).Any(static use => use.Parent is not IPropertyReferenceOperation { Property: { Name: "Result" } }),
        _ => true,
    };

    private static void Report(
        OperationAnalysisContext context, DiagnosticDescriptor rule, IExpressionStatementOperation statement, IInvocationOperation call) =>
        context.ReportDiagnostic(Diagnostic.Create(
            rule, statement.Operation.Syntax.GetLocation(), ForgottenCall.NameOf(call), CallChain.Text(statement.Operation.Syntax)));
}

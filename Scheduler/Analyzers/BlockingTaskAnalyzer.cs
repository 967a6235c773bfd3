using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds calls in coroutines that return a .NET task and are synchronous inside: they hold the loop up before there is anything to await.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingTaskAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.BlockingTask);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        if (context is null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownTypes.Find(start.Compilation) is { } types && BlockingTasks.Find(start.Compilation) is { } tasks)
            {
                start.RegisterOperationAction(found => Analyze(found, types, tasks), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, KnownTypes types, BlockingTasks tasks)
    {
        var call = (IInvocationOperation)context.Operation;
        if (tasks.AdviceFor(call) is { } advice && IsOnTheLoop(call, types, context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.BlockingTask, call.Syntax.GetLocation(), CallChain.Text(call.Syntax), advice));
        }
    }

    /// <summary>Whether the loop's thread makes the call: in a coroutine, or in what is given to Await.</summary>
    private static bool IsOnTheLoop(IOperation call, KnownTypes types, ISymbol member)
    {
        for (IOperation? operation = call.Parent; operation is not null; operation = operation.Parent)
        {
            switch (operation)
            {
                case IInvocationOperation outer when types.IsAwait(outer.TargetMethod):
                    return true;
                case ILocalFunctionOperation function:
                    return types.IsCoroutine(function.Symbol.ReturnType);
                case IAnonymousFunctionOperation function when !IsGivenToAwait(function, types):
                    return types.IsCoroutine(function.Symbol.ReturnType);
                default:
                    break;
            }
        }

        return member is IMethodSymbol method && types.IsCoroutine(method.ReturnType);
    }

    // Another one may run on a thread, as that of ToThread does.
    private static bool IsGivenToAwait(IAnonymousFunctionOperation function, KnownTypes types)
    {
        IOperation? user = function.Parent;
        while (user is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            user = user.Parent;
        }

        return user is IInvocationOperation call && types.IsAwait(call.TargetMethod);
    }
}

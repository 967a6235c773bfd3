using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds calls in coroutines that return a .NET task and are synchronous inside: they hold the loop up before there is anything to await.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp, LanguageNames.VisualBasic)]
public sealed class BlockingTaskAnalyzer : CoroutineAnalyzer
{
    /// <summary>Makes it.</summary>
    public BlockingTaskAnalyzer()
        : base(Rules.BlockingTask)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types)
    {
        if (BlockingTasks.Find(start.Compilation) is { } tasks)
        {
            start.RegisterOperationAction(found => Analyze(found, types, tasks), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, KnownTypes types, BlockingTasks tasks)
    {
        var call = (IInvocationOperation)context.Operation;
        if (tasks.AdviceFor(call) is { } advice && LoopThread.Runs(call, types, context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.BlockingTask, call.Syntax.GetLocation(), CallChain.Text(call.Syntax), advice));
        }
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Coroutines.Analyzers;

/// <summary>Finds variables whose coroutine is run, awaited or started a second time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReusedCoroutineAnalyzer : CoroutineAnalyzer
{
    /// <summary>Makes it.</summary>
    public ReusedCoroutineAnalyzer()
        : base(Rules.ReusedCoroutine)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types) =>
        start.RegisterOperationBlockAction(found => Analyze(found, new CoroutineUses(types)));

    private static void Analyze(OperationBlockAnalysisContext context, CoroutineUses uses)
    {
        foreach (IOperation block in context.OperationBlocks)
        {
            // Most code uses no coroutine twice; its flow need not be known.
            if (uses.MayBeTwo(block))
            {
                AnalyzeWithNested(context.GetControlFlowGraph(block), uses, context.ReportDiagnostic);
            }
        }
    }

    private static void AnalyzeWithNested(ControlFlowGraph graph, CoroutineUses uses, Action<Diagnostic> report)
    {
        foreach (CoroutineUse again in new CoroutineFlow(graph, uses).FindReuses())
        {
            report(Diagnostic.Create(Rules.ReusedCoroutine, again.Place.GetLocation(), again.Variable.Name));
        }

        foreach (IMethodSymbol function in graph.LocalFunctions)
        {
            AnalyzeWithNested(graph.GetLocalFunctionControlFlowGraph(function), uses, report);
        }

        foreach (IFlowAnonymousFunctionOperation lambda in CoroutineFlow.LambdasOf(graph))
        {
            AnalyzeWithNested(graph.GetAnonymousFunctionControlFlowGraph(lambda), uses, report);
        }
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Analyzers;

/// <summary>Finds calls in coroutines that wait on the loop's thread, where everybody else waits with them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp, LanguageNames.VisualBasic)]
public sealed class BlockingCallAnalyzer : OperationAnalyzer
{
    /// <summary>Makes it.</summary>
    public BlockingCallAnalyzer()
        : base(Rules.BlockingCall, OperationKind.Invocation, OperationKind.PropertyReference)
    {
    }

    private protected override void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        if (BlockingCalls.AdviceFor(context.Operation) is { } advice && LoopThread.Runs(context.Operation, types, context.ContainingSymbol))
        {
            SyntaxNode place = context.Operation.Syntax;
            var properties = ImmutableDictionary<string, string?>.Empty.Add(BlockingCalls.Cure, BlockingCalls.CureOf(advice));
            context.ReportDiagnostic(Diagnostic.Create(Rules.BlockingCall, place.GetLocation(), properties, CallChain.Text(place), advice));
        }
    }
}

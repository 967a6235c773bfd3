using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Analyzers;

/// <summary>An analyzer that looks at operations of some kinds, one by one.</summary>
public abstract class OperationAnalyzer : CoroutineAnalyzer
{
    private readonly ImmutableArray<OperationKind> _kinds;

    private protected OperationAnalyzer(DiagnosticDescriptor report, params OperationKind[] kinds)
        : base(report) => _kinds = ImmutableArray.Create(kinds);

    private protected sealed override void Register(CompilationStartAnalysisContext start, KnownTypes types) =>
        start.RegisterOperationAction(found => Analyze(found, types), _kinds);

    private protected abstract void Analyze(OperationAnalysisContext context, KnownTypes types);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Analyzers;

/// <summary>An analyzer that looks at operations of some kinds, one by one, in code that uses the library.</summary>
public abstract class OperationAnalyzer : DiagnosticAnalyzer
{
    private readonly ImmutableArray<OperationKind> _kinds;

    private protected OperationAnalyzer(DiagnosticDescriptor report, params OperationKind[] kinds)
    {
        SupportedDiagnostics = ImmutableArray.Create(report);
        _kinds = ImmutableArray.Create(kinds);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        if (context is null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownTypes.Find(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(found => Analyze(found, types), _kinds);
            }
        });
    }

    private protected abstract void Analyze(OperationAnalysisContext context, KnownTypes types);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Analyzers;

/// <summary>An analyzer of code that uses the library; at other code it does not look, nor at code that a tool has made.</summary>
public abstract class CoroutineAnalyzer : DiagnosticAnalyzer
{
    private protected CoroutineAnalyzer(params DiagnosticDescriptor[] reports) => SupportedDiagnostics = ImmutableArray.Create(reports);

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
                Register(start, types);
            }
        });
    }

    /// <summary>Says what of a compilation it wants to see.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext start, KnownTypes types);
}

using System.Collections.Immutable;
using System.Reflection;
using Coroutines.Analyzers;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Tests.Analyzers;

/// <summary>The analyzers of the package, as a compiler finds them.</summary>
internal static class AllAnalyzers
{
    private static readonly Assembly[] _assemblies = [typeof(ForgottenCallAnalyzer).Assembly, typeof(CodeAfterReturnAnalyzer).Assembly];

    internal static ImmutableArray<DiagnosticAnalyzer> Of(string language) =>
    [
        .. _assemblies.SelectMany(static assembly => assembly.GetTypes())
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(language) == true)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Analyzers;

/// <summary>Finds code after <c>yield return Return(…)</c>, which never runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CodeAfterReturnAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.CodeAfterReturn);

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
            if (KnownTypes.Find(start.Compilation) is { } types)
            {
                start.RegisterSyntaxNodeAction(
                    found => Analyze(found, types),
                    SyntaxKind.MethodDeclaration,
                    SyntaxKind.LocalFunctionStatement,
                    SyntaxKind.GetAccessorDeclaration);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, KnownTypes types)
    {
        (BlockSyntax? body, string name) = context.Node switch
        {
            MethodDeclarationSyntax method => (method.Body, method.Identifier.ValueText),
            LocalFunctionStatementSyntax function => (function.Body, function.Identifier.ValueText),
            AccessorDeclarationSyntax accessor => (accessor.Body, context.ContainingSymbol?.Name ?? "get"),
            _ => (null, string.Empty),
        };

        if (body is null)
        {
            return;
        }

        var flow = new ReturnFlow(context.SemanticModel, types, context.CancellationToken);
        foreach (SyntaxList<StatementSyntax> list in ReturnFlow.StatementListsOf(body))
        {
            if (flow.FindCodeAfterReturn(list) is { } statement)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.CodeAfterReturn, statement.GetLocation(), name));
            }
        }
    }
}

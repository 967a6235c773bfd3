using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Analyzers;

/// <summary>Finds code after <c>yield return Return(…)</c>, which never runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CodeAfterReturnAnalyzer : CoroutineAnalyzer
{
    /// <summary>Makes it.</summary>
    public CodeAfterReturnAnalyzer()
        : base(Rules.CodeAfterReturn)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types) => start.RegisterSyntaxNodeAction(
        found => Analyze(found, types), SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement, SyntaxKind.GetAccessorDeclaration);

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

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Finds coroutines that are called and never run, and awaitables that are made and never yielded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForgottenCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Rules.ForgottenCoroutine, Rules.ForgottenIterator, Rules.ForgottenAwaitable);

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
                start.RegisterOperationAction(found => Analyze(found, types), OperationKind.ExpressionStatement);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        if (FindCall(statement.Operation) is not { } call || IsTakenOutOfAContainer(call.TargetMethod))
        {
            return;
        }

        if (types.IsCoroutine(call.Type))
        {
            Report(context, Rules.ForgottenCoroutine, statement, call);
        }
        else if (types.IsEnumerator(call.Type) && IsIterator(call.TargetMethod, context.CancellationToken))
        {
            Report(context, Rules.ForgottenIterator, statement, call);
        }
        else if (types.IsAwaitable(call.Type) && statement.Syntax is ExpressionStatementSyntax)
        {
            // In a lambda without a block, such as one that a test expects to throw, the value is dropped by the lambda's
            // type; a wrong argument throws at the call all the same. That of a coroutine does not.
            call = BehindInto(call, types);
            if (!types.IsEager(call.TargetMethod))
            {
                Report(context, Rules.ForgottenAwaitable, statement, call);
            }
        }
    }

    private static IInvocationOperation? FindCall(IOperation? operation) => operation switch
    {
        IInvocationOperation call => call,
        IConditionalAccessOperation access => FindCall(access.WhenNotNull),
        IConversionOperation conversion => FindCall(conversion.Operand),
        _ => null,
    };

    // queue.Dequeue() drops a coroutine that somebody has put there; it calls none.
    private static bool IsTakenOutOfAContainer(IMethodSymbol method) =>
        method.MethodKind != MethodKind.DelegateInvoke
        && method.OriginalDefinition.ReturnType is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type };

    // A generator of others, such as the coroutines of other game engines. Of a method without a visible body nothing is known.
    private static bool IsIterator(IMethodSymbol method, CancellationToken cancellation) =>
        method.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .Any(body => body.DescendantNodes(node => node == body || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
                .Any(node => node is YieldStatementSyntax));

    private static IInvocationOperation BehindInto(IInvocationOperation call, KnownTypes types) =>
        types.IsInto(call.TargetMethod) && FindCall(call.Instance) is { } inner ? inner : call;

    private static void Report(
        OperationAnalysisContext context, DiagnosticDescriptor rule, IExpressionStatementOperation statement, IInvocationOperation call) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, statement.Operation.Syntax.GetLocation(), NameOf(call)));

    // A delegate is called by the name of its variable.
    private static string NameOf(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && call.Syntax is InvocationExpressionSyntax { Expression: { } called }
            ? called.ToString()
            : call.TargetMethod.Name;
}

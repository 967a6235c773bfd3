using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Where a member of a type mentions one of its variables.</summary>
internal static class VariableUses
{
    /// <summary>The mentions of a variable in the member around an operation, its declaration left out.</summary>
    internal static IEnumerable<IOperation> Of(ISymbol variable, IOperation somewhere) =>
        RootOf(somewhere).Descendants().Where(operation => operation switch
        {
            ILocalReferenceOperation { IsDeclaration: false } local => AreSame(local.Local, variable),
            IParameterReferenceOperation parameter => AreSame(parameter.Parameter, variable),
            _ => false,
        });

    /// <summary>The variable that an expression is; null where it is something else.</summary>
    internal static ISymbol? VariableOf(IOperation? expression) => CallChain.Unwrapped(expression) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDeclarationExpressionOperation declaration => VariableOf(declaration.Expression),
        _ => null,
    };

    internal static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } outer)
        {
            operation = outer;
        }

        return operation;
    }

    private static bool AreSame(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Reads off the code where coroutines in variables are used, and where the variables are set.</summary>
internal sealed class CoroutineUses(KnownTypes types)
{
    /// <summary>Whether there are uses of the same variable in several places, or in one that a loop may come back to.</summary>
    internal bool MayBeTwo(IOperation block)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation operation in block.Descendants())
        {
            if (operation is IInvocationOperation call)
            {
                foreach (CoroutineUse use in OfCall(call))
                {
                    if (!seen.Add(use.Variable) || IsInLoop(call))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Whether a coroutine ends there, by <c>yield return Return(...)</c>.</summary>
    internal bool IsEnd(IOperation operation) =>
        operation is IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } yielded }
        && CallChain.Unwrapped(yielded) is IInvocationOperation { TargetMethod: { } method }
        && types.IsReturn(method);

    /// <summary>What an operation does to variables, in the order in which it does so.</summary>
    internal IEnumerable<CoroutineUse> Of(IOperation operation)
    {
        foreach (CoroutineUse use in operation.Children.SelectMany(Of))
        {
            yield return use;
        }

        if (operation is IInvocationOperation call)
        {
            foreach (CoroutineUse use in OfCall(call))
            {
                yield return use;
            }
        }

        if (FindSet(operation) is { } set)
        {
            yield return set;
        }
    }

    /// <summary>
    /// Whether nobody else can set the variable between two uses in a function: neither the caller, by reference, nor a function
    /// inside or around, which may run in between.
    /// </summary>
    internal static bool IsSetOnlyHere(ISymbol variable, IOperation function)
    {
        if (variable is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { RefKind: not RefKind.None })
        {
            return false;
        }

        SyntaxNode here = FunctionAround(function.Syntax, including: true);
        return LocalUses.Of(variable, function).All(use => FunctionAround(use, including: false) == here || !IsTarget(use));
    }

    private static bool IsTarget(IdentifierNameSyntax name) =>
        name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name
        || name.Parent is ArgumentSyntax { RefOrOutKeyword: { RawKind: not 0 } }
        || name.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax };

    private static SyntaxNode FunctionAround(SyntaxNode node, bool including) =>
        (including ? node.AncestorsAndSelf() : node.Ancestors()).FirstOrDefault(outer =>
            outer is LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
            || outer is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();

    private static bool IsInLoop(IOperation operation)
    {
        IOperation? outer = operation.Parent;
        while (outer is not null and not ILoopOperation)
        {
            outer = outer.Parent;
        }

        // A jump back is a loop as well.
        return outer is not null || operation.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<GotoStatementSyntax>().Any() == true;
    }

    // The same coroutine given to one call twice is that call's affair: to a combinator it is one child.
    private IEnumerable<CoroutineUse> OfCall(IInvocationOperation call) => !types.RunsCoroutines(call.TargetMethod)
        ? []
        : call.Arguments
            .SelectMany(static argument => ValuesOf(argument.Value))
            .Where(value => types.IsCoroutine(value.Type))
            .Select(static value => (Variable: FindVariable(value), value.Syntax))
            .Where(static found => found.Variable is not null)
            .GroupBy(static found => found.Variable!, SymbolEqualityComparer.Default)
            .Select(static found => new CoroutineUse(found.Key!, found.First().Syntax, isSet: false));

    // Those of an array too, as it is made of arguments that are listed.
    private static IEnumerable<IOperation> ValuesOf(IOperation argument) => CallChain.Unwrapped(argument) switch
    {
        IArrayCreationOperation { Initializer: { } list } => list.ElementValues.Select(static value => CallChain.Unwrapped(value)!),
        { } value => [value],
        null => [],
    };

    private static CoroutineUse? FindSet(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => Set(assignment.Target),
        IArgumentOperation { Parameter: { RefKind: RefKind.Ref or RefKind.Out } } argument => Set(argument.Value),
        IDeclarationPatternOperation { DeclaredSymbol: { } declared } => new CoroutineUse(declared, operation.Syntax, isSet: true),
        IRecursivePatternOperation { DeclaredSymbol: { } declared } => new CoroutineUse(declared, operation.Syntax, isSet: true),
        ITupleOperation { Parent: IDeconstructionAssignmentOperation } tuple when tuple.Elements.Select(Set).FirstOrDefault(set => set is not null) is { } set => set,
        _ => null,
    };

    private static CoroutineUse? Set(IOperation target) =>
        FindVariable(target is IDeclarationExpressionOperation declaration ? declaration.Expression : target) is { } variable
            ? new CoroutineUse(variable, target.Syntax, isSet: true)
            : null;

    private static ISymbol? FindVariable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        _ => null,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Which code certainly runs on the loop's thread.</summary>
internal static class LoopThread
{
    /// <summary>Whether the loop's thread comes here: in a coroutine, or in what is given to Await.</summary>
    internal static bool Runs(IOperation here, KnownTypes types, ISymbol member)
    {
        for (IOperation? operation = here.Parent; operation is not null; operation = operation.Parent)
        {
            switch (operation)
            {
                case IInvocationOperation outer when types.IsAwait(outer.TargetMethod):
                    return true;
                case ILocalFunctionOperation function:
                    return types.IsCoroutine(function.Symbol.ReturnType);
                case IAnonymousFunctionOperation function when !IsGivenToAwait(function, types):
                    return types.IsCoroutine(function.Symbol.ReturnType);
                default:
                    break;
            }
        }

        return member is IMethodSymbol method && types.IsCoroutine(method.ReturnType);
    }

    // Another one may run on a thread, as that of ToThread does.
    private static bool IsGivenToAwait(IAnonymousFunctionOperation function, KnownTypes types)
    {
        IOperation? user = function.Parent;
        while (user is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            user = user.Parent;
        }

        return user is IInvocationOperation call && types.IsAwait(call.TargetMethod);
    }
}

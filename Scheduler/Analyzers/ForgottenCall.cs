using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>What is asked of a call whose value is dropped.</summary>
internal static class ForgottenCall
{
    // queue.Dequeue() drops a coroutine that somebody has put there; it calls none.
    internal static bool IsTakenOutOfAContainer(IMethodSymbol method) =>
        method.MethodKind != MethodKind.DelegateInvoke
        && method.OriginalDefinition.ReturnType is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type };

    // A delegate is called by the name of its variable.
    internal static string NameOf(IInvocationOperation call)
    {
        if (call.TargetMethod.MethodKind != MethodKind.DelegateInvoke)
        {
            return call.TargetMethod.Name;
        }

        string text = CallChain.Text(call.Syntax);
        string called = text.Substring(0, text.LastIndexOf('('));
        return called.EndsWith(".Invoke", StringComparison.Ordinal) ? called.Substring(0, called.Length - ".Invoke".Length) : called;
    }
}

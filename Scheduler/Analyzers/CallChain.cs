using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Calls that follow one another in an expression, such as <c>gate.Acquire().Into(out var held)</c>.</summary>
internal static class CallChain
{
    /// <summary>The last call of an expression: the one that gives the expression its value.</summary>
    internal static IInvocationOperation? LastOf(IOperation? operation) => operation switch
    {
        IInvocationOperation call => call,
        IConditionalAccessOperation access => LastOf(access.WhenNotNull),
        IConversionOperation conversion => LastOf(conversion.Operand),
        IParenthesizedOperation parenthesized => LastOf(parenthesized.Operand),
        _ => null,
    };

    /// <summary>What a method is called on, also where it is an extension; null for a static one.</summary>
    internal static IOperation? ReceiverOf(IInvocationOperation call) =>
        Unwrapped(call.Instance ?? (call.TargetMethod.IsExtensionMethod && !call.Arguments.IsEmpty ? call.Arguments[0].Value : null));

    /// <summary>What is behind conversions and parentheses.</summary>
    internal static IOperation? Unwrapped(IOperation? operation) => operation switch
    {
        IConversionOperation conversion => Unwrapped(conversion.Operand),
        IParenthesizedOperation parenthesized => Unwrapped(parenthesized.Operand),
        _ => operation,
    };

    /// <summary>What takes a value, around conversions and parentheses.</summary>
    internal static IOperation? UserOf(IOperation value)
    {
        IOperation? user = value.Parent;
        while (user is IConversionOperation or IParenthesizedOperation)
        {
            user = user.Parent;
        }

        return user;
    }

    /// <summary>An expression as it is written, without the arguments of its calls.</summary>
    internal static string Text(SyntaxNode expression) => CallText.Of(expression.ToString());
}

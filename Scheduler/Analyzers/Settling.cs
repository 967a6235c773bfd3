using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>The arguments of a <c>Settle</c>.</summary>
internal static class Settling
{
    /// <summary>Where it puts its outcome.</summary>
    internal static IOperation? OutcomeOf(IInvocationOperation call) => ArgumentOf(call, "outcome")?.Value;

    internal static bool IncludesCancellation(IInvocationOperation call) =>
        ArgumentOf(call, "includeCancellation")?.Value is { ConstantValue: { HasValue: true, Value: true } };

    /// <summary>What it waits for.</summary>
    internal static IOperation? AwaitedIn(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(static argument => argument.Parameter is { Ordinal: 0 })?.Value;

    private static IArgumentOperation? ArgumentOf(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter);
}

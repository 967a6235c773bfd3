using Microsoft.CodeAnalysis;

namespace Coroutines.Analyzers;

/// <summary>The library's types, as one compilation sees them.</summary>
internal sealed class KnownTypes
{
    // A datagram is sent at the call, and who wants to hear of it yields.
    private static readonly HashSet<string> _sends = ["Send", "SendTo"];

    // These begin at the call. Dropping what they return is unusual, and does not mean that nothing happens.
    private static readonly HashSet<string> _eager = ["Gather", "GatherOutcomes", "Race", "RunInExecutor", "Shield", "StartServing"];

    private readonly INamedTypeSymbol _awaitable;
    private readonly INamedTypeSymbol? _typedAwaitable;
    private readonly INamedTypeSymbol? _future;
    private readonly INamedTypeSymbol? _task;
    private readonly INamedTypeSymbol? _tryBlock;
    private readonly INamedTypeSymbol? _typedTryBlock;
    private readonly INamedTypeSymbol? _scheduler;
    private readonly INamedTypeSymbol? _server;
    private readonly INamedTypeSymbol? _datagram;
    private readonly INamedTypeSymbol? _untypedFuture;
    private readonly INamedTypeSymbol? _timeout;
    private readonly INamedTypeSymbol _enumerator;
    private readonly INamedTypeSymbol _untypedEnumerator;

    private KnownTypes(Compilation compilation, INamedTypeSymbol awaitable)
    {
        _awaitable = awaitable;
        _typedAwaitable = compilation.GetTypeByMetadataName("Coroutines.Awaitable`1");
        _future = compilation.GetTypeByMetadataName("Coroutines.Future`1");
        _task = compilation.GetTypeByMetadataName("Coroutines.CoTask`1");
        _tryBlock = compilation.GetTypeByMetadataName("Coroutines.TryBlock");
        _typedTryBlock = compilation.GetTypeByMetadataName("Coroutines.TryBlock`1");
        _scheduler = compilation.GetTypeByMetadataName("Coroutines.Scheduler");
        _server = compilation.GetTypeByMetadataName("Coroutines.CoServer");
        _datagram = compilation.GetTypeByMetadataName("Coroutines.CoDatagram");
        _untypedFuture = compilation.GetTypeByMetadataName("Coroutines.Future");
        _timeout = compilation.GetTypeByMetadataName("Coroutines.CoTimeout");
        _enumerator = compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerator_T);
        _untypedEnumerator = compilation.GetSpecialType(SpecialType.System_Collections_IEnumerator);
    }

    /// <summary>Finds them.</summary>
    /// <returns>Null for a compilation that does not use the library.</returns>
    internal static KnownTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Coroutines.Awaitable") is { } awaitable ? new KnownTypes(compilation, awaitable) : null;

    internal static bool IsDotNetTask(ITypeSymbol? type) =>
        type is { Name: "Task" or "ValueTask" } && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";

    internal bool IsCoroutine(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } named
        && AreSame(named.OriginalDefinition, _enumerator)
        && AreSame(arguments[0], _awaitable);

    internal bool IsEnumerator(ITypeSymbol? type) =>
        type is not null && (AreSame(type.OriginalDefinition, _enumerator) || AreSame(type, _untypedEnumerator));

    internal bool IsAwaitable(ITypeSymbol? type) =>
        type is not null
        && (AreSame(type, _awaitable)
            || AreSame(type.OriginalDefinition, _typedAwaitable)
            || AreSame(type, _tryBlock)
            || AreSame(type.OriginalDefinition, _typedTryBlock));

    internal bool IsAwait(IMethodSymbol method) => method.Name == "Await" && AreSame(method.ContainingType, _awaitable);

    internal bool IsReturn(IMethodSymbol method) => method.Name == "Return" && AreSame(method.ContainingType, _awaitable);

    internal bool IsSettle(IMethodSymbol method) => method.Name == "Settle" && AreSame(method.ContainingType, _awaitable);

    /// <summary>Whether it begins a time limit that is to be disposed.</summary>
    internal bool IsTimeLimit(IMethodSymbol method) =>
        method.Name is "Timeout" or "TimeoutAt" && AreSame(method.ContainingType, _awaitable) && AreSame(method.ReturnType, _timeout);

    /// <summary>Whether it is a handler of a <c>Try</c> for a cancel: any other one does not see it.</summary>
    internal bool IsCatchOfCancellation(IMethodSymbol method) =>
        method is { Name: "Catch", TypeArguments: { Length: 1 } caught }
        && (AreSame(method.ContainingType, _tryBlock) || AreSame(method.ContainingType.OriginalDefinition, _typedTryBlock))
        && caught[0].Name is "CancelledException" or "OperationCanceledException";

    internal bool IsFuture(ITypeSymbol? type)
    {
        while (type is not null && !AreSame(type, _untypedFuture))
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    /// <summary>Whether it is the Into of an awaitable or of a task, which hands out what it is called on.</summary>
    internal bool IsInto(IMethodSymbol method) =>
        method.Name == "Into"
        && method.ContainingType.OriginalDefinition is { } type
        && (AreSame(type, _typedAwaitable) || AreSame(type, _future) || AreSame(type, _task));

    /// <summary>Whether it runs, awaits or starts the coroutines that it is given: every public method of the library does.</summary>
    internal bool RunsCoroutines(IMethodSymbol method) =>
        AreSame(method.ContainingAssembly, _awaitable.ContainingAssembly)
        && method.DeclaredAccessibility == Accessibility.Public
        && method.ContainingType.DeclaredAccessibility == Accessibility.Public;

    /// <summary>Whether a call that returns an awaitable begins something at once.</summary>
    internal bool IsEager(IMethodSymbol method) =>
        _eager.Contains(method.Name)
            ? AreSame(method.ContainingType, _awaitable) || AreSame(method.ContainingType, _scheduler) || AreSame(method.ContainingType, _server)
            : _sends.Contains(method.Name) && AreSame(method.ContainingType, _datagram);

    private static bool AreSame(ISymbol? left, ISymbol? right) =>
        left is not null && SymbolEqualityComparer.Default.Equals(left, right);
}

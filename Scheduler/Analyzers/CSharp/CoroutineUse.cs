using Microsoft.CodeAnalysis;

namespace Coroutines.Analyzers;

/// <summary>What happens to a variable that holds a coroutine, at one place.</summary>
internal readonly struct CoroutineUse(ISymbol variable, SyntaxNode place, bool isSet)
{
    internal ISymbol Variable { get; } = variable;

    internal SyntaxNode Place { get; } = place;

    /// <summary>Whether the variable gets another value there; otherwise its coroutine is run, awaited or started.</summary>
    internal bool IsSet { get; } = isSet;
}

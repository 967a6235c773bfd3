using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Whether a value can keep anything alive: what cannot need not be let go.</summary>
internal static class Holding<T>
{
    /// <summary>A constant for the compiler.</summary>
    internal static bool IsPossible => RuntimeHelpers.IsReferenceOrContainsReferences<T>();
}

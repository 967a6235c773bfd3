#if !NET
using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

/// <summary>Compares objects by what they are, whatever their own <c>Equals</c> says, on netstandard2.1.</summary>
internal sealed class ReferenceEqualityComparer : IEqualityComparer<object?>
{
    internal static ReferenceEqualityComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y) => ReferenceEquals(x, y);

    public int GetHashCode(object? obj) => RuntimeHelpers.GetHashCode(obj!);
}
#endif

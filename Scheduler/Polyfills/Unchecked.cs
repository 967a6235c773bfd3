#if NET
using System.Runtime.CompilerServices;
#endif

namespace Coroutines;

/// <summary>Casts that cannot fail, where a check would cost as much as the work: netstandard2.1 has no cast without one.</summary>
internal static class Unchecked
{
    internal static T Cast<T>(object value)
        where T : class =>
#if NET
        Unsafe.As<T>(value);
#else
        (T)value;
#endif
}

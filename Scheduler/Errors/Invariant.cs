using System.Diagnostics;

namespace Coroutines;

/// <summary>What always holds between two calls of a data structure; looked at in debug builds, by its tests.</summary>
internal static class Invariant
{
    [Conditional("DEBUG")]
    internal static void Holds(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"It does not hold that {what}.");
        }
    }
}

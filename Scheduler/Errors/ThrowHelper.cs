using System.Diagnostics.CodeAnalysis;

namespace Coroutines;

/// <summary>The argument checks, the same for both targets; netstandard2.1 has none of .NET's own.</summary>
internal static class ThrowHelper
{
    internal static void IfNull([NotNull] object? value, string name)
    {
        if (value is null)
        {
            throw new ArgumentNullException(name);
        }
    }

    internal static void IfNull([NotNull] object? value, string name, string message)
    {
        if (value is null)
        {
            throw new ArgumentNullException(name, message);
        }
    }

    internal static void IfNaN(double value, string name)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "A time cannot be NaN.");
        }
    }

    internal static void IfNotFinite(double value, string name)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "A finite number is needed.");
        }
    }

    internal static void IfLessThan(int value, int least, string name, string message)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, message);
        }
    }

    internal static void IfNullCoroutine([NotNull] object? coroutine, string name)
    {
        if (coroutine is null)
        {
            throw new ArgumentNullException(name, "A coroutine is needed, but null was given. Did the method that should make it return null?");
        }
    }
}

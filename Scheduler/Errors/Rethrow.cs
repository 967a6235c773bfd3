using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Coroutines;

/// <summary>
/// Throws a stored exception for one of its readers, with the stack of the place where it came from. That is captured
/// once: captured anew for each reader, the stack would grow with every read.
/// </summary>
internal static class Rethrow
{
    private static readonly ConditionalWeakTable<Exception, ExceptionDispatchInfo> _captured = new();

    [DoesNotReturn]
    internal static void Throw(Exception exception) =>
        _captured.GetValue(exception, static fault => ExceptionDispatchInfo.Capture(fault)).Throw();
}

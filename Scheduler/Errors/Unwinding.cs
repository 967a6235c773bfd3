namespace Coroutines;

/// <summary>
/// The exception that a coroutine's own code has thrown, while the CLR runs the coroutine's <c>finally</c> and
/// <c>using</c> blocks. A scope that is disposed meanwhile may replace it, as the end of an <c>async with</c> does.
/// </summary>
/// <remarks>
/// Whoever steps a coroutine catches with <c>when (Unwinding.Starts(exception))</c>: a filter is asked before the blocks
/// run, and only if nobody further inside catches the exception.
/// </remarks>
internal static class Unwinding
{
    [ThreadStatic]
    private static Exception? _inFlight;

    /// <summary>The exception in flight; null where none is.</summary>
    internal static Exception? InFlight => _inFlight;

    /// <summary>An exception leaves a coroutine.</summary>
    /// <returns>True, to catch it.</returns>
    internal static bool Starts(Exception exception)
    {
        _inFlight = exception;
        return true;
    }

    /// <summary>A scope turns the exception in flight into another one.</summary>
    internal static void Replace(Exception exception) => _inFlight = exception;

    /// <summary>
    /// Has an exception be the one in flight; null for none. For who runs other code within a <c>finally</c> block: that
    /// code's exceptions are its own affair.
    /// </summary>
    /// <returns>The one that was in flight, to be put back.</returns>
    internal static Exception? Swap(Exception? inFlight)
    {
        Exception? before = _inFlight;
        _inFlight = inFlight;
        return before;
    }

    /// <summary>The exception was caught.</summary>
    /// <returns>What it has become.</returns>
    internal static Exception End()
    {
        Exception exception = _inFlight!;
        _inFlight = null;
        return exception;
    }
}

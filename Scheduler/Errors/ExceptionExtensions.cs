namespace Coroutines;

/// <summary>What the library knows of an exception that passed through its coroutines.</summary>
public static class ExceptionExtensions
{
    /// <summary>The chain of coroutines in which the exception was thrown.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The chain, or null if the exception was not thrown by a coroutine. It also stands in
    /// <see cref="Exception.Data"/>, under <c>Coroutines.LogicalStack</c>, where loggers find it.</returns>
    public static LogicalStack? GetLogicalStack(this Exception exception)
    {
        ThrowHelper.IfNull(exception, nameof(exception));
        return ExceptionNotes.Read(exception, ExceptionNotes.StackKey) as LogicalStack;
    }

    /// <summary>
    /// The exception that was in flight when this one was thrown by a <c>finally</c>, a <c>using</c> or a deferred
    /// coroutine and took its place: Python's <c>__context__</c>.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The one it replaced, or null. It also stands in <see cref="Exception.Data"/>, under <c>Coroutines.Replaced</c>.</returns>
    public static Exception? GetReplacedException(this Exception exception)
    {
        ThrowHelper.IfNull(exception, nameof(exception));
        return ExceptionNotes.Read(exception, ExceptionNotes.ReplacedKey) as Exception;
    }
}

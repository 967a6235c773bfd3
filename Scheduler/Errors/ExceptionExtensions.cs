namespace Coroutines;

/// <summary>What the library knows of an exception that passed through its coroutines.</summary>
public static class ExceptionExtensions
{
    /// <summary>The chain of coroutines in which the exception was thrown.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>
    /// The chain, or null if the exception was not thrown by a coroutine. Its text also stands in <see cref="Exception.Data"/>,
    /// under <c>Coroutines.LogicalStack</c>, where loggers find it, and from which it is read if the exception was serialized meanwhile.
    /// </returns>
    public static LogicalStack? GetLogicalStack(this Exception exception)
    {
        ThrowHelper.IfNull(exception, nameof(exception));
        return ExceptionNotes.StackOf(exception);
    }

    /// <summary>
    /// The exception that was in flight when this one was thrown by a <c>finally</c>, a <c>using</c> or a deferred
    /// coroutine and took its place: Python's <c>__context__</c>.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <returns>
    /// The one it replaced, or null. Its type and message also stand in <see cref="Exception.Data"/>, under <c>Coroutines.Replaced</c>:
    /// that is what is left of it if the exception was serialized. Of thousands that have replaced each other, the last 1,000 are certain
    /// to be there.
    /// </returns>
    public static Exception? GetReplacedException(this Exception exception)
    {
        ThrowHelper.IfNull(exception, nameof(exception));
        return ExceptionNotes.ReplacedBy(exception);
    }
}

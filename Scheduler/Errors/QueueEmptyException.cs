namespace Coroutines;

/// <summary>A <c>GetNoWait</c> found nothing in the queue: asyncio's <c>QueueEmpty</c>.</summary>
public class QueueEmptyException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public QueueEmptyException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which queue, and what was asked of it.</param>
    public QueueEmptyException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which queue, and what was asked of it.</param>
    /// <param name="innerException">The cause.</param>
    public QueueEmptyException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

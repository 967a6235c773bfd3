namespace Coroutines;

/// <summary>A <c>PutNoWait</c> found no room in the queue: asyncio's <c>QueueFull</c>.</summary>
public class QueueFullException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public QueueFullException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which queue, and what was asked of it.</param>
    public QueueFullException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which queue, and what was asked of it.</param>
    /// <param name="innerException">The cause.</param>
    public QueueFullException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

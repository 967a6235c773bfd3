namespace Coroutines;

/// <summary>The queue was shut down and takes nothing more, or has nothing left: asyncio's <c>QueueShutDown</c>.</summary>
public class QueueShutDownException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public QueueShutDownException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which queue, and what was asked of it.</param>
    public QueueShutDownException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which queue, and what was asked of it.</param>
    /// <param name="innerException">The cause.</param>
    public QueueShutDownException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Coroutines;

/// <summary>
/// An operation that the state of a future or a task does not allow, such as reading a result too early or setting
/// one twice: asyncio's <c>InvalidStateError</c>.
/// </summary>
public class InvalidStateException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public InvalidStateException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was asked, and the state that forbids it.</param>
    public InvalidStateException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was asked, and the state that forbids it.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidStateException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Coroutines;

/// <summary>A separator was not found within a stream's limit: asyncio's <c>LimitOverrunError</c>.</summary>
public class LimitOverrunException : IOException
{
    /// <summary>Creates the exception.</summary>
    public LimitOverrunException()
        : this("The separator was not found within the limit.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public LimitOverrunException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public LimitOverrunException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with the number of bytes that the separator was not among.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="consumed">How many bytes there are before the separator, or were looked at without finding it.</param>
    public LimitOverrunException(string? message, int consumed)
        : base(message) => Consumed = consumed;

    /// <summary>
    /// How many bytes there are before the separator, or were looked at without finding it: asyncio's <c>consumed</c>. They stay
    /// in the stream.
    /// </summary>
    public int Consumed { get; }
}

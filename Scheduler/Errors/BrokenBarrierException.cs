namespace Coroutines;

/// <summary>A barrier was aborted, or reset while others waited at it: asyncio's <c>BrokenBarrierError</c>.</summary>
public class BrokenBarrierException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public BrokenBarrierException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which barrier, and what happened to it.</param>
    public BrokenBarrierException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which barrier, and what happened to it.</param>
    /// <param name="innerException">The cause.</param>
    public BrokenBarrierException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Coroutines;

/// <summary>
/// What a coroutine is left with when its task is cancelled: asyncio's <c>CancelledError</c>.
/// </summary>
/// <remarks>
/// Like asyncio's it is no ordinary error: <c>Settle</c> lets it pass unless asked for it, and
/// <c>Catch&lt;Exception&gt;</c> does not catch it. <see cref="Exception.Message"/> is the message that was given to
/// <c>Cancel</c>. Raised by a coroutine itself, without any cancel, it ends the task as cancelled too.
/// </remarks>
public class CancelledException : OperationCanceledException
{
    /// <summary>Creates the exception with .NET's usual message for a cancelled operation.</summary>
    public CancelledException()
    {
    }

    /// <summary>Creates the exception with the message that was given to <c>Cancel</c>.</summary>
    /// <param name="message">The message; null stands for .NET's usual one.</param>
    public CancelledException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the failure that led to it.</summary>
    /// <param name="message">The message; null stands for .NET's usual one.</param>
    /// <param name="innerException">What led to the cancel.</param>
    public CancelledException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for a cancel that a <see cref="CancellationToken"/> asked for.</summary>
    /// <param name="message">The message; null stands for .NET's usual one.</param>
    /// <param name="token">The token.</param>
    public CancelledException(string? message, CancellationToken token)
        : base(message, token)
    {
    }
}

namespace Coroutines;

/// <summary>
/// Under a <see cref="VirtualClock"/>, nothing can ever happen again: no callback is ready, no timer is set, and
/// nothing external can arrive. asyncio would hang here.
/// </summary>
/// <remarks>The message has one line for each unfinished task, with its name and what it waits on.</remarks>
public class DeadlockException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public DeadlockException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The waiting tasks, and what each waits on.</param>
    public DeadlockException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">The waiting tasks, and what each waits on.</param>
    /// <param name="innerException">The cause.</param>
    public DeadlockException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

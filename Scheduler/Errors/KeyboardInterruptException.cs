namespace Coroutines;

/// <summary>
/// Ctrl-C ended a <see cref="Scheduler.Run(IEnumerator{Awaitable}, SchedulerOptions?, CancellationToken)"/>: Python's
/// <c>KeyboardInterrupt</c>.
/// </summary>
/// <remarks>
/// The first Ctrl-C cancels the main task; <c>Run</c> throws this only if main ends by that cancel. A second one leaves
/// the loop at once. Like a cancel, it is not caught by <c>Settle</c> or <c>Catch&lt;Exception&gt;</c>, and a callback
/// or a task that raises it ends the loop.
/// </remarks>
public class KeyboardInterruptException : OperationCanceledException
{
    /// <summary>Creates the exception with a general message.</summary>
    public KeyboardInterruptException()
        : base("Interrupted by Ctrl-C.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was interrupted.</param>
    public KeyboardInterruptException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was interrupted.</param>
    /// <param name="innerException">The cause.</param>
    public KeyboardInterruptException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Coroutines.Jobs;

/// <summary>Thrown by a handler: the job can never be done, and goes to the dead letters at once, with this message as the reason.</summary>
public class JobRefusedException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public JobRefusedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why the job can never be done.</param>
    public JobRefusedException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Why the job can never be done.</param>
    /// <param name="innerException">The cause.</param>
    public JobRefusedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

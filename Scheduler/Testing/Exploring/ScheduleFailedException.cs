namespace Coroutines.Testing;

/// <summary>A program fails under some order of its steps.</summary>
public class ScheduleFailedException : AssertionFailedException
{
    /// <summary>Creates the exception with a general message.</summary>
    public ScheduleFailedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, and how to replay it.</param>
    public ScheduleFailedException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What failed, and how to replay it.</param>
    /// <param name="innerException">What the program failed with.</param>
    public ScheduleFailedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Coroutines;

/// <summary>A loop of a group was stopped, and runs nothing more of what it is asked; asyncio has no counterpart.</summary>
public class SchedulerStoppedException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public SchedulerStoppedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which loop, and what becomes of what was asked of it.</param>
    public SchedulerStoppedException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which loop, and what becomes of what was asked of it.</param>
    /// <param name="innerException">The cause.</param>
    public SchedulerStoppedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

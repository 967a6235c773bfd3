namespace Coroutines.Orleans;

/// <summary>A call of a grain was cancelled, because the grain was deactivated while it ran.</summary>
/// <remarks>What the call was doing has been cleaned up; how far it had come is not known to the caller. A call that comes later has a new activation.</remarks>
public class GrainDeactivatedException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public GrainDeactivatedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which grain, and why it was deactivated.</param>
    public GrainDeactivatedException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which grain, and why it was deactivated.</param>
    /// <param name="innerException">The cause.</param>
    public GrainDeactivatedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Coroutines.Testing;

/// <summary>A place that was marked by <see cref="TestKit.FaultPoint(string)"/> fails, since an exploration wants to see what comes of it.</summary>
public class InjectedFaultException : IOException
{
    /// <summary>Creates the exception with a general message.</summary>
    public InjectedFaultException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which place fails.</param>
    public InjectedFaultException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which place fails.</param>
    /// <param name="innerException">Its cause.</param>
    public InjectedFaultException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

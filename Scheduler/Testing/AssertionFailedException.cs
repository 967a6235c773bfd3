namespace Coroutines.Testing;

/// <summary>What an assertion of the test kit throws; every test framework shows it as a failure.</summary>
public class AssertionFailedException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public AssertionFailedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    public AssertionFailedException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    /// <param name="innerException">The cause.</param>
    public AssertionFailedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

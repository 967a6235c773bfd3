namespace Coroutines;

/// <summary>A stream ended before what was asked for had arrived: asyncio's <c>IncompleteReadError</c>.</summary>
public class IncompleteReadException : EndOfStreamException
{
    /// <summary>Creates the exception.</summary>
    public IncompleteReadException()
        : this([], null)
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public IncompleteReadException(string? message)
        : base(message) => Partial = [];

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public IncompleteReadException(string? message, Exception? innerException)
        : base(message, innerException) => Partial = [];

    /// <summary>Creates the exception with what had arrived.</summary>
    /// <param name="partial">What had arrived. It counts as read.</param>
    /// <param name="expected">How many bytes were asked for; null for those up to a separator.</param>
    public IncompleteReadException(byte[] partial, int? expected)
        : base(Describe(partial, expected))
    {
        Partial = partial;
        Expected = expected;
    }

    /// <summary>What had arrived: asyncio's <c>partial</c>. It counts as read.</summary>
    public byte[] Partial { get; }

    /// <summary>How many bytes were asked for: asyncio's <c>expected</c>; null for those up to a separator.</summary>
    public int? Expected { get; }

    private static string Describe(byte[] partial, int? expected)
    {
        ThrowHelper.IfNull(partial, nameof(partial));
        return expected is { } count
            ? $"The stream ended after {partial.Length} bytes of the {count} that were to be read."
            : $"The stream ended after {partial.Length} bytes without the separator up to which it was to be read.";
    }
}

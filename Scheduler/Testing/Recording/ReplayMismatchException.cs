namespace Coroutines.Testing;

/// <summary>A replay has found that the program is not the one that was recorded, or is not asked the same by the world outside.</summary>
/// <remarks>The message says which entry of the recording was next, and what was asked instead, in which iteration, by which coroutine. It ends the loop as
/// Ctrl-C does, whatever the program catches: what the recording knows of the rest is not about this program.</remarks>
public sealed class ReplayMismatchException : KeyboardInterruptException
{
    internal ReplayMismatchException(string message)
        : base(message)
    {
    }
}

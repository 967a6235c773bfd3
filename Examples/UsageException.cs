namespace Coroutines.Examples;

/// <summary>A program was called with arguments that make no sense; the message says what is wrong with them.</summary>
internal sealed class UsageException(string message, string usage) : Exception(message)
{
    internal string Usage { get; } = usage;
}

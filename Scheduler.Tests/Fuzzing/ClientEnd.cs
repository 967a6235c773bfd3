namespace Coroutines.Tests.Fuzzing;

/// <summary>How a client ends.</summary>
internal enum ClientEnd
{
    /// <summary>It reads until the server has enough.</summary>
    Wait,

    /// <summary>It ends its direction, and reads to the end.</summary>
    WriteEof,

    /// <summary>It closes, and reads nothing.</summary>
    Close,

    /// <summary>It breaks off.</summary>
    Abort,
}

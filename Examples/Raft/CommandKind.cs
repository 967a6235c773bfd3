namespace Coroutines.Examples.Raft;

/// <summary>What a command does.</summary>
internal enum CommandKind
{
    /// <summary>Nothing: the entry with which a leader begins its term.</summary>
    None,

    /// <summary>Reads a value; goes through no log.</summary>
    Get,

    /// <summary>Sets a value.</summary>
    Put,

    /// <summary>Adds to the end of a value.</summary>
    Append,

    /// <summary>Sets a value if it is what is expected.</summary>
    CompareAndSet,
}

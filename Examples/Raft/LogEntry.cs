namespace Coroutines.Examples.Raft;

/// <summary>A command in the log.</summary>
/// <param name="Term">The term of the leader that put it there. Two logs that have an entry of the same term at the same place are the same up to it.</param>
/// <param name="Command">The command.</param>
internal sealed record LogEntry(long Term, Command Command);

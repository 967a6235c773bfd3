namespace Coroutines.Examples.Raft;

/// <summary>What a client's command waits for at the leader.</summary>
/// <param name="Term">The leader's term: once it is over, the command's fate is unknown.</param>
/// <param name="Index">Up to where the log has to be committed.</param>
/// <param name="Round">Which round a majority has to have answered; 0 for none.</param>
internal readonly record struct Ticket(long Term, long Index, long Round);

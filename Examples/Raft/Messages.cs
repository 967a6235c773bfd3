namespace Coroutines.Examples.Raft;

/// <summary>What goes over a connection.</summary>
internal abstract record Message;

/// <summary>What nodes say to each other. Any of it may be lost, and come late: Raft says it again.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Term">The term that the sender was in.</param>
internal abstract record PeerMessage(string From, long Term) : Message;

/// <summary>A candidate asks for a vote; it shows how new its log is.</summary>
internal sealed record VoteRequest(string From, long Term, long LastIndex, long LastTerm) : PeerMessage(From, Term);

/// <summary>The answer to a <see cref="VoteRequest"/>.</summary>
internal sealed record VoteReply(string From, long Term, bool IsGranted) : PeerMessage(From, Term);

/// <summary>The leader sends entries, or none to say that it is there: the entries follow the previous one, which the other has to have.</summary>
/// <param name="From">The leader.</param>
/// <param name="Term">Its term.</param>
/// <param name="PreviousIndex">The place of the entry before the first one.</param>
/// <param name="PreviousTerm">That entry's term.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Commit">How far the log is committed.</param>
/// <param name="Round">Counts up with the reads that wait; the reply repeats it.</param>
internal sealed record AppendRequest(
    string From, long Term, long PreviousIndex, long PreviousTerm, IReadOnlyList<LogEntry> Entries, long Commit, long Round) : PeerMessage(From, Term);

/// <summary>The answer to an <see cref="AppendRequest"/>.</summary>
/// <param name="From">Who answers.</param>
/// <param name="Term">Its term; if it is newer, the leader is none any more.</param>
/// <param name="IsStored">Whether the entries are on its disk.</param>
/// <param name="Index">If so, up to where its log is the leader's; if not, the latest place from which that may be true.</param>
/// <param name="Round">That of the request.</param>
internal sealed record AppendReply(string From, long Term, bool IsStored, long Index, long Round) : PeerMessage(From, Term);

/// <summary>What a client wants.</summary>
/// <param name="Client">Its session: a number that no other client has.</param>
/// <param name="Number">Counts the client's commands. One that is sent again has the same number, and is done once.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Key">With which value.</param>
/// <param name="Value">What to set it to, or to add to it.</param>
/// <param name="Expected">What a <see cref="CommandKind.CompareAndSet"/> expects; null for no value.</param>
internal sealed record Command(long Client, long Number, CommandKind Kind, string Key, string? Value = null, string? Expected = null) : Message
{
    internal static Command None { get; } = new(0, 0, CommandKind.None, "");
}

/// <summary>The answer to a <see cref="Command"/>.</summary>
/// <param name="Number">That of the command.</param>
/// <param name="IsDone">Whether it is done. If not, the one who was asked is not the leader; whether it will be done yet, nobody knows.</param>
/// <param name="Value">What was read; null for no value.</param>
/// <param name="HasMatched">Whether the value was the expected one.</param>
/// <param name="Leader">Who may be the leader; null if the one who was asked does not know.</param>
internal sealed record Answer(long Number, bool IsDone, string? Value = null, bool HasMatched = true, string? Leader = null) : Message;

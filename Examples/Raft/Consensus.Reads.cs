namespace Coroutines.Examples.Raft;

/// <summary>
/// What clients wait for. A read goes through no log (section 6.4 of Ongaro's thesis): the leader notes how far the log is committed, and asks the
/// others once whether it is still their leader. If a majority says so, nobody else can have committed anything before the read came.
/// </summary>
internal sealed partial class Consensus
{
    private long _round;

    /// <summary>Begins a read; only of a leader. It may be answered from what is committed when the ticket's time has come.</summary>
    internal Ticket BeginRead()
    {
        // A new leader has everything that is committed, but learns how much that is with the first entry of its own.
        long index = Math.Max(CommitIndex, _startOfTerm);
        return new Ticket(Term, index, _options.Mistake == Mistake.ReadsWithoutAsking ? 0 : ++_round);
    }

    /// <summary>Whether its leader is none any more.</summary>
    internal bool IsLost(Ticket ticket) => Role != Role.Leader || Term != ticket.Term;

    /// <summary>Whether its time has come.</summary>
    internal bool IsDue(Ticket ticket) =>
        CommitIndex >= ticket.Index && (ticket.Round == 0 || ReachedByAMajority(_round, static progress => progress.AnsweredRound) >= ticket.Round);
}

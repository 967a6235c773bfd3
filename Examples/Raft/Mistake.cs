namespace Coroutines.Examples.Raft;

/// <summary>Mistakes that have been made in earnest, built in by a switch: to see that the tests find them.</summary>
internal enum Mistake
{
    /// <summary>None: the right one.</summary>
    None,

    /// <summary>The vote is not written down: after a restart a node votes for a second candidate in the same term.</summary>
    ForgetsItsVote,

    /// <summary>An entry of an earlier term counts as committed when a majority has it (figure 8 of the paper).</summary>
    CommitsOldTerms,

    /// <summary>What is written is answered for, and not flushed to the disk before.</summary>
    ForgetsToFlush,

    /// <summary>The leader answers a read without asking whether it still is the leader.</summary>
    ReadsWithoutAsking,

    /// <summary>A candidate counts votes that it was given in an earlier term, and which come late because the way back was cut.</summary>
    CountsLateVotes,
}

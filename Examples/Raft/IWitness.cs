namespace Coroutines.Examples.Raft;

/// <summary>Sees what happens in a node: the example prints it, the tests check that it may be. It is told at once, and must not call back.</summary>
internal interface IWitness
{
    /// <summary>A node begins with what its disk has kept.</summary>
    void Started(Consensus node);

    /// <summary>It has voted, perhaps for itself.</summary>
    void Voted(Consensus node, string candidate);

    /// <summary>It is a candidate now, a leader, or a follower again.</summary>
    void ChangedRole(Consensus node);

    /// <summary>From this place on its log is another one.</summary>
    void ChangedLog(Consensus node, long from);

    /// <summary>It knows now that the log is committed up to this place; before, it was up to another one.</summary>
    void Committed(Consensus node, long before);
}

namespace Coroutines.Examples.Raft;

/// <summary>
/// The algorithm of one node: what figure 2 of the paper says ("In Search of an Understandable Consensus Algorithm", Ongaro and Ousterhout,
/// 2014), and nothing else. It waits for nothing and sends nothing: it takes messages and the time, changes its state, and leaves in the
/// <see cref="Outbox"/> what is to be sent once that state is on the disk.
/// </summary>
internal sealed partial class Consensus
{
    private readonly RaftOptions _options;
    private readonly IWitness _witness;
    private double _electionDue;
    private double _heartbeatDue;

    internal Consensus(RaftOptions options, Ballot ballot, ReplicatedLog log, IWitness witness, double now)
    {
        _options = options;
        _witness = witness;
        (Term, Vote) = ballot;
        Log = log;
        Now = now;
        _electionDue = options.PatienceFrom(now);
        _witness.Started(this);
    }

    internal string Name => _options.Name;

    /// <summary>Counts the elections; the newest one that it knows of. Persistent.</summary>
    internal long Term { get; private set; }

    /// <summary>Whom it has voted for in this term; null for nobody. Persistent.</summary>
    internal string? Vote { get; private set; }

    /// <summary>Persistent.</summary>
    internal ReplicatedLog Log { get; }

    internal Role Role { get; private set; }

    /// <summary>The leader of this term; null while it knows none.</summary>
    internal string? Leader { get; private set; }

    /// <summary>Up to where the log can never change any more, as far as it knows.</summary>
    internal long CommitIndex { get; private set; }

    /// <summary>The time, in seconds; whoever calls it sets it before.</summary>
    internal double Now { get; set; }

    /// <summary>What is to be sent, and to whom.</summary>
    internal List<(string To, PeerMessage Message)> Outbox { get; } = [];

    /// <summary>When <see cref="Tick"/> has to be called at the latest.</summary>
    internal double NextDeadline => Role switch
    {
        Role.Leader => _heartbeatDue,
        Role.Candidate => Math.Min(_heartbeatDue, _electionDue),
        _ => _electionDue,
    };

    internal void Receive(PeerMessage message)
    {
        if (message.Term > Term)
        {
            Follow(message.Term);
        }

        switch (message)
        {
            case VoteRequest request:
                Consider(request);
                break;
            case VoteReply reply when reply.Term == Term || _options.Mistake == Mistake.CountsLateVotes:
                Count(reply);
                break;
            case AppendRequest request:
                Store(request);
                break;
            case AppendReply reply when reply.Term == Term && Role == Role.Leader:
                Note(reply);
                break;
        }
    }

    /// <summary>Does what time has come for, and lets the others know what they do not know yet.</summary>
    internal void Tick()
    {
        if (Role == Role.Leader)
        {
            Replicate();
        }
        else if (Now >= _electionDue)
        {
            Stand();
        }
        else if (Role == Role.Candidate && Now >= _heartbeatDue)
        {
            AskForVotes();
        }
    }

    /// <summary>Term, vote and log are on the disk as they are now.</summary>
    internal void MarkSaved()
    {
        Log.MarkSaved();
        if (Role == Role.Leader)
        {
            CommitWhatAMajorityHas();
        }
    }

    /// <summary>Becomes a follower, or stays one, in this term or a newer one.</summary>
    private void Follow(long term)
    {
        if (term > Term)
        {
            Term = term;
            Vote = null;
            Leader = null;
        }

        if (Role != Role.Follower)
        {
            Role = Role.Follower;
            _electionDue = _options.PatienceFrom(Now);
            _witness.ChangedRole(this);
        }
    }

    private void CommitUpTo(long index)
    {
        if (index > CommitIndex)
        {
            long before = CommitIndex;
            CommitIndex = index;
            _witness.Committed(this, before);
        }
    }

    private void Send(string to, PeerMessage message) => Outbox.Add((to, message));
}

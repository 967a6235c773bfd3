namespace Coroutines.Examples.Raft;

/// <summary>Log replication: sections 5.3 and 5.4.2 of the paper.</summary>
internal sealed partial class Consensus
{
    // Of a leader.
    private readonly Dictionary<string, Progress> _progress = [];
    private long _startOfTerm;

    /// <summary>Puts a command into the log; only of a leader.</summary>
    internal Ticket Propose(Command command)
    {
        Log.Append(new LogEntry(Term, command));
        _witness.ChangedLog(this, Log.LastIndex);
        return new Ticket(Term, Log.LastIndex, Round: 0);
    }

    private void Lead()
    {
        Role = Role.Leader;
        Leader = Name;
        _progress.Clear();
        foreach (NodeAddress peer in _options.Peers)
        {
            _progress.Add(peer.Name, new Progress { Next = Log.LastIndex + 1, HeardAt = Now });
        }

        _round = 0;
        _heartbeatDue = Now;
        _witness.ChangedRole(this);

        // What earlier terms have left behind is committed along with this one, and not before.
        _startOfTerm = Propose(Command.None).Index;
    }

    /// <summary>Sends each of the others what it lacks. One message at a time is under way to each, and another one at the next heartbeat if it was lost.</summary>
    private void Replicate()
    {
        bool isHeartbeat = Now >= _heartbeatDue;
        if (isHeartbeat && HasLostTheMajority())
        {
            // Whoever waits here for an answer had better ask somebody else.
            Follow(Term);
            return;
        }

        if (isHeartbeat)
        {
            _heartbeatDue = Now + _options.Heartbeat;
        }

        foreach ((string peer, Progress progress) in _progress)
        {
            bool hasNews = progress.Next <= Log.LastIndex || progress.SentRound < _round;
            if (isHeartbeat || (hasNews && !progress.IsUnderWay))
            {
                SendEntries(peer, progress);
            }
        }
    }

    private void SendEntries(string peer, Progress progress)
    {
        long previous = progress.Next - 1;
        Send(peer, new AppendRequest(
            Name, Term, previous, Log.TermAt(previous), Log.After(previous, _options.MaxBatch), CommitIndex, _round));
        progress.IsUnderWay = true;
        progress.SentRound = _round;
    }

    /// <summary>A follower takes what the leader has sent.</summary>
    private void Store(AppendRequest request)
    {
        if (request.Term < Term)
        {
            // It learns from the term that it leads nobody any more. If it leads again by then, in this very term, it must not take this for an answer
            // to a question of this term: it would read what another leader has overwritten since. (A simulated world has found that.)
            Send(request.From, new AppendReply(Name, Term, IsStored: false, Index: 0, Round: 0));
            return;
        }

        Follow(Term);
        Leader = request.From;
        _electionDue = _options.PatienceFrom(Now);
        bool fits = Log.Has(request.PreviousIndex, request.PreviousTerm);
        long index = fits ? Merge(request) : LastPlaceThatMayFit(request.PreviousIndex);
        if (fits)
        {
            CommitUpTo(Math.Min(request.Commit, index));
        }

        Send(request.From, new AppendReply(Name, Term, fits, index, request.Round));
    }

    /// <summary>
    /// Adds the entries behind the previous one. What is there already stays, also what is behind it, since the request may be an old one; what
    /// another leader has put in their place goes.
    /// </summary>
    private long Merge(AppendRequest request)
    {
        long index = request.PreviousIndex;
        foreach (LogEntry entry in request.Entries)
        {
            index++;
            if (!Log.Has(index, entry.Term))
            {
                Log.CutAfter(index - 1);
                Log.Append(entry);
                _witness.ChangedLog(this, index);
            }
        }

        return index;
    }

    // A whole term at a time is skipped: to go back entry by entry would take as many messages.
    private long LastPlaceThatMayFit(long previous) => previous > Log.LastIndex ? Log.LastIndex : Log.StartOfTermAt(previous) - 1;

    private void Note(AppendReply reply)
    {
        Progress progress = _progress[reply.From];
        progress.IsUnderWay = false;
        progress.HeardAt = Now;
        progress.AnsweredRound = Math.Max(progress.AnsweredRound, reply.Round);
        if (reply.IsStored)
        {
            progress.Match = Math.Max(progress.Match, reply.Index);
            progress.Next = Math.Max(progress.Next, progress.Match + 1);
            CommitWhatAMajorityHas();
        }
        else
        {
            progress.Next = Math.Max(progress.Match, Math.Min(progress.Next - 1, reply.Index)) + 1;
        }
    }

    /// <summary>
    /// What a majority has on its disks is committed if it is of this term, and then all that is before it is too. An entry of an earlier term
    /// is never committed by being counted: another one could still win an election without having it (5.4.2, figure 8).
    /// </summary>
    private void CommitWhatAMajorityHas()
    {
        long index = ReachedByAMajority(Log.SavedIndex, static progress => progress.Match);
        if (Log.TermAt(index) == Term || _options.Mistake == Mistake.CommitsOldTerms)
        {
            CommitUpTo(index);
        }
    }

    // By then the others have lost their patience, at the latest, and had time for an election.
    private bool HasLostTheMajority() => ReachedByAMajority(Now, static progress => progress.HeardAt) < Now - (3 * _options.ElectionTimeout);

    /// <summary>The most that a majority has, of which this node is one.</summary>
    private T ReachedByAMajority<T>(T own, Func<Progress, T> ofOther) =>
        _progress.Values.Select(ofOther).Append(own).OrderDescending().ElementAt(_options.Majority - 1);

    /// <summary>What a leader knows of another node.</summary>
    private sealed class Progress
    {
        /// <summary>The place of the entry to send next; a guess.</summary>
        internal long Next { get; set; }

        /// <summary>Up to where the other log is known to be the same, and on its disk.</summary>
        internal long Match { get; set; }

        /// <summary>Whether an answer is awaited.</summary>
        internal bool IsUnderWay { get; set; }

        internal long SentRound { get; set; }

        internal long AnsweredRound { get; set; }

        internal double HeardAt { get; set; }
    }
}

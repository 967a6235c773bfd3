namespace Coroutines.Examples.Raft;

/// <summary>Leader election: section 5.2 of the paper, and 5.4.1 for who may win.</summary>
internal sealed partial class Consensus
{
    private readonly HashSet<string> _votes = [];

    private void Stand()
    {
        Term++;
        Vote = Name;
        Leader = null;
        Role = Role.Candidate;
        _electionDue = _options.PatienceFrom(Now);
        _votes.Clear();
        _witness.ChangedRole(this);
        _witness.Voted(this, Name);
        Count(new VoteReply(Name, Term, IsGranted: true));
        AskForVotes();
    }

    /// <summary>Those who have not given theirs are asked again with every heartbeat: a message may have been lost.</summary>
    private void AskForVotes()
    {
        _heartbeatDue = Now + _options.Heartbeat;
        foreach (NodeAddress peer in _options.Peers.Where(peer => !_votes.Contains(peer.Name)))
        {
            Send(peer.Name, new VoteRequest(Name, Term, Log.LastIndex, Log.LastTerm));
        }
    }

    /// <summary>Votes once in a term, and only for somebody whose log has all that this one has: so a leader always has everything that is committed.</summary>
    private void Consider(VoteRequest request)
    {
        bool isFree = Vote is null || Vote == request.From;
        bool isNewEnough = (request.LastTerm, request.LastIndex).CompareTo((Log.LastTerm, Log.LastIndex)) >= 0;
        bool isGranted = request.Term == Term && isFree && isNewEnough;
        if (isGranted && Vote is null)
        {
            Vote = request.From;
            _electionDue = _options.PatienceFrom(Now);
            _witness.Voted(this, request.From);
        }

        Send(request.From, new VoteReply(Name, Term, isGranted));
    }

    private void Count(VoteReply reply)
    {
        if (Role == Role.Candidate && reply.IsGranted && _votes.Add(reply.From) && _votes.Count == _options.Majority)
        {
            Lead();
        }
    }
}

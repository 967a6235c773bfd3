namespace Coroutines.Examples.Raft.Simulated;

/// <summary>
/// Sees all nodes at once, which none of them does, and checks what holds of them at any time (figure 3 of the paper). It takes no longer than what
/// it looks at: for each place of a log it keeps a hash of all that is up to there, so that two logs are compared by comparing two numbers.
/// </summary>
internal sealed class Invariants(Story story, Func<double> clock) : IWitness
{
    // Of each term.
    private readonly Dictionary<long, (string Name, double Since)> _leaders = [];
    private readonly Dictionary<long, double> _begun = [];

    // Of each node, from place 1 on.
    private readonly Dictionary<string, List<ulong>> _hashes = [];

    // Of each entry that ever was in a log, who had it first there.
    private readonly Dictionary<(long Index, long Term), (ulong Hash, string Name, double Since)> _entries = [];

    // From place 1 on.
    private readonly List<Commitment> _committed = [];
    private long _leaderTerm;

    /// <summary>The leader of the newest term that has one.</summary>
    internal string? Leader { get; private set; }

    /// <summary>Set whenever there is a new one.</summary>
    internal CoEvent HasNewLeader { get; } = new("new leader");

    internal long CommittedCount => _committed.Count;

    public void Started(Consensus node)
    {
        Tell(node, $"starts in term {{0}}, with {node.Log.LastIndex} entries");
        _hashes[node.Name] = [];
        CheckLog(node, 1);
    }

    public void Voted(Consensus node, string candidate)
    {
        Tell(node, "votes for {1} in term {0}", candidate);
    }

    public void ChangedRole(Consensus node)
    {
        switch (node.Role)
        {
            case Role.Candidate:
                Tell(node, "stands for election in term {0}");
                _begun.TryAdd(node.Term, clock());
                break;
            case Role.Leader:
                Tell(node, $"becomes the leader of term {{0}}, with {node.Log.LastIndex} entries");
                CheckElection(node);
                CheckCompleteness(node);
                break;
            default:
                Tell(node, "leads no more, nor wants to; the term is {0}");
                break;
        }
    }

    public void ChangedLog(Consensus node, long from)
    {
        story.TellOfPlace(clock(), node.Name, from, "has an entry of term {0} at place {2}", node.Log.TermAt(from));
        CheckLog(node, from);
    }

    public void Committed(Consensus node, long before)
    {
        for (long index = before + 1; index <= node.CommitIndex; index++)
        {
            story.TellOfPlace(clock(), node.Name, index, "knows in term {0} that place {2} is committed", node.Term);
            CheckCommitment(node, index);
        }
    }

    /// <summary>Election safety: a term has one leader at most.</summary>
    private void CheckElection(Consensus node)
    {
        if (!_leaders.TryAdd(node.Term, (node.Name, clock())) && _leaders[node.Term] is var (name, since) && name != node.Name)
        {
            throw new InvariantException(
                $"Election safety: {node.Name} has become the leader of term {node.Term}, and so has {name}, at {since:0.000} s.",
                _begun[node.Term]);
        }

        if (node.Term > _leaderTerm)
        {
            (Leader, _leaderTerm) = (node.Name, node.Term);
            HasNewLeader.Set();
        }
    }

    /// <summary>Leader completeness: what was committed in earlier terms, the leader has.</summary>
    private void CheckCompleteness(Consensus node)
    {
        int index = _committed.FindLastIndex(commitment => commitment.Term < node.Term) + 1;
        if (index > 0 && (index > node.Log.LastIndex || HashAt(node, index) != _committed[index - 1].Hash))
        {
            Commitment lost = FirstDifference(node, index, out int place);
            throw new InvariantException(
                $"Leader completeness: {node.Name} has become the leader of term {node.Term} without the entry at place {place}, which {lost.Name} has committed in term {lost.Term}, at {lost.Since:0.000} s.",
                lost.Stored,
                place);
        }
    }

    private Commitment FirstDifference(Consensus node, int end, out int place)
    {
        place = Enumerable.Range(1, end).First(index => index > node.Log.LastIndex || HashAt(node, index) != _committed[index - 1].Hash);
        return _committed[place - 1];
    }

    /// <summary>Log matching: two logs with an entry of the same term at the same place are the same up to there.</summary>
    private void CheckLog(Consensus node, long from)
    {
        List<ulong> hashes = _hashes[node.Name];
        hashes.RemoveRange((int)from - 1, hashes.Count - (int)from + 1);
        for (long index = from; index <= node.Log.LastIndex; index++)
        {
            LogEntry entry = node.Log[index];
            ulong hash = Mix(index == 1 ? 0 : HashAt(node, index - 1), entry);
            hashes.Add(hash);
            if (!_entries.TryAdd((index, entry.Term), (hash, node.Name, clock())) && _entries[(index, entry.Term)] is var (other, name, since) && other != hash)
            {
                throw new InvariantException(
                    $"Log matching: {node.Name} has an entry of term {entry.Term} at place {index}, as {name} had at {since:0.000} s, and the two logs are not the same up to there.",
                    since,
                    index);
            }
        }
    }

    /// <summary>State machine safety: what one node has committed at a place, and so applied, no other one ever has otherwise.</summary>
    private void CheckCommitment(Consensus node, long index)
    {
        ulong hash = HashAt(node, index);
        if (index > _committed.Count)
        {
            _committed.Add(new Commitment(hash, node.Name, node.Term, clock(), _entries[(index, node.Log.TermAt(index))].Since));
        }
        else if (_committed[(int)index - 1] is var first && first.Hash != hash)
        {
            throw new InvariantException(
                $"State machine safety: {node.Name} has committed at place {index} another entry than {first.Name}, at {first.Since:0.000} s.", first.Stored, index);
        }
    }

    private ulong HashAt(Consensus node, long index) => _hashes[node.Name][(int)index - 1];

    private void Tell(Consensus node, string sentence, string name = "") => story.Tell(clock(), node.Name, sentence, node.Term, name);

    // FNV-1a, of numbers in place of bytes.
    private static ulong Mix(ulong before, LogEntry entry)
    {
        const ulong Prime = 1099511628211;
        ulong hash = before;
        foreach (long part in (ReadOnlySpan<long>)[entry.Term, entry.Command.Client, entry.Command.Number])
        {
            hash = unchecked(((hash ^ (ulong)part) * Prime) + 1);
        }

        return hash;
    }

    /// <param name="Hash">Of all up to there.</param>
    /// <param name="Name">Who has committed it first.</param>
    /// <param name="Term">The term that this one was in.</param>
    /// <param name="Since">When.</param>
    /// <param name="Stored">When a log had the entry first.</param>
    private readonly record struct Commitment(ulong Hash, string Name, long Term, double Since, double Stored);
}

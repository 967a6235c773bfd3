namespace Coroutines.Examples.Raft;

/// <summary>Says what becomes of a node, one line each.</summary>
internal sealed class Announcer(TextWriter output) : IWitness
{
    public void Started(Consensus node) => Say(node, $"starts with {node.Log.LastIndex} entries");

    public void Voted(Consensus node, string candidate)
    {
        if (candidate != node.Name)
        {
            Say(node, $"votes for {candidate}");
        }
    }

    public void ChangedRole(Consensus node) => Say(node, node.Role switch
    {
        Role.Leader => "is the leader",
        Role.Candidate => "stands for election",
        _ => "follows",
    });

    public void ChangedLog(Consensus node, long from)
    {
    }

    public void Committed(Consensus node, long before)
    {
    }

    private void Say(Consensus node, string what)
    {
        output.WriteLine($"term {node.Term}: {what}");
        output.Flush();
    }
}

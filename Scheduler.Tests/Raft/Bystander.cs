using Coroutines.Examples.Raft;

namespace Coroutines.Tests.Raft;

/// <summary>A witness who says nothing.</summary>
internal sealed class Bystander : IWitness
{
    public void Started(Consensus node)
    {
    }

    public void Voted(Consensus node, string candidate)
    {
    }

    public void ChangedRole(Consensus node)
    {
    }

    public void ChangedLog(Consensus node, long from)
    {
    }

    public void Committed(Consensus node, long before)
    {
    }
}

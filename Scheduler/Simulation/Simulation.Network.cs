namespace Coroutines.Testing;

public sealed partial class Simulation
{
    /// <summary>
    /// Cuts two hosts off from each other. Datagrams are lost; what streams have sent comes when it is repaired, unless the one who sends has crashed by then;
    /// who connects waits for as long as he likes.
    /// </summary>
    /// <param name="a">The name of one.</param>
    /// <param name="b">The name of the other one.</param>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    /// <exception cref="ArgumentException">There is no host of that name, or both are the same.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Partition(string a, string b)
    {
        PartitionOneWay(a, b);
        PartitionOneWay(b, a);
    }

    /// <summary>Cuts one host off from another one, which still hears nothing of it, though it can send.</summary>
    /// <param name="from">The name of the one who is not heard any more.</param>
    /// <param name="to">The name of the one who does not hear.</param>
    /// <inheritdoc cref="Partition"/>
    public void PartitionOneWay(string from, string to) => Block(Link(from, to), LinkBlocks.PartitionedByScript);

    /// <summary>Connects two hosts again that were cut off, in both directions.</summary>
    /// <param name="a">The name of one.</param>
    /// <param name="b">The name of the other one.</param>
    /// <inheritdoc cref="Partition"/>
    public void Repair(string a, string b)
    {
        Unblock(Link(a, b), LinkBlocks.Partitioned);
        Unblock(Link(b, a), LinkBlocks.Partitioned);
    }

    /// <summary>Holds back whatever two hosts send each other, datagrams too, until <see cref="Release"/>.</summary>
    /// <param name="a">The name of one.</param>
    /// <param name="b">The name of the other one.</param>
    /// <inheritdoc cref="Partition"/>
    public void Hold(string a, string b)
    {
        Block(Link(a, b), LinkBlocks.HeldByScript);
        Block(Link(b, a), LinkBlocks.HeldByScript);
    }

    /// <summary>Lets through what was held back, in its order.</summary>
    /// <param name="a">The name of one.</param>
    /// <param name="b">The name of the other one.</param>
    /// <inheritdoc cref="Partition"/>
    public void Release(string a, string b)
    {
        Unblock(Link(a, b), LinkBlocks.Held);
        Unblock(Link(b, a), LinkBlocks.Held);
    }

    /// <summary>Breaks all connections between two hosts: at both ends a reset is what is read and written next.</summary>
    /// <param name="a">The name of one.</param>
    /// <param name="b">The name of the other one.</param>
    /// <inheritdoc cref="Partition"/>
    public void ResetConnections(string a, string b)
    {
        SimulatedLink link = Link(a, b);
        foreach (SimulatedConduit connection in link.FromNode.StackIfUp?.Connections() ?? [])
        {
            if (connection.Incoming.Sender.Stack.Node == link.ToNode)
            {
                Trace.Add(TraceKind.Reset, link, connection.Number);
                connection.Break();
            }
        }
    }

    /// <summary>One direction between two hosts, whose manners can be changed.</summary>
    /// <param name="from">The name of the host that sends.</param>
    /// <param name="to">The name of the host that receives.</param>
    /// <returns>The link, the same one each time.</returns>
    /// <inheritdoc cref="Partition"/>
    public SimulatedLink Link(string from, string to)
    {
        VerifyUsable();
        SimulatedHost sender = Host(from);
        SimulatedHost receiver = Host(to);
        return sender != receiver
            ? _network.LinkOf(sender.Node, receiver.Node)
            : throw new ArgumentException($"{sender.Describe()} speaks to itself over no network. Name two hosts.", nameof(to));
    }

    internal void Block(SimulatedLink link, LinkBlocks why)
    {
        Trace.Add((why & LinkBlocks.Held) != 0 ? TraceKind.Hold : TraceKind.Partition, link);
        link.Block(why);
    }

    internal void Unblock(SimulatedLink link, LinkBlocks why)
    {
        Trace.Add((why & LinkBlocks.Held) != 0 ? TraceKind.Release : TraceKind.Repair, link);
        link.Unblock(why);
    }
}

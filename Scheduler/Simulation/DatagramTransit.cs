using System.Net;

namespace Coroutines.Testing;

/// <summary>A datagram on its way. Each takes a time of its own, and so it may overtake another one.</summary>
internal sealed class DatagramTransit(SimulatedLink link, SimulatedDatagrams sender, Datagram datagram, IPEndPoint target) : Transit(link)
{
    internal override bool SurvivesPartition => false;

    internal override void Lose() => Link.Network.Trace.Add(TraceKind.LostDatagram, Link, target.Port, datagram.Data.Length);

    protected override void Arrive()
    {
        // To a host that is down, or to one of those that all were meant by: nobody says that nothing is there.
        if (Link.ToNode.StackIfUp is not { } stack)
        {
            Lose();
            return;
        }

        var address = new IPEndPoint(target.Address.Equals(IPAddress.Broadcast) ? stack.Node.Address : target.Address, target.Port);
        IReadOnlyList<SimulatedDatagrams> receivers = stack.Datagrams.Find(address);
        if (receivers.Any(receiver => receiver.TryTake(datagram)))
        {
            Link.Network.Trace.Add(TraceKind.DeliverDatagram, Link, target.Port, datagram.Data.Length);
        }
        else if (receivers.Count == 0 && sender.Peer is not null)
        {
            SimulatedLink back = Link.Network.LinkOf(Link.ToNode, Link.FromNode);
            new Notice(back, sender).ArriveAt(back.Depart(0) + back.DrawLatency());
        }
        else
        {
            Lose();
        }
    }

    /// <summary>The news that nobody receives there.</summary>
    private sealed class Notice(SimulatedLink link, SimulatedDatagrams sender) : Transit(link)
    {
        internal override bool SurvivesPartition => false;

        protected override void Arrive()
        {
            if (sender.Stack.IsUp)
            {
                sender.Refuse();
            }
        }
    }
}

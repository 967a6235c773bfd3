using System.Net;
using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>A place where a host of a simulated world sends datagrams from and receives them at.</summary>
internal sealed class SimulatedDatagrams(SimulatedNetwork network, NetworkStack stack, IPEndPoint address, IPEndPoint? remote, DatagramOptions options)
    : DatagramConduit, IPortUser, IRunnable
{
    // UDP's, over IPv4.
    private const int LongestDatagram = 65_507;

    private readonly Queue<Datagram> _arrived = new();
    private Interest _interest;
    private bool _isReported;
    private bool _isClosed;

    // What the network says of something that was sent, as long as nobody has heard of it.
    private bool _isRefused;

    public IPEndPoint Address => address;

    public bool SharesPort => options.ReusePort;

    internal override EndPoint LocalEndPoint => address;

    // As with a socket: who speaks to all has no peer.
    internal override EndPoint? Peer => options.AllowBroadcast ? null : remote;

    internal NetworkStack Stack => stack;

    internal override void Watch(Interest interest)
    {
        _interest = interest;
        Changed();
    }

    internal override bool TryReceive(out Datagram datagram)
    {
        ThrowIfRefused();
        return _arrived.TryDequeue(out datagram);
    }

    internal override bool TrySend(ReadOnlyMemory<byte> bytes, EndPoint? to)
    {
        ThrowIfRefused();
        if (bytes.Length > LongestDatagram)
        {
            throw new SocketException((int)SocketError.MessageSize);
        }

        if ((to ?? remote) is not IPEndPoint target)
        {
            throw new SocketException((int)SocketError.AddressFamilyNotSupported);
        }

        byte[] copy = bytes.ToArray();
        foreach (SimulatedNode receiver in ReceiversOf(target))
        {
            Send(copy, receiver, target);
        }

        return true;
    }

    /// <summary>A datagram has come to this port.</summary>
    /// <returns>Whether it is taken: who has a peer takes nothing of others.</returns>
    internal bool TryTake(Datagram datagram)
    {
        if (Peer is not null && !datagram.From.Equals(Peer))
        {
            return false;
        }

        _arrived.Enqueue(datagram);
        Changed();
        return true;
    }

    /// <summary>The peer's host says that nobody receives there.</summary>
    internal void Refuse()
    {
        if (Peer is not null && !_isClosed)
        {
            _isRefused = true;
            Changed();
        }
    }

    internal override void Close()
    {
        _isClosed = true;
        _interest = Interest.None;
        stack.Datagrams.Remove(this);
    }

    void IRunnable.Run()
    {
        _isReported = false;
        if (!stack.IsUp || Ready == Interest.None)
        {
            return;
        }

        using (network.Scheduler.Domains.As(stack.Domain))
        {
            Endpoint.OnReady(Ready);
        }

        Changed();
    }

    private Interest Ready => _interest & (_arrived.Count > 0 || _isRefused ? Interest.Both : Interest.Write);

    private void Changed()
    {
        if (!_isReported && Ready != Interest.None)
        {
            _isReported = true;
            network.Scheduler.Sockets.AddReady(this);
        }
    }

    private void ThrowIfRefused()
    {
        if (_isRefused)
        {
            _isRefused = false;
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    private IEnumerable<SimulatedNode> ReceiversOf(IPEndPoint target)
    {
        if (target.Address.Equals(IPAddress.Broadcast))
        {
            return options.AllowBroadcast ? network.Others(stack.Node) : throw new SocketException((int)SocketError.AccessDenied);
        }

        // Nobody hears what is sent to nobody.
        return network.NodeOf(target.Address, stack.Node) is { } receiver ? [receiver] : [];
    }

    private void Send(byte[] bytes, SimulatedNode receiver, IPEndPoint target)
    {
        SimulatedLink link = network.LinkOf(stack.Node, receiver);
        network.Trace.Add(TraceKind.SendDatagram, link, target.Port, bytes.Length);
        if (link.IsPartitioned || network.Random.Happens(link.Loss))
        {
            network.Trace.Add(TraceKind.LostDatagram, link, target.Port, bytes.Length);
            return;
        }

        double departure = link.Depart(bytes.Length);
        IPAddress own = !SimulatedNode.IsWildcard(address.Address) ? address.Address : IPAddress.IsLoopback(target.Address) ? target.Address : stack.Node.Address;
        var datagram = new Datagram(bytes, new IPEndPoint(own, address.Port));
        new DatagramTransit(link, this, datagram, target).ArriveAt(departure + link.DrawLatency());
        if (network.Random.Happens(link.Duplication))
        {
            new DatagramTransit(link, this, datagram, target).ArriveAt(departure + link.DrawLatency());
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>Somebody asks for a connection: the way there, what is found there, and the answer on its way back.</summary>
internal sealed class ConnectionRequest : Transit
{
    private readonly SimulatedNetwork _network;
    private readonly NetworkStack _client;
    private readonly SimulatedNode _server;
    private readonly IPEndPoint _local;
    private readonly IPEndPoint _remote;
    private SimulatedConduit? _connection;
    private bool _isGivenUp;

    internal ConnectionRequest(SimulatedNetwork network, NetworkStack client, SimulatedNode server, IPEndPoint local, IPEndPoint remote)
        : base(network.LinkOf(client.Node, server))
    {
        _network = network;
        _client = client;
        _server = server;
        _local = local;
        _remote = remote;
        Answer = new Future<SimulatedConduit>(network.Scheduler) { Name = $"connection to {remote}" };
    }

    internal Future<SimulatedConduit> Answer { get; }

    /// <summary>Nobody sends it again whose host has crashed, or who does not want it any more.</summary>
    internal override bool SurvivesPartition => IsWanted;

    private bool IsWanted => !_isGivenUp && _client.IsUp;

    internal void Send()
    {
        _network.Trace.Add(TraceKind.Connect, Link, _remote.Port);
        ArriveAt(Link.Depart(0) + Link.DrawLatency());
    }

    /// <summary>The one who asks has given up, or goes on with the connection.</summary>
    internal void Leave(bool isGivenUp)
    {
        if (isGivenUp)
        {
            _isGivenUp = true;
            _connection?.GiveUp();
        }
    }

    /// <summary>Stands at the door of the server's host.</summary>
    internal void Knock()
    {
        if (!IsWanted)
        {
            return;
        }

        IReadOnlyList<SimulatedListener> servers = _server.StackIfUp?.Servers.Find(_remote) ?? [];
        List<SimulatedListener> open = [.. servers.Where(static server => server.IsListening)];
        if (open.Count == 0)
        {
            SendBack(new Refusal(this));
        }
        else
        {
            // As the system does where several share a port.
            (open.Count == 1 ? open[0] : _network.Random.OneOf(open)).Receive(this);
        }
    }

    /// <summary>The server takes it.</summary>
    /// <returns>The server's end.</returns>
    internal SimulatedConduit Accept(NetworkStack server)
    {
        (_connection, SimulatedConduit accepted) = SimulatedConduit.CreatePair(_network, _client, _local, server, _remote);
        accepted.Outgoing.NotBefore(SendBack(new Acceptance(this)));
        return accepted;
    }

    protected override void Arrive() => Knock();

    private double SendBack(Transit answer)
    {
        SimulatedLink back = _network.LinkOf(_server, _client.Node);
        double arrival = back.Depart(0) + back.DrawLatency();
        answer.ArriveAt(arrival);
        return arrival;
    }

    private void Complete()
    {
        if (IsWanted)
        {
            _network.Trace.Add(TraceKind.Connected, Link, _connection!.Number);
            Answer.SetResult(_connection);
        }
        else if (!_client.IsUp)
        {
            // It knows of no such connection.
            _connection!.Outgoing.Reset();
        }
    }

    private void Fail()
    {
        if (IsWanted)
        {
            _network.Trace.Add(TraceKind.Refused, Link, _remote.Port);
            Answer.SetException(new SocketException((int)SocketError.ConnectionRefused));
        }
    }

    private sealed class Acceptance(ConnectionRequest request) : Transit(request._network.LinkOf(request._server, request._client.Node))
    {
        protected override void Arrive() => request.Complete();
    }

    private sealed class Refusal(ConnectionRequest request) : Transit(request._network.LinkOf(request._server, request._client.Node))
    {
        protected override void Arrive() => request.Fail();
    }
}

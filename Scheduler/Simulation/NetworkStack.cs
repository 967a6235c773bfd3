namespace Coroutines.Testing;

/// <summary>What a host does in the network from one start to the next crash, which leaves nothing of it.</summary>
/// <param name="node">The place in the network.</param>
/// <param name="domain">The tasks that use it; null for those outside of all hosts.</param>
internal sealed class NetworkStack(SimulatedNode node, TaskDomain? domain)
{
    private Chain<SimulatedConduit> _connections;

    internal SimulatedNode Node => node;

    internal TaskDomain? Domain => domain;

    internal bool IsUp { get; private set; } = true;

    internal PortTable<SimulatedListener> Servers { get; } = new(node);

    internal PortTable<SimulatedDatagrams> Datagrams { get; } = new(node);

    internal void Add(SimulatedConduit connection) => _connections.Add(connection);

    internal void Remove(SimulatedConduit connection) => _connections.Remove(connection);

    /// <summary>From now on it answers nothing, and nobody at this host hears of anything.</summary>
    internal void GoDown() => IsUp = false;

    /// <summary>After it went down: whatever the library itself keeps of its streams, servers and endpoints is let go.</summary>
    internal void LetGo()
    {
        foreach (SimulatedListener server in Servers.Users.ToArray())
        {
            server.Gone?.Invoke();
        }

        foreach (SimulatedDatagrams endpoint in Datagrams.Users.ToArray())
        {
            endpoint.Endpoint.Abort();
        }

        foreach (SimulatedConduit connection in Connections())
        {
            connection.Transport?.Abort(null);
        }
    }

    /// <summary>The connections, in the order in which they were made.</summary>
    internal List<SimulatedConduit> Connections()
    {
        List<SimulatedConduit> connections = [];
        for (SimulatedConduit? connection = _connections.First; connection is not null; connection = connection.Next)
        {
            connections.Add(connection);
        }

        return connections;
    }
}

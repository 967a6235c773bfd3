using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Testing;

/// <summary>The network of a simulated world: what a scheduler connects, listens, looks names up and sends datagrams through there.</summary>
/// <remarks>
/// All hosts share it, and so each call asks who makes it: the host that the task, or the callback, belongs to; or nobody's, which is whoever
/// watches from outside.
/// </remarks>
internal sealed class SimulatedNetwork : Network
{
    private const string LocalHost = "localhost";

    private readonly List<SimulatedNode> _nodes = [];
    private readonly Dictionary<(SimulatedNode From, SimulatedNode To), SimulatedLink> _links = [];
    private int _lastConnection;

    internal SimulatedNetwork(Scheduler scheduler, SimulationOptions options, SeededRandom random, SimulationTrace trace)
    {
        Scheduler = scheduler;
        Options = options;
        Random = random;
        Trace = trace;
        SimulatedNode outside = AddNode(SimulationTrace.Outside, isHost: false);
        outside.Stack = Outside = new NetworkStack(outside, domain: null);
    }

    internal Scheduler Scheduler { get; }

    internal SimulationOptions Options { get; }

    internal SeededRandom Random { get; }

    internal SimulationTrace Trace { get; }

    /// <summary>The one who makes a call.</summary>
    internal NetworkStack Caller => Scheduler.Domains.Host is { Owner: SimulatedHost host } ? host.Node.Stack! : Outside;

    private NetworkStack Outside { get; }

    private IEnumerable<SimulatedNode> Hosts => _nodes.Where(static node => node.IsHost);

    internal SimulatedNode AddNode(string name, bool isHost)
    {
        var node = new SimulatedNode(_nodes.Count, name, isHost);
        _nodes.Add(node);
        return node;
    }

    internal SimulatedLink LinkOf(SimulatedNode from, SimulatedNode to)
    {
        if (!_links.TryGetValue((from, to), out SimulatedLink? link))
        {
            _links.Add((from, to), link = new SimulatedLink(this, from, to));
        }

        return link;
    }

    /// <summary>The number of the next connection, for the trace.</summary>
    internal int NextConnection() => ++_lastConnection;

    /// <summary>Who an address belongs to, seen from some node; null for nobody.</summary>
    internal SimulatedNode? NodeOf(IPAddress address, SimulatedNode seenFrom) =>
        seenFrom.Has(address) ? seenFrom : _nodes.Find(node => node.Address.Equals(address));

    /// <summary>All hosts but one, for those who speak to all.</summary>
    internal IEnumerable<SimulatedNode> Others(SimulatedNode node) => Hosts.Where(other => other != node);

    internal override IEnumerator<Awaitable> LookUp(string? host, int port)
    {
        if (host is null)
        {
            yield return Return(new[] { new IPEndPoint(IPAddress.Any, port) });
        }

        if (!IPAddress.TryParse(host, out IPAddress? address))
        {
            // Which is in the file of hosts, as everywhere.
            bool isLocal = string.Equals(host, LocalHost, StringComparison.OrdinalIgnoreCase);
            if (!isLocal && Random.Between(Options.LookUpLatency.Seconds, Options.LookUpLatencyMax.Seconds) is > 0 and var seconds)
            {
                yield return Sleep(seconds);
            }

            address = isLocal ? IPAddress.Loopback : AddressOf(host!);
        }

        yield return Return(new[] { new IPEndPoint(address, port) });
    }

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address)
    {
        SimulatedNode? node = _nodes.Find(node => node.IsHost && node.Address.Equals(address.Address));
        string name = IPAddress.IsLoopback(address.Address) ? LocalHost : node?.Name ?? address.Address.ToString();
        yield return Return((name, address.Port.ToString(CultureInfo.InvariantCulture)));
    }

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local)
    {
        NetworkStack client = Caller;
        IPEndPoint to = IPOf(remote);
        if (NodeOf(to.Address, client.Node) is not { } server)
        {
            yield return Sleep(Options.Latency.Seconds);
            throw new SocketException((int)SocketError.HostUnreachable);
        }

        var request = new ConnectionRequest(this, client, server, LocalFor(client, to, local), to);
        bool isDone = false;
        try
        {
            request.Send();
            yield return request.Answer;
            isDone = true;
            yield return Return<Conduit>(request.Answer.Result);
        }
        finally
        {
            request.Leave(isGivenUp: !isDone);
        }
    }

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options)
    {
        NetworkStack stack = Caller;
        IPEndPoint address = VerifyOwn(stack, IPOf(local), $"Listening at {local} failed");
        var listener = new SimulatedListener(this, stack, stack.Servers.Complete(address), options);
        return stack.Servers.TryAdd(listener) ? listener : throw InUse($"Listening at {local} failed");
    }

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options)
    {
        NetworkStack stack = Caller;
        IPEndPoint address = local is null ? WildcardFor(remote) : VerifyOwn(stack, IPOf(local), $"Receiving datagrams at {local} failed");
        var endpoint = new SimulatedDatagrams(this, stack, stack.Datagrams.Complete(address), remote is null ? null : IPOf(remote), options);
        return stack.Datagrams.TryAdd(endpoint) ? endpoint : throw InUse($"Receiving datagrams at {local} failed");
    }

    private static IPEndPoint WildcardFor(EndPoint? remote) =>
        new(remote is { AddressFamily: AddressFamily.InterNetworkV6 } ? IPAddress.IPv6Any : IPAddress.Any, 0);

    private static IPEndPoint IPOf(EndPoint address) => address as IPEndPoint ?? throw new NamedSocketException(
        SocketError.AddressFamilyNotSupported, $"{address} is no address of a simulated network: its hosts have IP addresses, and no Unix domain sockets.");

    private static IPEndPoint VerifyOwn(NetworkStack stack, IPEndPoint address, string what) => stack.Node.Has(address.Address)
        ? address
        : throw new NamedSocketException(SocketError.AddressNotAvailable, $"{what}: the address of {stack.Node.Name} is {stack.Node.Address}.");

    private static NamedSocketException InUse(string what) => NamedSocketException.Of(new SocketException((int)SocketError.AddressAlreadyInUse), what);

    private static IPEndPoint LocalFor(NetworkStack client, IPEndPoint remote, EndPoint? asked)
    {
        IPEndPoint address = asked is null ? new IPEndPoint(IPAddress.Any, 0) : VerifyOwn(client, IPOf(asked), $"Connecting from {asked} failed");
        IPAddress own = !SimulatedNode.IsWildcard(address.Address) ? address.Address
            : IPAddress.IsLoopback(remote.Address) ? remote.Address
            : client.Node.Address;
        return new IPEndPoint(own, address.Port == 0 ? client.Node.NextPort() : address.Port);
    }

    private IPAddress AddressOf(string host)
    {
        SimulatedNode? node = _nodes.Find(node => node.IsHost && string.Equals(node.Name, host, StringComparison.OrdinalIgnoreCase));
        if (node is not null && !Random.Happens(Options.LookUpFailure))
        {
            return node.Address;
        }

        Trace.Add(TraceKind.NotFound, Caller.Node, 0, host);
        throw node is not null
            ? NamedSocketException.Of(new SocketException((int)SocketError.TryAgain), $"Looking {host} up failed")
            : new NamedSocketException(
                SocketError.HostNotFound, $"Looking {host} up failed: the hosts of this simulation are {string.Join(", ", Hosts.Select(static known => known.Name))}.");
    }
}

using System.Net;
using System.Net.Sockets;
using Coroutines.Testing;

namespace Coroutines.Tests.Streams;

/// <summary>Two streams that are joined with each other, by whatever a test asks for.</summary>
internal static class Joint
{
    private const int SmallBuffer = 1;

    /// <param name="scheduler">The scheduler that both belong to.</param>
    /// <param name="kind">"tcp", "unix", "simulated", "memory", or "bytewise": in memory, a byte at a time.</param>
    /// <param name="limit">Their limit.</param>
    /// <param name="hasSmallBuffers">Whether the system is to buffer as little as it can.</param>
    internal static (CoStream Client, CoStream Server) Make(Scheduler scheduler, string kind, int limit = CoStream.DefaultLimit, bool hasSmallBuffers = false)
    {
        if (kind is "tcp" or "unix")
        {
            (Socket client, Socket server) = kind == "tcp" ? LoopbackPair.Create() : UnixPair();
            if (hasSmallBuffers)
            {
                // The least that the system does is more.
                client.SendBufferSize = client.ReceiveBufferSize = server.SendBufferSize = server.ReceiveBufferSize = SmallBuffer;
            }

            return (Over(scheduler, SocketConduit.Of(scheduler, client), limit), Over(scheduler, SocketConduit.Of(scheduler, server), limit));
        }

        if (kind == "simulated")
        {
            (SimulatedConduit client, SimulatedConduit server) = SimulatedPair(scheduler);
            return (Over(scheduler, client, limit), Over(scheduler, server, limit));
        }

        (MemoryConduit one, MemoryConduit other) = MemoryConduit.CreatePair(scheduler, ConnectionOptions.Default);
        return kind == "bytewise"
            ? (Over(scheduler, new BytewiseConduit(one), limit), Over(scheduler, new BytewiseConduit(other), limit))
            : (Over(scheduler, one, limit), Over(scheduler, other, limit));
    }

    /// <summary>Has the system take only a little of what is written.</summary>
    internal static void SendLittleAtATime(CoStream stream)
    {
        if (stream.Socket is { } socket)
        {
            socket.SendBufferSize = SmallBuffer;
        }
    }

    /// <summary>Breaks a connection off as a crash does: what is under way is lost, and the peer is told by a reset.</summary>
    internal static void Reset(CoStream stream)
    {
        if (stream.Socket is { } socket)
        {
            socket.LingerState = new LingerOption(true, 0);
        }

        stream.Abort();
    }

    private static CoStream Over(Scheduler scheduler, Conduit conduit, int limit) => CoStream.Over(scheduler, conduit, limit);

    private static (SimulatedConduit Client, SimulatedConduit Server) SimulatedPair(Scheduler scheduler)
    {
        var options = new SimulationOptions { Latency = 0, LatencyMax = 0 };
        var network = new SimulatedNetwork(scheduler, options, new SeededRandom(1), new SimulationTrace(scheduler, seed: 1, limit: 0));
        return SimulatedConduit.CreatePair(network, NewStack("client"), new IPEndPoint(1, 1), NewStack("server"), new IPEndPoint(2, 2));

        NetworkStack NewStack(string name)
        {
            SimulatedNode node = network.AddNode(name, isHost: true);
            return node.Stack = new NetworkStack(node, domain: null);
        }
    }

    private static (Socket One, Socket Other) UnixPair()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var one = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        one.Connect(new UnixDomainSocketEndPoint(path));
        Socket other = listener.Accept();
        File.Delete(path);
        one.Blocking = false;
        other.Blocking = false;
        return (one, other);
    }
}

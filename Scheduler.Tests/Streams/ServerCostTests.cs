using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>What a connection costs in memory, by exact counts.</summary>
[Platform("Linux")]
public sealed class ServerCostTests
{
    // The budget of an idle connection, its task and its coroutine included, and what .NET keeps of an accepted socket.
    // Where .NET receives and sends, it keeps more.
    private static readonly int _idleBytes = LinuxSocketConduit.IsSupported ? 1536 : 1800;

    [TestCase("tcp")]
    [TestCase("unix")]
    public void RequestAndAnswer_OverASocket_AllocateNothing(string kind) => Scheduler.Run(Conversation(kind), new SchedulerOptions { Selector = SelectorKind.Epoll });

    private static IEnumerator<Awaitable> Conversation(string kind)
    {
        const int Requests = 1_000;
        (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, kind);
        CoTask echo = CreateTask(Echo(server));
        byte[] request = new byte[64];
        byte[] answer = new byte[64];
        long before = 0;
        for (int i = 0; i < 2 * Requests; i++)
        {
            if (i == Requests)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            client.Write(request);
            yield return client.ReadExactly(answer);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        client.Close();
        yield return echo;
        server.Close();
    }

    [Test]
    public void ManyConnections_ThatAreBusyAtOnce_AllocateNothing() => Scheduler.Run(Crowd(), new SchedulerOptions { Selector = SelectorKind.Epoll });

    private static IEnumerator<Awaitable> Crowd()
    {
        // More than an array pool of .NET's keeps for a processor.
        const int Connections = 200;
        const int Rounds = 8;
        var clients = new List<CoStream>(Connections);
        for (int i = 0; i < Connections; i++)
        {
            (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, "tcp");
            clients.Add(client);
            CreateTask(Echo(server));
        }

        byte[] request = new byte[64];
        byte[] answer = new byte[64];
        long before = 0;
        for (int round = 0; round < 2 * Rounds; round++)
        {
            if (round == Rounds)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            foreach (CoStream client in clients)
            {
                client.Write(request);
            }

            foreach (CoStream client in clients)
            {
                yield return client.ReadExactly(answer);
            }
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        clients.ForEach(static client => client.Close());
    }

    [Test]
    public void IdleConnection_KeepsLittle() => Scheduler.Run(Idle(), new SchedulerOptions { Selector = SelectorKind.Epoll });

    private static IEnumerator<Awaitable> Idle()
    {
        const int WarmUp = 60;
        const int Connections = 200;
        yield return StartServer(Echo, "127.0.0.1", 0, new ServerOptions { Backlog = WarmUp + Connections }).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        var clients = new List<Socket>(WarmUp + Connections);
        Connect(clients, server, WarmUp);
        yield return Await(Served(server, WarmUp));

        // They wait in the queue of the listening socket, and cost the server nothing yet.
        Connect(clients, server, Connections);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        yield return Await(Served(server, WarmUp + Connections));
        long kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections;
        TestContext.Out.WriteLine($"{kept} bytes for each idle connection");
        kept.ShouldBeLessThan(_idleBytes);
        clients.ForEach(static client => client.Dispose());
        yield return server.Shutdown(60);
    }

    private static IEnumerator<Awaitable> Served(CoServer server, int count)
    {
        while (server.ConnectionCount < count)
        {
            yield return Sleep(0.001);
        }
    }

    private static void Connect(List<Socket> clients, CoServer server, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect((IPEndPoint)server.EndPoints[0]);
            clients.Add(client);
        }
    }

    private static IEnumerator<Awaitable> Echo(CoStream stream)
    {
        while (true)
        {
            yield return stream.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> arrived);
            ReadOnlyMemory<byte> bytes = arrived.Result;
            if (bytes.IsEmpty)
            {
                yield break;
            }

            stream.Write(bytes.Span);
            stream.Advance(bytes.Length);
            yield return stream.Drain();
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

/// <summary>Loops that listen on one port, each by itself.</summary>
[Platform("Linux")]
public sealed class SharedPortTests
{
    [Test]
    public void Server_OnEachLoop_GetsSomeOfTheConnections()
    {
        const int Visitors = 200;
        int[] served = new int[2];
        int port = FreePort();
        using var listening = new CountdownEvent(2);
        var group = new SchedulerGroup(2, new SchedulerGroupOptions { Main = Serve });
        listening.Wait();
        for (int i = 0; i < Visitors; i++)
        {
            using var visitor = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            visitor.Connect(IPAddress.Loopback, port);
            visitor.Send("x\n"u8);
            byte[] answer = new byte[10];
            int length = visitor.Receive(answer);
            Encoding.ASCII.GetString(answer, 0, length).ShouldBe("x\n");
        }

        group.Dispose();

        // Which of the two gets a connection is the system's choice, by a hash of its addresses: that all go to one is as likely as 199 times the same side of a coin.
        served.Sum().ShouldBe(Visitors);
        served.ShouldAllBe(static count => count > 0);

        IEnumerator<Awaitable> Serve(GroupedScheduler loop)
        {
            var options = new ServerOptions { ReusePort = true };
            yield return StartServer(stream => Echo(loop, stream), "127.0.0.1", port, options).Into(out Awaitable<CoServer> server);
            listening.Signal();
            yield return server.Result.ServeForever();
        }

        IEnumerator<Awaitable> Echo(GroupedScheduler loop, CoStream stream)
        {
            served[loop.Index]++;
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            stream.Write($"{line.Result}\n");
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}

using System.Net;
using System.Net.Sockets;

namespace Coroutines.Benchmarks;

/// <summary>An echo server on one loop and on two that share its port, with a load in the same process. Time on the wall.</summary>
internal sealed class SharedPortScenario : IScenario
{
    private const int Connections = 100;
    private const int Messages = 100_000;
    private const int Rounds = 3;

    private static readonly int[] _loops = [1, 2];

    private readonly Contender[] _contenders = [.. _loops.Select(static loops =>
        new Contender(Messages, (Func<int, double>)(count => AskScenario.WallTime(() => Run(count, loops)))))];

    public string Name => "sharedport";

    public void WarmUp() => Array.ForEach(_contenders, static contender => contender.WarmUp());

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(Rounds, _contenders);
        return _contenders.Select(static (contender, i) => new Row($"echo of 64 bytes, 100 connections, server on loops: {_loops[i]} (wall)", contender.Median));
    }

    private static void Run(int messages, int loops)
    {
        int port = FreePort();
        using var listening = new CountdownEvent(loops);
        using var group = new SchedulerGroup(loops, new SchedulerGroupOptions { Main = _ => Serve(port, listening) });
        listening.Wait();
        Scheduler.Run(Load(port, messages / Connections));
    }

    private static IEnumerator<Awaitable> Serve(int port, CountdownEvent listening)
    {
        var options = new ServerOptions { ReusePort = true, Backlog = Connections };
        yield return Awaitable.StartServer(Echo, "127.0.0.1", port, options).Into(out Awaitable<CoServer> server);
        listening.Signal();
        yield return server.Result.ServeForever();
    }

    private static IEnumerator<Awaitable> Echo(CoStream stream)
    {
        byte[] buffer = new byte[64];
        while (true)
        {
            yield return stream.Read(buffer).Into(out Awaitable<int> count);
            if (count.Result == 0)
            {
                yield break;
            }

            yield return stream.WriteAll(buffer.AsMemory(0, count.Result));
        }
    }

    private static IEnumerator<Awaitable> Load(int port, int messages)
    {
        yield return Awaitable.Gather(Enumerable.Range(0, Connections).Select(_ => Talk(port, messages)));
    }

    private static IEnumerator<Awaitable> Talk(int port, int messages)
    {
        byte[] buffer = new byte[64];
        yield return Awaitable.OpenConnection("127.0.0.1", port).Into(out Awaitable<CoStream> stream);
        for (int i = 0; i < messages; i++)
        {
            yield return stream.Result.WriteAll(buffer);
            yield return stream.Result.ReadExactly(buffer);
        }

        stream.Result.Close();
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}

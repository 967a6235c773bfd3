using System.Net;
using Coroutines.Examples.Echo;
using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>What the connections of an echo server have in memory, and what a message allocates.</summary>
internal sealed class ConnectionScenario : IScenario
{
    private const int Connections = 10_000;
    private const int Active = 1_000;
    private const int Messages = 50_000;

    // A connection that finds the queue full comes again after a second.
    private static readonly ServerOptions _options = new() { Backlog = Connections };

    public string Name => "connections";

    // The first messages see to that.
    public void WarmUp()
    {
    }

    public IEnumerable<Row> Measure()
    {
        double few = double.NaN;
        double many = double.NaN;
        double idle = double.NaN;
        if (ServerRun.IsPossible)
        {
            Scheduler.Run(MeasureMessages(64, bytes => few = bytes));
            Scheduler.Run(MeasureMessages(Active, bytes => many = bytes));
            Scheduler.Run(MeasureIdle(bytes => idle = bytes));
        }

        yield return RowOf("bytes allocated by an echo of 64, 64 connections", few, 0);
        yield return RowOf("bytes allocated by an echo of 64, 1,000 connections", many, 0);
        yield return RowOf("memory of an idle connection, among 10,000", idle, 1_536);
    }

    private static Row RowOf(string operation, double bytes, double limit) =>
        new(operation, bytes, "B") { Checks = [Check.Bytes(limit, bytes)] };

    private static IEnumerator<Awaitable> MeasureMessages(int connections, Action<double> tell)
    {
        yield return StartServer(EchoExample.Echo, "127.0.0.1", 0, _options).Into(out Awaitable<CoServer> server);
        yield return Connect(server.Result, connections).Into(out Awaitable<Load> connected);
        using Load load = connected.Result;
        yield return ToThread(() => load.Exchange(4 * Messages));

        // Of the thread of the loop; without what it takes to give the order.
        long start = GC.GetAllocatedBytesForCurrentThread();
        yield return ToThread(() => load.Exchange(0));
        long ordered = GC.GetAllocatedBytesForCurrentThread();
        yield return ToThread(() => load.Exchange(Messages));
        long end = GC.GetAllocatedBytesForCurrentThread();
        tell(Math.Max(0, end - ordered - (ordered - start)) / (double)Messages);
        server.Result.Close();
    }

    private static IEnumerator<Awaitable> MeasureIdle(Action<double> tell)
    {
        yield return StartServer(EchoExample.Echo, "127.0.0.1", 0, _options).Into(out Awaitable<CoServer> server);

        // What there is once for all of them is made for the first ones.
        yield return Connect(server.Result, Active).Into(out Awaitable<Load> first);
        yield return ToThread(() => first.Result.Exchange(Messages));
        yield return ToThread(first.Result.Dispose);
        yield return Sleep(0.5);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        yield return Connect(server.Result, Connections).Into(out Awaitable<Load> connected);
        using Load load = connected.Result;

        // Each has had a conversation before it rests.
        yield return ToThread(() => load.Exchange(Connections));
        yield return Sleep(0.5);
        tell((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Connections);
        server.Result.Close();
    }

    private static Awaitable<Load> Connect(CoServer server, int connections) =>
        ToThread(() => new Load(((IPEndPoint)server.EndPoints[0]).Port, connections));
}

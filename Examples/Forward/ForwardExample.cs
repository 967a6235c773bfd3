using static Coroutines.Awaitable;

namespace Coroutines.Examples.Forward;

/// <summary>Forwards connections from a port of this machine to another host, both ways, each way until its end.</summary>
internal static class ForwardExample
{
    internal const string Usage = "forward PORT HOST PORT";

    internal static int Run(ExampleContext context, string[] arguments)
    {
        if (arguments is not [var from, var host, var to])
        {
            throw new UsageException("a port, a host and the host's port are needed", Usage);
        }

        Scheduler.Run(Serve(context, PortArgument.Parse(from, Usage), host, PortArgument.Parse(to, Usage)), context.Options);
        return ExitCode.Success;
    }

    /// <summary>Serves one connection: two coroutines copy, and the end of one direction leaves the other alone.</summary>
    internal static IEnumerator<Awaitable> Forward(CoStream client, string host, int port)
    {
        yield return OpenConnection(host, port, new ConnectionOptions { ConnectTimeout = 10 }).Into(out Awaitable<CoStream> opened);
        using CoStream server = opened.Result;
        var group = new TaskGroup();
        group.CreateTask(Copy(client, server));
        group.CreateTask(Copy(server, client));
        yield return group;
    }

    private static IEnumerator<Awaitable> Copy(CoStream from, CoStream to)
    {
        while (true)
        {
            yield return from.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> arrived);
            ReadOnlyMemory<byte> bytes = arrived.Result;
            if (bytes.IsEmpty)
            {
                break;
            }

            // From the buffer of one stream into the other; a slow receiver holds the sender back.
            yield return to.WriteAll(bytes);
            from.Advance(bytes.Length);
        }

        to.WriteEof();
    }

    private static IEnumerator<Awaitable> Serve(ExampleContext context, int fromPort, string host, int toPort)
    {
        yield return StartServer(client => Forward(client, host, toPort), "127.0.0.1", fromPort).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        context.Out.WriteLine($"forwarding {server.EndPoints[0]} to {host}:{toPort}");
        yield return server.ServeForever();
    }
}

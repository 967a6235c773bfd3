using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Forward;

/// <summary>Forwards connections from a port of this machine to another host, both ways, each way until its end.</summary>
internal static class ForwardExample
{
    internal const string Usage = "forward PORT HOST PORT";

    private const double LongestConnect = 10;

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
    private static IEnumerator<Awaitable> Forward(ExampleContext context, CoStream client, string host, int port)
    {
        yield return Settle(OpenConnection(host, port, new ConnectionOptions { ConnectTimeout = LongestConnect }), out Outcome<CoStream> opened);
        if (opened.Exception is SocketException or TimeoutException)
        {
            context.Error.WriteLine($"{host}:{port} cannot be reached: {opened.Exception.Message}");
            client.Abort();
            yield break;
        }

        using CoStream server = opened.Result;
        yield return Settle(Gather(Copy(client, server), Copy(server, client)), out Outcome copied);
        if (copied.Exception is SocketException)
        {
            // One of the two connections is broken, and so is the other one for whoever is behind it.
            client.Abort();
            server.Abort();
            yield break;
        }

        copied.ThrowIfFailed();
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
        yield return StartServer(client => Forward(context, client, host, toPort), "127.0.0.1", fromPort).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        context.Out.WriteLine($"forwarding {server.EndPoints[0]} to {host}:{toPort}");
        yield return server.ServeForever();
    }
}

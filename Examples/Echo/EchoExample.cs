using static Coroutines.Awaitable;

namespace Coroutines.Examples.Echo;

/// <summary>A server that sends back what it gets; the benchmarks drive it.</summary>
internal static class EchoExample
{
    internal const string Usage = "echo [--port N]";

    internal static int Run(ExampleContext context, string[] arguments)
    {
        Scheduler.Run(Serve(context, PortArgument.ParseOnly(arguments, Usage)), context.Options);
        return ExitCode.Success;
    }

    /// <summary>Sends back what has arrived, as it stands in the stream's buffer; waits only while the peer does not take it.</summary>
    internal static IEnumerator<Awaitable> Echo(CoStream stream)
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

    private static IEnumerator<Awaitable> Serve(ExampleContext context, int port)
    {
        yield return StartServer(Echo, "127.0.0.1", port).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        context.Out.WriteLine($"listening on {server.EndPoints[0]}");
        yield return server.ServeForever();
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Examples.Chat;

/// <summary>A chat server for <c>nc</c> or <c>telnet</c>: rooms, names, and a limit for those who write too much.</summary>
internal static class ChatExample
{
    internal const string Usage = "chat [--port N]";

    internal static int Run(ExampleContext context, string[] arguments)
    {
        Scheduler.Run(Serve(context, PortArgument.ParseOnly(arguments, Usage)), context.Options);
        return ExitCode.Success;
    }

    private static IEnumerator<Awaitable> Serve(ExampleContext context, int port)
    {
        var house = new ChatHouse();
        var options = new ServerOptions { Limit = Visitor.LongestLine, MaxConnections = 1_000 };
        yield return StartServer(house.Receive, "127.0.0.1", port, options).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        context.Out.WriteLine($"listening on {server.EndPoints[0]}");
        yield return server.ServeForever();
    }
}

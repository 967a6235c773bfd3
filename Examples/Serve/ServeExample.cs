using static Coroutines.Awaitable;

namespace Coroutines.Examples.Serve;

/// <summary>Serves the files of a folder over HTTP/1.1.</summary>
internal static class ServeExample
{
    internal const string Usage = "serve [--port N] DIR";

    internal static int Run(ExampleContext context, string[] arguments)
    {
        (int port, string folder) = arguments switch
        {
            [var only] when only != "--port" => (0, only),
            ["--port", var number, var path] => (PortArgument.Parse(number, Usage), path),
            [var path, "--port", var number] => (PortArgument.Parse(number, Usage), path),
            _ => throw new UsageException("a folder is needed", Usage),
        };
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"there is no folder '{folder}'", Usage);
        }

        Scheduler.Run(Serve(context, port, folder), context.Options);
        return ExitCode.Success;
    }

    private static IEnumerator<Awaitable> Serve(ExampleContext context, int port, string folder)
    {
        var site = new FileSite(folder);
        var options = new ServerOptions { Limit = HttpRequest.LongestHead, MaxConnections = 10_000 };
        yield return StartServer(stream => new HttpConversation(stream, site).Run(), "127.0.0.1", port, options).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        context.Out.WriteLine($"serving {folder} at http://{server.EndPoints[0]}/");
        yield return server.ServeForever();
    }
}

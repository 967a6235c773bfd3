using static Coroutines.Awaitable;

namespace Coroutines.Examples.Fetch;

/// <summary>
/// The program <c>loopback</c>: the server and all who fetch from it are coroutines of one scheduler, on one thread.
/// </summary>
internal static class LoopbackExample
{
    private const int Pages = 10;
    private const double ThinkingTime = 0.3;

    internal static int Run(ExampleContext context, string[] arguments)
    {
        if (arguments.Length > 0)
        {
            throw new UsageException("no arguments are taken", "loopback");
        }

        var report = new FetchReport(context.Out);
        Scheduler.Run(Main(context.Out, report), context.Options);
        return report.Failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static IEnumerator<Awaitable> Main(TextWriter output, FetchReport report)
    {
        yield return StartServer(static visitor => PageServer.Answer(visitor, ThinkingTime), "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;

        output.WriteLine($"{Pages} pages from a server that thinks {ThinkingTime} s about each:");
        string[] urls = [.. Enumerable.Range(1, Pages).Select(number => $"http://{server.EndPoints[0]}/page/{number}")];
        yield return Await(new PageCrew(FetchArguments.Parse(urls), report).FetchAll());
    }
}

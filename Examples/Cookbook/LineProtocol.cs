using System.Net;
using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A line protocol: server and client.</summary>
internal sealed class LineProtocol : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-line-protocol
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return StartServer(Serve, "127.0.0.1", 0).Into(out var started);
            using CoServer server = started.Result;
            int port = ((IPEndPoint)server.EndPoints[0]).Port;

            yield return OpenConnection("127.0.0.1", port).Into(out var opened);
            using CoStream stream = opened.Result;
            foreach (string request in new[] { "add 2 3", "add 2 x", "bye" })
            {
                stream.Write(request + "\n");
                yield return stream.ReadLine().Into(out var answer);
                Console.WriteLine($"{request} -> {answer.Result ?? "(closed)"}");
            }
        }

        IEnumerator<Awaitable> Serve(CoStream stream)
        {
            var lines = stream.ReadLines();
            while (true)
            {
                yield return lines.Next();
                if (lines.IsAtEnd || lines.Current == "bye")
                    break;                                           // the stream is flushed and closed when this ends
                stream.Write(lines.Current.Split(' ') is ["add", var x, var y] && int.TryParse(x, out int a) && int.TryParse(y, out int b)
                    ? $"{a + b}\n"
                    : "what?\n");
                yield return stream.Drain();                         // waits only if the client does not read
            }
        }
        // end-snippet
    }
}

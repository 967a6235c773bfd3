using System.Globalization;
using System.Net;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>What runs in the process of a <see cref="CrowdedServer"/>: it shouts back each line, and answers questions about itself.</summary>
internal static class CrowdedServerProgram
{
    internal const string Name = "crowded-server";

    /// <summary>The question how it stands.</summary>
    internal const string Status = "?";

    /// <summary>The same once the system has refused so many connections as the number behind it says.</summary>
    internal const string StatusAfter = "? ";

    private const int Backlog = 1000;

    private static int _reports;

    internal static int Run(SelectorKind kind)
    {
        Scheduler.Run(Serve(), new SchedulerOptions { Selector = kind, ExceptionHandler = Report });
        return 0;
    }

    // As without a handler: its text needs files, too.
    private static void Report(ExceptionContext context)
    {
        _reports++;
        ErrorReport.Write(context);
    }

    private static IEnumerator<Awaitable> Serve()
    {
        Scheduler scheduler = Scheduler.Current;
        var network = new CountingNetwork(scheduler.Network);
        scheduler.Network = network;
        CoServer? server = null;
        yield return StartServer(Answer, "127.0.0.1", 0, new ServerOptions { Backlog = Backlog }).Into(out Awaitable<CoServer> started);
        server = started.Result;
        Console.WriteLine(((IPEndPoint)server.EndPoints[0]).Port);
        yield return server.ServeForever();

        IEnumerator<Awaitable> Answer(CoStream stream)
        {
            StreamLineReader lines = stream.ReadLines();
            while (true)
            {
                yield return lines.Next();
                if (lines.IsAtEnd)
                {
                    yield break;
                }

                string line = lines.Current;
                if (line.StartsWith(StatusAfter, StringComparison.Ordinal))
                {
                    int wanted = int.Parse(line[StatusAfter.Length..], CultureInfo.InvariantCulture);
                    while (network.Refused < wanted)
                    {
                        network.Refusal.Clear();
                        yield return network.Refusal.Wait();
                    }
                }

                stream.Write(line.StartsWith(Status, StringComparison.Ordinal) ? $"{Now()}\n" : $"{line.ToUpperInvariant()}\n");
            }
        }

        string Now() => new CrowdedServerStatus(
            server!.ConnectionCount, network.Tried, network.Refused, _reports, scheduler.Loop.Iteration, scheduler.Time).Write();
    }
}

using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Jobs;

/// <summary>A worker that sends mails: one of them comes through at the second attempt, and one never does.</summary>
internal static class Program
{
    private const string Usage = "usage: dotnet run --project Examples/Jobs [-- --nats nats://HOST:PORT]";

    private static int Main(string[] arguments)
    {
        try
        {
            return Run(arguments);
        }
        catch (KeyboardInterruptException)
        {
            // The worker has given back what it had not begun.
            Console.Error.WriteLine("Interrupted.");
            return 130;
        }
        catch (NatsException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                Scheduler.Run(InMemory());
                return 0;
            case ["--nats", var url]:
                Scheduler.Run(OnServer(url));
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    /// <summary>Without a broker: what is not done when the program ends is lost.</summary>
    private static IEnumerator<Awaitable> InMemory()
    {
        var source = new MemorySource();
        foreach (string name in Mailer.Names)
        {
            source.Add(name);
        }

        JobWorker worker = Mailer.CreateWorker(source);
        yield return Await(Mailer.Work(worker, UntilDone()));

        IEnumerator<Awaitable> UntilDone()
        {
            yield return WaitUntil(() => worker.Acknowledged + worker.DeadLettered == Mailer.Names.Count);
        }
    }

    /// <summary>With a server of NATS, which keeps the jobs: any number of these programs share them.</summary>
    private static IEnumerator<Awaitable> OnServer(string url)
    {
        const string Stream = "example-mails";
        var connection = new NatsConnection(NatsOpts.Default with { Url = url });
        Defer(Leave());
        var jetStream = new NatsJSContext(connection);
        yield return Await(token => jetStream.CreateStreamAsync(new StreamConfig(Stream, [Stream]) { Retention = StreamConfigRetention.Workqueue }, token));
        foreach (string name in Mailer.Names)
        {
            yield return Await(token => jetStream.PublishAsync(Stream, name, cancellationToken: token)).Into(out Awaitable<PubAckResponse> stored);
            stored.Result.EnsureSuccess();
        }

        yield return Await(Mailer.Work(Mailer.CreateWorker(new NatsJobSource(jetStream, Stream, "mailers")), UntilEmpty()));

        // Whoever has done it.
        IEnumerator<Awaitable> UntilEmpty()
        {
            while (true)
            {
                yield return Await(token => jetStream.GetStreamAsync(Stream, cancellationToken: token)).Into(out Awaitable<INatsJSStream> stream);
                if (stream.Result.Info.State.Messages == 0)
                {
                    yield break;
                }

                yield return Sleep(0.2);
            }
        }

        IEnumerator<Awaitable> Leave()
        {
            yield return Await(connection.DisposeAsync());
        }
    }
}

using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Mailing;

/// <summary>The worker of the package's readme, on a server. The tests run it, too.</summary>
internal static class NatsMails
{
    /// <summary>Asks for mails, of which two are the same, and works until they are sent.</summary>
    internal static IEnumerator<Awaitable> WelcomeAll(string url, List<string> sent)
    {
        // snippet: jobs-nats
        var connection = new NatsConnection(NatsOpts.Default with { Url = url });
        var jetStream = new NatsJSContext(connection);
        var source = new NatsJobSource(jetStream, "mails", "mailers", new NatsJobSourceOptions
        {
            Subjects = ["mails.*"],                               // the stream is made for them, where it is missing
        });
        JobWorker worker = JobWorker.Create(source, ReadName, SendMail, new JobWorkerOptions { Concurrency = 100, Prefetch = 100 });

        IEnumerator<Awaitable> Welcome(string name)
        {
            byte[] payload = JsonSerializer.SerializeToUtf8Bytes(name);
            var options = new NatsJSPubOpts { MsgId = $"welcome-{name}" };   // published twice, it is one job
            yield return Await(token => jetStream.PublishAsync("mails.welcome", payload, opts: options, cancellationToken: token)).Into(out var stored);
            if (stored.Result.Error is { } error)
                throw new NatsJSApiException(error);                  // otherwise the server has it now
        }

        // end-snippet
        CoTask run = CreateTask(worker.Run());
        yield return Await(token => jetStream.CreateStreamAsync(new StreamConfig("mails", ["mails.*"]) { Retention = StreamConfigRetention.Workqueue }, token));
        foreach (string name in new[] { "ann", "bob", "ann" })
        {
            yield return Await(Welcome(name));
        }

        yield return WaitFor(WaitUntil(() => worker.Acknowledged == 2), 60);
        worker.Stop();
        yield return run;
        yield return Await(connection.DisposeAsync());

        static string ReadName(ReadOnlyMemory<byte> payload) => JsonSerializer.Deserialize<string>(payload.Span)!;

        IEnumerator<Awaitable> SendMail(string name, Job job)
        {
            sent.Add($"{job.Id} to {name}");
            yield break;
        }
    }
}

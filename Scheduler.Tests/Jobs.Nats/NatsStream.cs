using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>A stream of jobs on a server, and the end from which a test looks at it.</summary>
internal sealed class NatsStream : IDisposable
{
    internal const string Consumer = "workers";

    private readonly NatsConnection _connection;

    internal NatsStream(NatsServer server, string name)
    {
        Name = name;

        // A server that comes back is met soon.
        _connection = new NatsConnection(NatsOpts.Default with
        {
            Url = server.Url,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(50),
            ReconnectWaitMax = TimeSpan.FromMilliseconds(50),
            RequestTimeout = TimeSpan.FromSeconds(2),
        });
        JetStream = new NatsJSContext(_connection);
    }

    internal string Name { get; }

    internal string Subject => $"{Name}.mail";

    internal NatsJSContext JetStream { get; }

    /// <summary>A source of its jobs, which makes the stream too.</summary>
    internal NatsJobSource Source(double lease = 30, string? deadLetters = null) => new(
        JetStream,
        Name,
        Consumer,
        new NatsJobSourceOptions { Subjects = [$"{Name}.*"], Lease = TimeSpan.FromSeconds(lease), DeadLetterSubject = deadLetters });

    /// <summary>Makes the stream where no worker has made it yet.</summary>
    internal IEnumerator<Awaitable> Create()
    {
        var config = new StreamConfig(Name, [$"{Name}.*"]) { Retention = StreamConfigRetention.Workqueue };
        yield return Await(token => JetStream.CreateStreamAsync(config, token));
    }

    /// <summary>Publishes jobs, and comes back when they are stored.</summary>
    internal IEnumerator<Awaitable> Publish(params string[] payloads)
    {
        foreach (string payload in payloads)
        {
            yield return Await(token => JetStream.PublishAsync(Subject, Encoding.UTF8.GetBytes(payload), cancellationToken: token)).Into(out Awaitable<PubAckResponse> stored);
            stored.Result.EnsureSuccess();
        }
    }

    /// <summary>How many messages a stream has.</summary>
    internal static IEnumerator<Awaitable> Count(NatsJSContext jetStream, string stream)
    {
        yield return Await(token => jetStream.GetStreamAsync(stream, cancellationToken: token)).Into(out Awaitable<INatsJSStream> found);
        yield return Return((int)found.Result.Info.State.Messages);
    }

    /// <summary>How many jobs are not settled yet.</summary>
    internal IEnumerator<Awaitable> Open() => Count(JetStream, Name);

    /// <summary>Waits until all jobs are settled.</summary>
    internal IEnumerator<Awaitable> UntilEmpty()
    {
        while (true)
        {
            yield return Await<int>(Open()).Into(out Awaitable<int> left);
            if (left.Result == 0)
            {
                yield break;
            }

            yield return Sleep(0.05);
        }
    }

    /// <summary>A message of the stream of dead letters, by its number.</summary>
    internal IEnumerator<Awaitable> DeadLetter(ulong number = 1)
    {
        yield return Await(token => JetStream.GetStreamAsync($"{Name}-dead", cancellationToken: token)).Into(out Awaitable<INatsJSStream> stream);
        yield return Await(token => stream.Result.GetAsync(new StreamMsgGetRequest { Seq = number }, token)).Into(out Awaitable<StreamMsgGetResponse> message);
        StoredMessage stored = message.Result.Message;
        yield return Return(new DeadLetterText(
            Encoding.UTF8.GetString(stored.Data.Span),
            stored.Hdrs is null ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(stored.Hdrs))));
    }

    public void Dispose() => _connection.DisposeAsync().AsTask().Wait();

    /// <param name="Payload">What was to be done.</param>
    /// <param name="Headers">All headers, as they are sent.</param>
    internal sealed record DeadLetterText(string Payload, string Headers);
}

using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Coroutines.Jobs.Nats;

/// <summary>Sees to it that the server has what the source needs.</summary>
/// <param name="jetStream">The server.</param>
/// <param name="stream">The stream of the jobs.</param>
/// <param name="consumer">The consumer.</param>
/// <param name="options">How what is missing is made.</param>
internal sealed class ConsumerSetUp(INatsJSContext jetStream, string stream, string consumer, NatsJobSourceOptions options)
{
    private const int NotFound = 404;
    private const int Unlimited = -1;

    /// <summary>The subject of the dead letters, and the name of their stream, unless others were given.</summary>
    internal string OwnDeadLetters { get; } = $"{stream}-dead";

    internal IEnumerator<Awaitable> Run()
    {
        if (options.Subjects.Count > 0)
        {
            yield return Await(HaveStream(new StreamConfig(stream, [.. options.Subjects]) { Retention = StreamConfigRetention.Workqueue }));
        }

        if (options.DeadLetterSubject is null)
        {
            yield return Await(HaveStream(new StreamConfig(OwnDeadLetters, [OwnDeadLetters])));
        }

        yield return Await(HaveConsumer());
    }

    private IEnumerator<Awaitable> HaveStream(StreamConfig config)
    {
        yield return Settle(Await(token => jetStream.GetStreamAsync(config.Name!, cancellationToken: token)), out Outcome<INatsJSStream> found);
        if (IsMissing(found))
        {
            yield return Await(token => jetStream.CreateStreamAsync(config, token));
        }
    }

    private IEnumerator<Awaitable> HaveConsumer()
    {
        yield return Settle(Await(token => jetStream.GetConsumerAsync(stream, consumer, token)), out Outcome<INatsJSConsumer> found);
        if (!IsMissing(found))
        {
            Verify(found.Result.Info.Config);
            yield break;
        }

        var config = new ConsumerConfig(consumer) { AckWait = options.Lease, MaxDeliver = Unlimited, MaxAckPending = Unlimited, FilterSubject = options.Filter };
        yield return Await(token => jetStream.CreateConsumerAsync(stream, config, token));
    }

    private static bool IsMissing<T>(Outcome<T> found)
    {
        if (found.Exception is NatsJSApiException { Error.Code: NotFound })
        {
            return true;
        }

        found.ThrowIfFailed();
        return false;
    }

    // With another one, jobs would be lost in silence.
    private void Verify(ConsumerConfig config)
    {
        if (config.AckPolicy != ConsumerConfigAckPolicy.Explicit || !string.IsNullOrEmpty(config.DeliverSubject))
        {
            throw new NatsException($"The consumer {consumer} has to be one that is pulled from, and that is told of each job (AckPolicy explicit).");
        }

        if (config.MaxDeliver > 0)
        {
            throw new NatsException($"The consumer {consumer} drops a job after {config.MaxDeliver} deliveries (MaxDeliver). It has to have no such limit: the worker has one.");
        }
    }
}

using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Coroutines.Jobs.Nats;

/// <summary>Publishes dead letters: the payload as it was, and in headers what it was and why it is one.</summary>
/// <param name="jetStream">The server.</param>
/// <param name="stream">The stream of the jobs.</param>
/// <param name="subject">Where they go.</param>
internal sealed class DeadLetters(INatsJSContext jetStream, string stream, string subject)
{
    /// <summary>Publishes one, and waits until it is stored. Where that was done before and not heard of, it is not stored twice, within the time that the stream looks back for duplicates.</summary>
    internal IEnumerator<Awaitable> Publish(Job job, string reason)
    {
        NatsDelivery delivery = NatsDelivery.Of(job);
        var options = new NatsJSPubOpts { MsgId = FormattableString.Invariant($"{stream}.{delivery.Sequence}.{delivery.Ack.Timestamp}") };
        yield return Await(token => jetStream.PublishAsync(subject, job.Payload, NatsRawSerializer<ReadOnlyMemory<byte>>.Default, options, HeadersOf(job, delivery, reason), token))
            .Into(out Awaitable<PubAckResponse> stored);

        // One that was stored before is as good.
        if (stored.Result.Error is { } error)
        {
            throw new NatsJSApiException(error);
        }
    }

    private NatsHeaders HeadersOf(Job job, NatsDelivery delivery, string reason)
    {
        var headers = new NatsHeaders();

        // Those of NATS itself are orders to the server, for the first time that it was published.
        foreach (var header in (delivery.Headers ?? new NatsHeaders()).Where(static header => !header.Key.StartsWith("Nats-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[header.Key] = header.Value;
        }

        headers["Job-Reason"] = OnOneLine(reason);
        headers["Job-Id"] = job.Id;
        headers["Job-Subject"] = delivery.Subject;
        headers["Job-Stream"] = stream;
        headers["Job-Sequence"] = delivery.Sequence.ToString(CultureInfo.InvariantCulture);
        headers["Job-Deliveries"] = job.Delivery.ToString(CultureInfo.InvariantCulture);
        return headers;
    }

    private static string OnOneLine(string text) => string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter)).Trim();
}

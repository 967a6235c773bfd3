using System.Diagnostics;
using System.Globalization;
using NATS.Client.Core;

namespace Coroutines.Jobs.Nats;

/// <summary>What NATS has told of a job beside its payload: the <see cref="Job.Receipt"/> of jobs that come from a <see cref="NatsJobSource"/>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class NatsDelivery
{
    private const string IdHeader = "Nats-Msg-Id";

    private NatsDelivery(in NatsMsg<byte[]> message, AckSubject ack)
    {
        Subject = message.Subject;
        Headers = message.Headers;
        Ack = ack;
    }

    /// <summary>What the job was published to.</summary>
    public string Subject { get; }

    /// <summary>The headers that it was published with; null for none.</summary>
    public NatsHeaders? Headers { get; }

    /// <summary>Its number in the stream.</summary>
    public ulong Sequence => Ack.Sequence;

    internal AckSubject Ack { get; }

    /// <summary>What NATS has told of a job.</summary>
    /// <param name="job">The job.</param>
    /// <returns>It.</returns>
    /// <exception cref="ArgumentException">The job comes from elsewhere.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    public static NatsDelivery Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Receipt as NatsDelivery ?? throw new ArgumentException($"{job} does not come from NATS.", nameof(job));
    }

    /// <summary>Where it stands, for reports.</summary>
    /// <returns>For example <c>jobs.mail (17)</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Subject} ({Sequence})");

    /// <summary>The job of a message; null where it is none.</summary>
    internal static Job? Read(in NatsMsg<byte[]> message)
    {
        if (!AckSubject.TryParse(message.ReplyTo, out AckSubject ack))
        {
            return null;
        }

        string? id = null;
        if (message.Headers is { } headers && headers.TryGetValue(IdHeader, out var given))
        {
            id = given.ToString();
        }

        return new Job(
            string.IsNullOrEmpty(id) ? ack.Sequence.ToString(CultureInfo.InvariantCulture) : id,
            message.Data,
            ack.Delivery,
            new NatsDelivery(message, ack));
    }
}

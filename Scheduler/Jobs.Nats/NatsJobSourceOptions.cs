using System.Diagnostics;

namespace Coroutines.Jobs.Nats;

/// <summary>What a <see cref="NatsJobSource"/> makes on the server where it is missing, and where the dead letters go. What exists is used as it is, and never changed.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class NatsJobSourceOptions
{
    /// <summary>
    /// The subjects of the stream. Where it is missing, it is made for them, in files, and forgets a job that is settled (a work queue). None by default: the stream has to be made by others.
    /// </summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>The subject of the jobs that the consumer takes, where it is made here; null, the default, for all of the stream.</summary>
    public string? Filter { get; init; }

    /// <summary>
    /// How long a job is leased, where the consumer is made here (its <c>AckWait</c>); 30 seconds by default. The worker's <see cref="JobWorkerOptions.Heartbeat"/> has to be well below.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public TimeSpan Lease
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A lease lasts for some time.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The subject that dead letters are published to. A stream has to take it, and another one than that of the jobs. Null, the default, stands for a stream and a subject which both bear the name of the
    /// stream of the jobs, and <c>-dead</c> behind it; that stream is made where it is missing.
    /// </summary>
    public string? DeadLetterSubject { get; init; }

    private string DebuggerDisplay => $"lease {Lease}, dead letters to {DeadLetterSubject ?? "their own stream"}";
}

using System.Diagnostics;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using static Coroutines.Awaitable;

namespace Coroutines.Jobs.Nats;

/// <summary>The jobs of a stream of NATS JetStream, for a <see cref="JobWorker"/>: a durable consumer that is pulled from. Workers with the same consumer share its jobs.</summary>
/// <remarks>
/// <para>The <see cref="Job.Id"/> is the header <c>Nats-Msg-Id</c> of the message, or its number in the stream where it has none; its receipt is a <see cref="NatsDelivery"/>. A stop of a worker gives jobs back, which counts as
/// a delivery of each.</para>
/// <para>What settles jobs ends when the server has said so. The words for many jobs go out one behind the other, and the answer to the last stands for all: the server hears them in order. Where
/// the connection was lost meanwhile, all count as unheard. An acknowledgement by a delivery whose lease has run out is taken, too: the job is done.</para>
/// <para>The server may be away, at the start as later: then each call waits or fails, and the worker goes on when it is back. The connection stays the caller's, who disposes it after the worker has ended.
/// A source serves one worker at a time, on the thread of its scheduler.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class NatsJobSource : IJobSource
{
    // How long the server may take to answer before the worker stops without the answer.
    private const double AnswerTime = 1;

    private static readonly byte[] _done = "+ACK"u8.ToArray();
    private static readonly byte[] _inProgress = "+WPI"u8.ToArray();
    private static readonly byte[] _terminated = "+TERM"u8.ToArray();

    private readonly INatsJSContext _jetStream;
    private readonly INatsConnection _connection;
    private readonly ConsumerSetUp _setUp;
    private readonly DeadLetters _deadLetters;
    private readonly string _stream;
    private readonly string _consumer;
    private PullInbox? _inbox;

    /// <summary>Creates a source. It does nothing before a worker asks it for jobs.</summary>
    /// <param name="jetStream">The server, such as <c>new NatsJSContext(connection)</c>.</param>
    /// <param name="stream">The name of the stream that keeps the jobs.</param>
    /// <param name="consumer">The name of the durable consumer, the same for all workers that share the jobs; made where it is missing.</param>
    /// <param name="options">What else is made where it is missing, and where dead letters go; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">One of the first three is null.</exception>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public NatsJobSource(INatsJSContext jetStream, string stream, string consumer, NatsJobSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(jetStream);
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentException.ThrowIfNullOrEmpty(consumer);
        options ??= new NatsJobSourceOptions();
        _jetStream = jetStream;
        _connection = jetStream.Connection;
        _setUp = new ConsumerSetUp(jetStream, stream, consumer, options);
        _deadLetters = new DeadLetters(jetStream, stream, options.DeadLetterSubject ?? _setUp.OwnDeadLetters);
        _stream = stream;
        _consumer = consumer;
    }

    /// <inheritdoc/>
    /// <remarks>Where it fails or is cancelled, what has come meanwhile is given back, and the next call begins anew: it looks for the stream and the consumer, and makes what is missing.</remarks>
    public IEnumerator<Awaitable> Fetch(int most)
    {
        bool hasSucceeded = false;
        Defer(Leave());
        if (_inbox is null)
        {
            // A connection that was there before comes back at its own pace: no pause of the worker's is added to it.
            yield return Await(_connection.ConnectAsync());
            yield return Await(_setUp.Run());
            yield return Await<PullInbox>(PullInbox.Open(_jetStream, _stream, _consumer)).Into(out Awaitable<PullInbox> opened);
            _inbox = opened.Result;
        }

        yield return Await<Job[]>(_inbox.Receive(most)).Into(out Awaitable<Job[]> jobs);
        hasSucceeded = true;
        yield return Return(jobs.Result);

        IEnumerator<Awaitable> Leave()
        {
            if (!hasSucceeded)
            {
                yield return Await(Close());
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Awaitable> Acknowledge(IReadOnlyList<Job> jobs) => Tell(jobs, _done);

    /// <inheritdoc/>
    public IEnumerator<Awaitable> Extend(IReadOnlyList<Job> jobs) => Tell([.. jobs, .. _inbox?.Waiting ?? []], _inProgress);

    /// <inheritdoc/>
    public IEnumerator<Awaitable> Reject(Job job, TimeSpan delay) => Tell([job], NotDone(delay));

    /// <inheritdoc/>
    /// <remarks>It is published first, and then the stream is told that the job is at its end: so it is in one of the two at any time.</remarks>
    public IEnumerator<Awaitable> DeadLetter(Job job, string reason)
    {
        yield return Await(_deadLetters.Publish(job, reason));
        yield return Await(Tell([job], _terminated));
    }

    /// <inheritdoc/>
    /// <remarks>What has come meanwhile is given back. A worker may use the source again.</remarks>
    public IEnumerator<Awaitable> Close()
    {
        if (_inbox is not { } inbox)
        {
            yield break;
        }

        _inbox = null;
        yield return Await(inbox.Close());
        if (Link.Of(_connection) != default)
        {
            // Asked how it stands, the server forgets requests that nobody listens to any more. Where it finds such a one for a job that is given back, 2.9 lays the job aside until its lease has run out.
            yield return Settle(WaitFor(Await(token => _jetStream.GetConsumerAsync(_stream, _consumer, token)), AnswerTime), out _);
            yield return Settle(Tell([.. inbox.Waiting], NotDone(TimeSpan.Zero)), out _);
        }
    }

    /// <summary>Whose jobs it has, for reports.</summary>
    /// <returns>For example <c>JOBS, by mailers</c>.</returns>
    public override string ToString() => $"{_stream}, by {_consumer}";

    private IEnumerator<Awaitable> Tell(IReadOnlyList<Job> jobs, byte[] word)
    {
        if (jobs.Count == 0)
        {
            yield break;
        }

        yield return Await(_connection.ConnectAsync());
        Link link = Link.Of(_connection);
        for (int i = 0; i < jobs.Count - 1; i++)
        {
            ValueTask sent = _connection.PublishAsync(NatsDelivery.Of(jobs[i]).Ack.Text, word, serializer: NatsRawSerializer<byte[]>.Default);
            if (!sent.IsCompletedSuccessfully)
            {
                yield return Await(sent);
            }
        }

        string last = NatsDelivery.Of(jobs[^1]).Ack.Text;
        yield return Settle(Await(token => Request(last, word, token)), out Outcome<NatsMsg<byte[]>> answer);
        if (answer.Exception is NatsNoRespondersException)
        {
            // The consumer is gone, and with it the leases. A new one gives an answer, and the jobs again.
            yield return Await(_setUp.Run());
        }

        answer.ThrowIfFailed();
        if (Link.Of(_connection) != link)
        {
            throw new NatsException("The connection was lost while the server was told of jobs.");
        }
    }

    private ValueTask<NatsMsg<byte[]>> Request(string subject, byte[] word, CancellationToken token) => _connection.RequestAsync(
        subject, word, requestSerializer: NatsRawSerializer<byte[]>.Default, replySerializer: NatsRawSerializer<byte[]>.Default, cancellationToken: token);

    private static byte[] NotDone(TimeSpan delay) => delay > TimeSpan.Zero
        ? Encoding.ASCII.GetBytes(FormattableString.Invariant($"-NAK {{\"delay\": {Math.Min(delay.TotalNanoseconds, long.MaxValue / 2):F0}}}"))
        : "-NAK"u8.ToArray();
}

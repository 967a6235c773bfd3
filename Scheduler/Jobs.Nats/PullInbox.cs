using System.Text;
using System.Threading.Channels;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Coroutines.Jobs.Nats;

/// <summary>Where the jobs of a consumer arrive that were asked for.</summary>
/// <remarks>
/// One request is open at a time. It is of the kind that waits until there is a job, brings those that there are, up to its number, and ends then; its end is told by a message without a payload.
/// Here and not by NATS.Net's <c>FetchAsync</c>, since that either waits until all are there that were asked for, or does not wait at all.
/// </remarks>
internal sealed class PullInbox
{
    // How long the server keeps a request that finds no job, in seconds; after that it is asked anew.
    private const int Expiry = 1;

    // What an end that is not told costs: a server that has lost the request without the connection being lost.
    private const double Patience = Expiry + 5;

    // How often it is looked at the connection. Its events come on threads, and in their own time.
    private const double Glance = 0.25;

    // A request stays open where the consumer may have no more jobs out (MaxAckPending): what has come is not kept waiting for it.
    private const double Linger = 0.05;

    // A consumer that is stuck is pushed so often at most, with so many seconds between: the requests have to come one by one.
    private const int Pushes = 100;
    private const int FewPushes = 10;
    private const double PushPause = 0.02;

    // What has come is never more than what was asked for. A full channel would drop jobs, or hold up the connection.
    private const int Capacity = 1 << 20;

    private readonly INatsJSContext _jetStream;
    private readonly INatsConnection _connection;
    private readonly string _stream;
    private readonly string _consumer;
    private readonly string _requestSubject;
    private readonly string _inbox;
    private readonly INatsSub<byte[]> _subscription;
    private readonly Link _link;
    private readonly Queue<Job> _arrived = [];
    private Task<bool>? _more;
    private string _request = string.Empty;
    private int _requests;
    private int _missing;
    private double _deadline;

    // From when on it is asked whether the consumer is stuck.
    private double _doubtTime;
    private Exception? _refusal;

    private PullInbox(INatsJSContext jetStream, string stream, string consumer, string inbox, INatsSub<byte[]> subscription)
    {
        _jetStream = jetStream;
        _connection = jetStream.Connection;
        _stream = stream;
        _consumer = consumer;
        _requestSubject = $"{jetStream.Opts.Prefix}.CONSUMER.MSG.NEXT.{stream}.{consumer}";
        _inbox = inbox;
        _subscription = subscription;
        _link = Link.Of(_connection);
    }

    /// <summary>The jobs that have arrived and that nobody has been given.</summary>
    internal IReadOnlyCollection<Job> Waiting
    {
        get
        {
            TakeIn();
            return _arrived;
        }
    }

    /// <summary>Makes one.</summary>
    /// <param name="jetStream">The server.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="consumer">Its consumer.</param>
    /// <returns>A coroutine that returns it.</returns>
    internal static IEnumerator<Awaitable> Open(INatsJSContext jetStream, string stream, string consumer)
    {
        // Not the connection's own inbox, which hands out by the whole subject, and a job comes by the subject that it was published to.
        string inbox = jetStream.NewBaseInbox();
        INatsConnection connection = jetStream.Connection;
        var options = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = Capacity, FullMode = BoundedChannelFullMode.Wait } };
        yield return Await(token => connection.SubscribeCoreAsync($"{inbox}.*", serializer: NatsRawSerializer<byte[]>.Default, opts: options, cancellationToken: token))
            .Into(out Awaitable<INatsSub<byte[]>> subscribed);
        yield return Return(new PullInbox(jetStream, stream, consumer, inbox, subscribed.Result));
    }

    /// <summary>Waits until there are jobs, or until the server says that there are none.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>A coroutine that returns an array of <see cref="Job"/>. It fails where the connection is lost.</returns>
    internal IEnumerator<Awaitable> Receive(int most)
    {
        TakeIn();
        if (_arrived.Count == 0 && _missing == 0)
        {
            yield return Await(Ask(most));
        }

        bool isPatient = true;
        while (_arrived.Count < most && _missing > 0 && (_arrived.Count == 0 || isPatient))
        {
            _more ??= _subscription.Msgs.WaitToReadAsync().AsTask();
            yield return Settle(WaitFor(Await(_more), _arrived.Count > 0 ? Linger : Glance), out Outcome<bool> more);
            isPatient = more.IsSuccess;
            if (isPatient)
            {
                _more = null;
            }

            TakeIn();
            if (_arrived.Count == 0)
            {
                Look(isEnded: more is { IsSuccess: true, Result: false });
                yield return Await(HelpOn());
            }
        }

        yield return Return(TakeOut(most));
    }

    /// <summary>Has the server send nothing more, and takes in what is under way.</summary>
    internal IEnumerator<Awaitable> Close()
    {
        yield return Settle(WaitFor(Await(token => _subscription.DrainAsync(token)), Glance), out _, includeCancellation: true);
        TakeIn();
        yield return Settle(WaitFor(Await(_subscription.UnsubscribeAsync()), Glance), out _, includeCancellation: true);
    }

    private IEnumerator<Awaitable> Ask(int most)
    {
        _request = FormattableString.Invariant($"{_inbox}.{++_requests}");
        _missing = most;
        _deadline = Scheduler.Current.Time + Patience;
        yield return Await(Send(_request, most));
    }

    private IEnumerator<Awaitable> Send(string reply, int most)
    {
        byte[] request = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{{\"batch\":{most},\"expires\":{Expiry}000000000,\"no_wait\":true}}"));
        yield return Await(token => _connection.PublishAsync(_requestSubject, request, replyTo: reply, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: token));
    }

    /// <summary>Looks now and then whether the consumer is stuck, and gets it over that.</summary>
    /// <remarks>
    /// A server that was killed may come back with a consumer that waits for acknowledgements of messages which the stream does not have any more. Whenever it is to deliver such a one again,
    /// 2.9 says so in its log and does nothing more until a further request comes, though there are jobs, and each of them gets it over one. They are due again after each lease, so one request
    /// a second may not do. What they bring is kept for the next call.
    /// </remarks>
    private IEnumerator<Awaitable> HelpOn()
    {
        if (Scheduler.Current.Time < _doubtTime)
        {
            yield break;
        }

        _doubtTime = Scheduler.Current.Time + Expiry;
        yield return Settle(WaitFor(Await(token => _jetStream.GetConsumerAsync(_stream, _consumer, token)), Expiry), out Outcome<INatsJSConsumer> found);
        int pushes = found.IsSuccess ? PushesFor(found.Result.Info) : 0;
        for (int i = 0; i < pushes && _arrived.Count == 0; i++)
        {
            yield return Await(Send($"{_inbox}.more", 1));
            yield return Sleep(PushPause);
            TakeIn();
        }
    }

    // Jobs that rest after a failure count as delivered again, too: where there is nothing new, these may be all.
    private static int PushesFor(ConsumerInfo consumer) => consumer switch
    {
        { NumRedelivered: 0 } => 0,
        { NumPending: 0 } => FewPushes,
        _ => Pushes,
    };

    private Job[] TakeOut(int most)
    {
        var jobs = new Job[Math.Min(most, _arrived.Count)];
        for (int i = 0; i < jobs.Length; i++)
        {
            jobs[i] = _arrived.Dequeue();
        }

        return jobs;
    }

    private void TakeIn()
    {
        while (_subscription.Msgs.TryRead(out NatsMsg<byte[]> message))
        {
            if (NatsDelivery.Read(message) is { } job)
            {
                _missing = Math.Max(0, _missing - 1);
                _arrived.Enqueue(job);
                _doubtTime = Scheduler.Current.Time + Expiry;
            }
            else if (message.Subject == _request)
            {
                NoteStatus(message);
            }
        }
    }

    private void NoteStatus(in NatsMsg<byte[]> message)
    {
        switch (message.HasNoResponders ? 503 : message.Headers?.Code)
        {
            case 100:
                // It is alive.
                break;
            case 404 or 408:
                _missing = 0;
                break;
            case 503:
                _refusal = new NatsException("Nobody answers for the consumer: it does not exist, or JetStream is not ready.");
                break;
            default:
                _refusal = new NatsException($"The consumer has refused: {message.Headers?.Code} {message.Headers?.MessageText}");
                break;
        }
    }

    private void Look(bool isEnded)
    {
        if (_refusal is not null)
        {
            throw _refusal;
        }

        if (isEnded || Link.Of(_connection) != _link)
        {
            throw new NatsException("The connection was lost while jobs were waited for.");
        }

        if (Scheduler.Current.Time > _deadline)
        {
            _missing = 0;
        }
    }
}

using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>
/// One node: connections, disk and clock around the algorithm. One coroutine owns all of the state and works in turns; all others only put into
/// its inbox. A turn takes what has come, writes down what that has changed, and only then speaks of it.
/// </summary>
internal sealed class RaftNode
{
    private readonly RaftOptions _options;
    private readonly Journal _journal;
    private readonly IWitness _witness;
    private readonly ReplicatedLog _log = new();
    private readonly KeyValueStore _store = new();
    private readonly CoQueue<Incoming> _inbox = new(name: "inbox");
    private readonly List<(Ticket Ticket, Command Command, CoStream Client)> _waiting = [];
    private readonly Dictionary<string, PeerLink> _links;
    private long _applied;

    internal RaftNode(RaftOptions options, IStorage storage, IWitness witness)
    {
        _options = options;
        _journal = new Journal(storage, options.Mistake);
        _witness = witness;
        _links = options.Peers.ToDictionary(peer => peer.Name, peer => new PeerLink(peer, pause: options.ElectionTimeout / 2));
    }

    /// <summary>Serves until it is cancelled.</summary>
    internal IEnumerator<Awaitable> Run()
    {
        yield return Await<Ballot>(_journal.Load(_log)).Into(out Awaitable<Ballot> ballot);
        var consensus = new Consensus(_options, ballot.Result, _log, _witness, Now);
        yield return StartServer(Serve, _options.Self.Host, _options.Self.Port).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;

        foreach ((string peer, PeerLink link) in _links)
        {
            CoTask linking = CreateTask(link.Run(), $"link to {peer}");
            Defer(linking.Dispose);
        }

        while (true)
        {
            yield return Await(TakeTurn(consensus));
        }
    }

    /// <summary>One connection, of another node or of a client.</summary>
    private IEnumerator<Awaitable> Serve(CoStream stream)
    {
        while (true)
        {
            yield return Settle(Await<Message?>(stream.ReceiveMessage()), out Outcome<Message?> received);
            if (received.Exception is SocketException || received.Result is not { } message)
            {
                yield break;
            }

            _inbox.PutNoWait(new Incoming(message, stream));
        }
    }

    private IEnumerator<Awaitable> TakeTurn(Consensus consensus)
    {
        yield return Settle(WaitFor(_inbox.Get(), consensus.NextDeadline - Now), out Outcome<Incoming> first);
        consensus.Now = Now;
        if (first.IsSuccess)
        {
            Take(first.Result, consensus);
        }

        while (!_inbox.IsEmpty)
        {
            Take(_inbox.GetNoWait(), consensus);
        }

        consensus.Tick();
        yield return Await(_journal.Save(consensus));
        consensus.MarkSaved();
        Speak(consensus);
        Apply(consensus);
        AnswerClients(consensus);
    }

    private void Take(Incoming incoming, Consensus consensus)
    {
        switch (incoming.Message)
        {
            case PeerMessage message:
                consensus.Receive(message);
                break;
            case Command command when consensus.Role != Role.Leader:
                incoming.From.Send(new Answer(command.Number, IsDone: false, Leader: consensus.Leader));
                break;
            case Command command:
                Ticket ticket = command.Kind == CommandKind.Get ? consensus.BeginRead() : consensus.Propose(command);
                _waiting.Add((ticket, command, incoming.From));
                break;
        }
    }

    private void Speak(Consensus consensus)
    {
        foreach ((string to, PeerMessage message) in consensus.Outbox)
        {
            _links[to].Send(message);
        }

        consensus.Outbox.Clear();
    }

    private void Apply(Consensus consensus)
    {
        while (_applied < consensus.CommitIndex)
        {
            _store.Apply(_log[++_applied].Command);
        }
    }

    private void AnswerClients(Consensus consensus) => _waiting.RemoveAll(waiting =>
    {
        (Ticket ticket, Command command, CoStream client) = waiting;
        if (consensus.IsLost(ticket))
        {
            client.Send(new Answer(command.Number, IsDone: false, Leader: consensus.Leader));
            return true;
        }

        bool isDue = consensus.IsDue(ticket);
        if (isDue)
        {
            client.Send(_store.AnswerTo(command));
        }

        return isDue;
    });

    private readonly record struct Incoming(Message Message, CoStream From);
}

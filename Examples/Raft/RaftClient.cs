using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>
/// A client of the store. It asks one node after the other until the leader answers, for as long as it takes; a command that it has to send again
/// is done once all the same. One command at a time is under way: it is for one coroutine.
/// </summary>
/// <param name="nodes">The nodes of the cluster.</param>
/// <param name="session">A number that no other client has.</param>
/// <param name="patience">How long it waits for a node to answer before it asks another one, in seconds.</param>
internal sealed class RaftClient(IReadOnlyList<NodeAddress> nodes, long session, double patience) : IDisposable
{
    private readonly ConnectionOptions _options = new() { ConnectTimeout = patience };
    private NodeAddress _node = nodes[0];
    private CoStream? _stream;
    private long _lastNumber;

    /// <summary>The node that it has asked last: the leader, when the answer has come.</summary>
    internal string LastNode => _node.Name;

    /// <summary>Reads a value; null where there is none. It is at least as new as any that was read or written by anybody before.</summary>
    internal Awaitable<string?> Get(string key) => Await<string?>(ReadValue(NewCommand(CommandKind.Get, key)));

    /// <summary>Sets a value.</summary>
    internal Awaitable Put(string key, string value) => Await(Call(NewCommand(CommandKind.Put, key, value)));

    /// <summary>Adds to the end of a value.</summary>
    internal Awaitable Append(string key, string value) => Await(Call(NewCommand(CommandKind.Append, key, value)));

    /// <summary>Sets a value if it is what is expected, null being no value; its result says whether it was.</summary>
    internal Awaitable<bool> CompareAndSet(string key, string? expected, string value) =>
        Await<bool>(ReadMatch(NewCommand(CommandKind.CompareAndSet, key, value, expected)));

    public void Dispose() => _stream?.Abort();

    private Command NewCommand(CommandKind kind, string key, string? value = null, string? expected = null) =>
        new(session, ++_lastNumber, kind, key, value, expected);

    private IEnumerator<Awaitable> ReadValue(Command command)
    {
        yield return Await<Answer>(Call(command)).Into(out Awaitable<Answer> answer);
        yield return Return(answer.Result.Value);
    }

    private IEnumerator<Awaitable> ReadMatch(Command command)
    {
        yield return Await<Answer>(Call(command)).Into(out Awaitable<Answer> answer);
        yield return Return(answer.Result.HasMatched);
    }

    private IEnumerator<Awaitable> Call(Command command)
    {
        while (true)
        {
            yield return Settle(WaitFor(Await<Answer>(Ask(command)), patience), out Outcome<Answer> asked);
            if (asked.IsSuccess && asked.Result.IsDone)
            {
                yield return Return(asked.Result);
            }

            Turn(asked.IsSuccess ? asked.Result.Leader : null);
            yield return Sleep(patience / 5);
        }
    }

    private IEnumerator<Awaitable> Ask(Command command)
    {
        if (_stream is null)
        {
            yield return OpenConnection(_node.Host, _node.Port, _options).Into(out Awaitable<CoStream> opened);
            _stream = opened.Result;
        }

        _stream.Send(command);
        yield return Await<Message?>(_stream.ReceiveMessage()).Into(out Awaitable<Message?> received);
        yield return Return(received.Result as Answer ?? throw new EndOfStreamException($"{_node.Name} has hung up."));
    }

    /// <summary>Turns to another node: to the leader, if somebody knows it, or else to the next one.</summary>
    private void Turn(string? leader)
    {
        _stream?.Abort();
        _stream = null;
        int next = nodes.ToList().IndexOf(_node) + 1;
        _node = nodes.FirstOrDefault(node => node.Name == leader) ?? nodes[next % nodes.Count];
    }
}

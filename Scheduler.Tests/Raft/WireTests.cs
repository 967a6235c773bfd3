using Coroutines.Examples.Raft;
using Coroutines.Testing;
using static Coroutines.Awaitable;
using StoreAnswer = Coroutines.Examples.Raft.Answer;

namespace Coroutines.Tests.Raft;

/// <summary>Messages on a stream.</summary>
internal sealed class WireTests
{
    private static readonly Command _command = new(long.MaxValue, 2, CommandKind.CompareAndSet, "ключ", "", null);

    private static readonly Message[] _messages =
    [
        new VoteRequest("a", 1, 2, 3),
        new VoteReply("b", 4, true),
        new AppendReply("c", 5, true, 6, 7),
        _command,
        new StoreAnswer(8, true, null, false, "a"),
        new StoreAnswer(9, false, new string('x', 100_000)),
    ];

    [CoroutineTest]
    public IEnumerator<Awaitable> Messages_ComeAsTheyWereSent_AndThenTheEnd()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        foreach (Message message in _messages)
        {
            here.Send(message);
        }

        here.Send(new AppendRequest("a", 1, 2, 3, [new LogEntry(4, _command), new LogEntry(5, Command.None)], 6, 7));
        here.Close();
        foreach (Message message in _messages)
        {
            yield return Await<Message?>(there.ReceiveMessage()).Into(out Awaitable<Message?> received);
            received.Result.ShouldBe(message);
        }

        yield return Await<Message?>(there.ReceiveMessage()).Into(out Awaitable<Message?> append);
        append.Result.ShouldBeOfType<AppendRequest>().Entries.ShouldBe([new LogEntry(4, _command), new LogEntry(5, Command.None)]);
        yield return Await<Message?>(there.ReceiveMessage()).Into(out Awaitable<Message?> end);
        end.Result.ShouldBeNull();
        there.Close();
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> End_InTheMiddleOfAMessage_IsTheEnd()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        here.Write([9, 0, 0, 0, 1, 2, 3]);
        here.Close();
        yield return Await<Message?>(there.ReceiveMessage()).Into(out Awaitable<Message?> end);
        end.Result.ShouldBeNull();
        there.Close();
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Stranger_IsRecognised()
    {
        (CoStream here, CoStream there) = CoStream.CreatePair();
        here.Write("GET / HTTP/1.1\r\n\r\n");
        yield return Settle(Await<Message?>(there.ReceiveMessage()), out Outcome<Message?> received);
        received.Exception.ShouldBeOfType<InvalidDataException>().Message.ShouldContain("somebody else speaks here");
        here.Close();
        there.Close();
    }
}

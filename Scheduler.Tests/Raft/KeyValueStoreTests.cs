using Coroutines.Examples.Raft;
using StoreAnswer = Coroutines.Examples.Raft.Answer;

namespace Coroutines.Tests.Raft;

internal sealed class KeyValueStoreTests
{
    private readonly KeyValueStore _store = new();

    [Test]
    public void Command_ThatWasSentAgain_IsDoneOnce_AndAnsweredTheSame()
    {
        Apply(new Command(1, 1, CommandKind.Append, "x", "a"));
        Apply(new Command(1, 1, CommandKind.Append, "x", "a"));
        Apply(new Command(2, 1, CommandKind.Append, "x", "b"));
        _store["x"].ShouldBe("ab");
        var swap = new Command(1, 2, CommandKind.CompareAndSet, "x", "c", "ab");
        Apply(swap).HasMatched.ShouldBeTrue();
        Apply(swap).HasMatched.ShouldBeTrue();
        Apply(new Command(1, 1, CommandKind.Append, "x", "a"));
        _store["x"].ShouldBe("c");
    }

    [Test]
    public void CompareAndSet_OfNothing_ExpectsNothing()
    {
        Apply(new Command(1, 1, CommandKind.CompareAndSet, "x", "a", "b")).HasMatched.ShouldBeFalse();
        _store["x"].ShouldBeNull();
        Apply(new Command(1, 2, CommandKind.CompareAndSet, "x", "a")).HasMatched.ShouldBeTrue();
        _store.AnswerTo(new Command(2, 7, CommandKind.Get, "x")).ShouldBe(new StoreAnswer(7, IsDone: true, "a"));
    }

    private StoreAnswer Apply(Command command)
    {
        _store.Apply(command);
        return _store.AnswerTo(command);
    }
}

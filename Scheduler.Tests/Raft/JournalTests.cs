using Coroutines.Examples.Raft;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Raft;

/// <summary>What a node finds on its disk again.</summary>
internal sealed class JournalTests
{
    private static readonly RaftOptions _options = new("a", [new("a", "", 0), new("b", "", 0), new("c", "", 0)]) { Random = new Random(0) };

    private MemoryStorage _storage = new();

    [SetUp]
    public void EmptyDisk() => _storage = new MemoryStorage();

    [CoroutineTest]
    public IEnumerator<Awaitable> TermVoteAndLog_AreThereAgain()
    {
        var journal = new Journal(_storage, Mistake.None);
        Consensus node = NewNode();
        node.Receive(new VoteRequest("b", 3, 0, 0));
        yield return Await(Save(journal, node));
        node.Receive(new AppendRequest("b", 3, 0, 0, [Entry(1), Entry(2)], 0, 0));
        yield return Await(Save(journal, node));
        node.Receive(new AppendRequest("c", 5, 1, 1, [Entry(4), Entry(5)], 0, 0));
        yield return Await(Save(journal, node));

        _storage.Crash();
        var log = new ReplicatedLog();
        yield return Await<Ballot>(new Journal(_storage, Mistake.None).Load(log)).Into(out Awaitable<Ballot> ballot);
        ballot.Result.ShouldBe(new Ballot(5, null));
        Entries(log).ShouldBe([Entry(1), Entry(4), Entry(5)]);
        log.SavedIndex.ShouldBe(3);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> NothingNew_IsNotWritten()
    {
        var journal = new Journal(_storage, Mistake.None);
        Consensus node = NewNode();
        node.Receive(new VoteRequest("b", 3, 0, 0));
        yield return Await(Save(journal, node));
        int length = _storage.Length;
        yield return Await(Save(journal, node));
        _storage.Length.ShouldBe(length);
    }

    /// <summary>Wherever a crash tears the last record, all before it is there, and what is written next is found too.</summary>
    [CoroutineTest]
    public IEnumerator<Awaitable> TornRecord_IsDropped_AndWrittenOver()
    {
        for (int kept = 0; ; kept++)
        {
            _storage = new MemoryStorage();
            var journal = new Journal(_storage, Mistake.None);
            Consensus node = NewNode();
            node.Receive(new AppendRequest("b", 1, 0, 0, [Entry(1)], 0, 0));
            yield return Await(Save(journal, node));
            int whole = _storage.Length;
            var careless = new Journal(_storage, Mistake.ForgetsToFlush);
            node.Receive(new AppendRequest("b", 2, 1, 1, [Entry(2)], 0, 0));
            yield return Await(Save(careless, node));
            if (_storage.Length == whole + kept)
            {
                yield break;
            }

            _storage.Crash(kept);
            var log = new ReplicatedLog();
            var afterwards = new Journal(_storage, Mistake.None);
            yield return Await<Ballot>(afterwards.Load(log)).Into(out Awaitable<Ballot> ballot);
            ballot.Result.ShouldBe(new Ballot(1, null));
            Entries(log).ShouldBe([Entry(1)]);

            var again = new Consensus(_options, ballot.Result, log, new Bystander(), 0);
            again.Receive(new AppendRequest("c", 7, 1, 1, [Entry(7)], 0, 0));
            yield return Await(Save(afterwards, again));
            log = new ReplicatedLog();
            yield return Await<Ballot>(new Journal(_storage, Mistake.None).Load(log)).Into(out ballot);
            ballot.Result.ShouldBe(new Ballot(7, null), $"{kept} bytes were kept");
            Entries(log).ShouldBe([Entry(1), Entry(7)]);
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> SpoiledRecord_IsRecognised()
    {
        var journal = new Journal(_storage, Mistake.None);
        Consensus node = NewNode();
        node.Receive(new AppendRequest("b", 1, 0, 0, [Entry(1)], 0, 0));
        yield return Await(Save(journal, node));
        _storage.Spoil(_storage.Length - 1);
        var log = new ReplicatedLog();
        yield return Await<Ballot>(new Journal(_storage, Mistake.None).Load(log)).Into(out Awaitable<Ballot> ballot);
        ballot.Result.ShouldBe(default);
        log.LastIndex.ShouldBe(0);
    }

    private static Consensus NewNode() => new(_options, default, new ReplicatedLog(), new Bystander(), 0);

    private static LogEntry Entry(long term) => new(term, new Command(1, term, CommandKind.CompareAndSet, "x", "y", null));

    private static IEnumerable<LogEntry> Entries(ReplicatedLog log) => log.After(0, int.MaxValue);

    private static IEnumerator<Awaitable> Save(Journal journal, Consensus node)
    {
        yield return Await(journal.Save(node));
        node.MarkSaved();
    }
}

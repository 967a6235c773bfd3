using Coroutines.Examples.Raft;

namespace Coroutines.Tests.Raft;

/// <summary>The algorithm of one node, which waits for nothing: messages go in, and messages come out.</summary>
internal sealed class ConsensusTests
{
    private static readonly NodeAddress[] _members = [new("a", "", 0), new("b", "", 0), new("c", "", 0)];
    private static readonly Command _command = new(1, 1, CommandKind.Put, "x", "1");

    [Test]
    public void Follower_ThatHearsNothing_StandsForElection_AndAsksAgain()
    {
        Consensus node = NewNode();
        At(node, 0.9);
        node.Role.ShouldBe(Role.Follower);
        At(node, 2);
        node.Role.ShouldBe(Role.Candidate);
        Sent(node).ShouldBe([("b", new VoteRequest("a", 1, 0, 0)), ("c", new VoteRequest("a", 1, 0, 0))]);
        At(node, 2.1);
        Sent(node).Count.ShouldBe(2);
    }

    [Test]
    public void Candidate_WithAMajority_Leads_AndBeginsWithAnEntryOfItsOwn()
    {
        Consensus node = Leading();
        node.Log[1].ShouldBe(new LogEntry(1, Command.None));
        Sent(node).Select(static sent => ((AppendRequest)sent.Message).Entries.Count).ShouldBe([1, 1]);
    }

    [Test]
    public void Vote_IsGivenOnceInATerm_AndOnlyToALogThatIsAsNew()
    {
        Consensus node = NewNode(entries: [new LogEntry(2, _command)], term: 2);
        Answer(node, new VoteRequest("b", 3, 0, 0)).ShouldBe(new VoteReply("a", 3, false));
        Answer(node, new VoteRequest("b", 3, 5, 1)).ShouldBe(new VoteReply("a", 3, false));
        Answer(node, new VoteRequest("b", 3, 1, 2)).ShouldBe(new VoteReply("a", 3, true));
        Answer(node, new VoteRequest("c", 3, 9, 3)).ShouldBe(new VoteReply("a", 3, false));
        Answer(node, new VoteRequest("b", 3, 1, 2)).ShouldBe(new VoteReply("a", 3, true));
        Answer(node, new VoteRequest("c", 4, 9, 3)).ShouldBe(new VoteReply("a", 4, true));
        Answer(node, new VoteRequest("b", 3, 9, 3)).ShouldBe(new VoteReply("a", 4, false));
    }

    [Test]
    public void LateVote_OfAnEarlierTerm_CountsForNothing()
    {
        Consensus node = NewNode();
        At(node, 2);
        At(node, 4);
        node.Term.ShouldBe(2);
        node.Receive(new VoteReply("b", 1, true));
        node.Role.ShouldBe(Role.Candidate);
        node.Receive(new VoteReply("b", 2, true));
        node.Role.ShouldBe(Role.Leader);
    }

    [Test]
    public void Follower_TakesWhatFits_AndOverwritesWhatNobodyElseHas()
    {
        Consensus node = NewNode(entries: [new LogEntry(1, _command), new LogEntry(1, _command), new LogEntry(1, _command)], term: 1);
        Answer(node, new AppendRequest("b", 3, 4, 2, [], 0, 7)).ShouldBe(new AppendReply("a", 3, false, 3, 7));
        Answer(node, new AppendRequest("b", 3, 3, 2, [], 0, 7)).ShouldBe(new AppendReply("a", 3, false, 0, 7));
        Answer(node, new AppendRequest("b", 3, 1, 1, [new LogEntry(2, _command)], 2, 7)).ShouldBe(new AppendReply("a", 3, true, 2, 7));
        node.Log.LastIndex.ShouldBe(2);
        node.Log.LastTerm.ShouldBe(2);
        node.CommitIndex.ShouldBe(2);

        // What is there already stays, and so does what is behind it: the request may be an old one.
        Answer(node, new AppendRequest("b", 3, 0, 0, [new LogEntry(1, _command)], 1, 7)).ShouldBe(new AppendReply("a", 3, true, 1, 7));
        node.Log.LastIndex.ShouldBe(2);
    }

    /// <summary>Such a request may come from who leads again by now: of the new term it must not count as an answer.</summary>
    [Test]
    public void Request_OfAnEarlierTerm_IsAnsweredWithTheNewTerm_AndNoRound()
    {
        Consensus node = NewNode(entries: [new LogEntry(1, _command)], term: 3);
        Answer(node, new AppendRequest("b", 2, 1, 1, [], 1, Round: 7)).ShouldBe(new AppendReply("a", 3, false, 0, Round: 0));
        node.CommitIndex.ShouldBe(0);
    }

    [Test]
    public void Entry_IsCommittedWhenAMajorityHasItOnItsDisks()
    {
        Consensus node = Leading();
        Sent(node);
        node.Receive(new AppendReply("b", 1, true, 1, 0));
        node.CommitIndex.ShouldBe(0, "It is not on the leader's own disk.");
        node.MarkSaved();
        node.CommitIndex.ShouldBe(1);
    }

    /// <summary>Figure 8 of the paper.</summary>
    [Test]
    public void Entry_OfAnEarlierTerm_IsCommittedWithOneOfThisTerm_AndNotBefore()
    {
        Consensus node = Leading(entries: [new LogEntry(2, _command)], term: 3);
        Sent(node);
        node.MarkSaved();
        node.Receive(new AppendReply("b", 4, true, 1, 0));
        node.CommitIndex.ShouldBe(0);
        node.Receive(new AppendReply("b", 4, true, 2, 0));
        node.CommitIndex.ShouldBe(2);
    }

    [Test]
    public void Leader_GoesBackToWhereTheOtherLogIsTheSame()
    {
        Consensus node = Leading(entries: [new LogEntry(1, _command), new LogEntry(2, _command)], term: 2);
        Sent(node).ShouldContain(static sent => ((AppendRequest)sent.Message).PreviousIndex == 2);
        node.Receive(new AppendReply("b", 3, false, 0, 0));
        At(node, 2.01);
        (string to, PeerMessage message) = Sent(node).ShouldHaveSingleItem();
        to.ShouldBe("b");
        ((AppendRequest)message).PreviousIndex.ShouldBe(0);
        ((AppendRequest)message).Entries.Count.ShouldBe(3);
    }

    [Test]
    public void Read_WaitsForARoundOfItsOwn_AndForAnEntryOfTheTerm()
    {
        Consensus node = Leading();
        Sent(node);
        node.MarkSaved();
        Ticket early = node.BeginRead();
        node.Receive(new AppendReply("b", 1, true, 1, Round: 0));
        node.CommitIndex.ShouldBe(1);
        node.IsDue(early).ShouldBeFalse("The answer is to a question that was asked before the read.");
        At(node, 2.01);
        ((AppendRequest)Sent(node).ShouldHaveSingleItem().Message).Round.ShouldBe(1);
        node.Receive(new AppendReply("b", 1, true, 1, Round: 1));
        node.IsDue(early).ShouldBeTrue();
        node.IsLost(early).ShouldBeFalse();
        node.Receive(new VoteRequest("c", 2, 0, 0));
        node.IsLost(early).ShouldBeTrue();
    }

    [Test]
    public void Leader_ThatHearsNobody_LeadsNoMore()
    {
        Consensus node = Leading();
        At(node, 4);
        node.Role.ShouldBe(Role.Leader);
        At(node, 6);
        node.Role.ShouldBe(Role.Follower);
    }

    private static Consensus NewNode(LogEntry[]? entries = null, long term = 0)
    {
        var log = new ReplicatedLog();
        foreach (LogEntry entry in entries ?? [])
        {
            log.Append(entry);
        }

        log.MarkSaved();
        var options = new RaftOptions("a", _members) { Heartbeat = 0.1, ElectionTimeout = 1, Random = new Random(0) };
        return new Consensus(options, new Ballot(term, null), log, new Bystander(), now: 0);
    }

    private static Consensus Leading(LogEntry[]? entries = null, long term = 0)
    {
        Consensus node = NewNode(entries, term);
        At(node, 2);
        Sent(node);
        node.Receive(new VoteReply("b", term + 1, true));
        node.Role.ShouldBe(Role.Leader);
        node.Tick();
        return node;
    }

    private static void At(Consensus node, double time)
    {
        node.Now = time;
        node.Tick();
    }

    private static List<(string To, PeerMessage Message)> Sent(Consensus node)
    {
        List<(string, PeerMessage)> sent = [.. node.Outbox];
        node.Outbox.Clear();
        return sent;
    }

    private static PeerMessage Answer(Consensus node, PeerMessage question)
    {
        Sent(node);
        node.Receive(question);
        return Sent(node).ShouldHaveSingleItem().Message;
    }
}

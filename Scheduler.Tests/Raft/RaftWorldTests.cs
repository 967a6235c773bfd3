using System.Diagnostics;
using Coroutines.Examples.Raft;
using Coroutines.Examples.Raft.Simulated;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Raft;

/// <summary>Raft in worlds in which links, nodes and disks fail: all is well in each, and five classical mistakes are found.</summary>
internal sealed class RaftWorldTests
{
    // Short worlds, since what can go wrong in one is drawn anew for each.
    private const double Seconds = 250;

    private const double LimitOfSearch = 10_000;

    [Test]
    public void Worlds_AreRight()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            RaftReport report = RaftWorld.Run(seed, Seconds);
            report.Fault.ShouldBeNull($"{report}");
            report.Commits.ShouldBeGreaterThan(10);
        }
    }

    /// <summary>A thousand hours, on as many threads as there are processors.</summary>
    [Test]
    [Category("Nightly")]
    public void ThousandHours_AreRight()
    {
        const double Hours = 1_000;
        const int First = 1_000_000;
        int count = (int)Math.Ceiling(Hours * 3_600 / Seconds);
        var watch = Stopwatch.StartNew();
        long calls = 0;
        Parallel.For(First, First + count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            RaftReport report = RaftWorld.Run(seed, Seconds);
            report.Fault.ShouldBeNull($"{report}");
            Interlocked.Add(ref calls, report.Calls);
        });
        TestContext.Out.WriteLine(
            $"{count} worlds, {Hours} hours, {calls} calls in {watch.Elapsed.TotalSeconds:0} s: {Hours / watch.Elapsed.TotalSeconds:0.00} hours a second");
    }

    // From a seed a little before the one that shows it; and, for those whose search is long, from the first one of the page on this
    // example, where it says how long it takes on an average.
    [TestCase(Mistake.ForgetsItsVote, 40_000, "Election safety")]
    [TestCase(Mistake.CommitsOldTerms, 20_022, "Leader completeness")]
    [TestCase(Mistake.CommitsOldTerms, 20_000, "Leader completeness", Category = "Nightly")]
    [TestCase(Mistake.ForgetsToFlush, 20_000, "Leader completeness")]
    [TestCase(Mistake.ReadsWithoutAsking, 30_032, "Linearizability")]
    [TestCase(Mistake.ReadsWithoutAsking, 30_000, "Linearizability", Category = "Nightly")]
    [TestCase(Mistake.CountsLateVotes, 50_013, "Election safety")]
    [TestCase(Mistake.CountsLateVotes, 50_000, "Election safety", Category = "Nightly")]
    public void Mistake_IsFound_AndTheRightOnePassesTheSameSeeds(Mistake mistake, int firstSeed, string invariant)
    {
        RaftReport? found = null;
        double time = 0;
        for (int seed = firstSeed; found is null; seed++)
        {
            RaftReport report = RaftWorld.Run(seed, Seconds, mistake);
            time += report.Time;
            time.ShouldBeLessThan(LimitOfSearch, $"{mistake} is not found.");
            found = report.Fault is null ? null : report;
            RaftReport right = RaftWorld.Run(seed, Seconds);
            right.Fault.ShouldBeNull($"{right}");
        }

        TestContext.Out.WriteLine($"After {time:0} s in all:\n{found}");
        found.Fault!.ShouldStartWith(invariant);
        found.Story.ShouldNotBeNullOrEmpty();
        found.ToString().ShouldEndWith($"To see it again: dotnet run --project Examples -- raft --simulate {found.Seed} --seconds {Seconds} --mistake {mistake}");
        RaftWorld.Run(found.Seed, Seconds, mistake).ShouldBe(found, "It has to be the same again.");
    }

    [Test]
    public void Report_IsTheOneOfThePage() =>
        RepositoryFiles.Read("Examples/Raft/README.md")
            .ShouldContain($"```text\n{RaftWorld.Run(40_000, Seconds, Mistake.ForgetsItsVote)}\n```");

    [Test]
    public void Report_OfTwoLeaders_TellsHowItCame()
    {
        RaftReport report = RaftWorld.Run(20_005, Seconds, Mistake.ForgetsItsVote);
        TestContext.Out.WriteLine(report);
        string[] story = report.Story!.Split('\n');
        string last = story[^1];
        last.ShouldContain("becomes the leader of term");
        story.Count(row => row.Contains(last[last.IndexOf("becomes", StringComparison.Ordinal)..last.IndexOf(',', StringComparison.Ordinal)], StringComparison.Ordinal)).ShouldBe(2);
        story.ShouldContain(static row => row.Contains("is started again", StringComparison.Ordinal));
    }

    [Test]
    public void World_WithTheSameSeed_IsTheSame_AndWithAnotherOneAnother()
    {
        RaftReport first = RaftWorld.Run(3, Seconds);
        RaftWorld.Run(3, Seconds).ShouldBe(first);
        RaftWorld.Run(4, Seconds).Fingerprint.ShouldNotBe(first.Fingerprint);
    }
}

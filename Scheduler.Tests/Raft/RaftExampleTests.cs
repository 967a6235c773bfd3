using Coroutines.Tests.Examples;

namespace Coroutines.Tests.Raft;

/// <summary><c>raft</c>, as from the command line.</summary>
internal sealed class RaftExampleTests
{
    /// <summary>Three processes and real sockets; two of the processes are killed.</summary>
    [Test]
    [Category("RealTime")]
    [Platform("Linux")]
    public void Cluster_GoesOn_WhenANodeIsKilled()
    {
        ExampleRun run = ExampleRun.OnRealTime("raft");
        TestContext.Out.WriteLine(string.Join('\n', run.Lines));
        run.ErrorLines.ShouldBe([""]);
        run.ExitCode.ShouldBe(0);
        run.Lines.Count(static line => line.EndsWith("is killed", StringComparison.Ordinal)).ShouldBe(2);
        run.Lines.Count(static line => line.EndsWith("is the leader", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(3);
        run.Lines.Count(static line => line.Trim() == "hello, world").ShouldBe(2);
        run.Lines[^1].Trim().ShouldBe("bye");
    }

    [Test]
    public void World_ThatIsRight_SaysSo()
    {
        ExampleRun run = ExampleRun.OnVirtualTime("raft", "--simulate", "7", "--seconds", "30", "--worlds", "2");
        run.ExitCode.ShouldBe(0);
        run.Lines.Length.ShouldBe(2);
        run.Lines[0].ShouldStartWith("seed 7: ");
        run.Lines[1].ShouldEndWith(": all is well");
    }

    [Test]
    public void World_WithAMistake_ShowsIt()
    {
        ExampleRun run = ExampleRun.OnVirtualTime("raft", "--simulate", "20000", "--seconds", "250", "--mistake", "forgetstoflush");
        run.ExitCode.ShouldBe(1);
        run.Lines[0].ShouldContain("Leader completeness");
    }
}

namespace Coroutines.Tests.Examples.Commands;

/// <summary><c>run</c>, with real commands.</summary>
[Platform("Linux")]
internal sealed class RunTests
{
    [Test]
    public void BothOutputs_AreShownByTheirPrefixes_AndTheCodeIsTheCommands()
    {
        ExampleRun run = ExampleRun.OnRealTime("run", "sh", "-c", "echo one; echo \"$0\"; exit 3", "two  words");
        run.Lines.ShouldBe(["out| one", "out| two  words"]);
        run.ExitCode.ShouldBe(3);

        run = ExampleRun.OnRealTime("run", "sh", "-c", "echo moan >&2; kill -6 $$");
        run.Lines.ShouldBe(["err| moan"]);
        run.ExitCode.ShouldBe(134);
    }

    [Test]
    public void CommandThatFails_IsStartedAgain()
    {
        ExampleRun run = ExampleRun.OnRealTime("run", "--restarts", "2", "sh", "-c", "echo try; exit 4");
        run.Lines.ShouldBe(["out| try", "out| try", "out| try"]);
        run.ErrorLines.ShouldBe(["run: it has ended with 4; restart 1 of 2", "run: it has ended with 4; restart 2 of 2"]);
        run.ExitCode.ShouldBe(4);

        ExampleRun.OnRealTime("run", "--restarts", "2", "true").Lines.ShouldBe([""]);
    }

    [Test]
    public void TimeThatIsUp_EndsIt()
    {
        ExampleRun run = ExampleRun.OnRealTime("run", "--limit", "0.01", "sleep", "1000");
        run.ErrorLines.ShouldBe(["run: its 0.01 seconds are up"]);
        run.ExitCode.ShouldBe(124);
    }

    [Test]
    public void CommandThatDoesNotEndWhenAsked_IsKilled()
    {
        // It is deaf from the beginning: what is ignored stays ignored behind exec.
        ExampleRun run = ExampleRun.OnRealTime("run", "--limit", "0.2", "--grace", "0.01", "env", "--ignore-signal=TERM", "sleep", "1000");
        run.ErrorLines.ShouldBe(["run: its 0.2 seconds are up", "run: it does not end, 0.01 seconds after it was asked to: killed"]);
        run.ExitCode.ShouldBe(124);
    }

    [Test]
    public void CommandThatCannotBeStarted_IsSaidAsByTheShell()
    {
        ExampleRun run = ExampleRun.OnRealTime("run", "--restarts", "2", "no-such-program-at-all");
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("no-such-program-at-all");
        run.ExitCode.ShouldBe(127);
        ExampleRun.OnRealTime("run", "/etc/passwd").ExitCode.ShouldBe(126);
    }
}

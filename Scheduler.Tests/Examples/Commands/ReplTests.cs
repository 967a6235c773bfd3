using System.Text;
using Coroutines.Examples;
using Coroutines.Examples.Repl;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Examples.Commands;

/// <summary><c>repl</c>: by a stream in memory and a virtual clock, and as a program with a pipe.</summary>
internal sealed class ReplTests
{
    private readonly StringWriter _output = new();

    [Test]
    public void Lines_AreObeyed_WhileWhatTheyBeginGoesOn()
    {
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });

        _output.ToString().ReplaceLineEndings("\n").ShouldBe(
            """
            after SECONDS TEXT, every SECONDS TEXT, run COMMAND, list, cancel NUMBER, quit
            [1] every 2 tick
            [2] after 3 tea is ready
            tick
            tea is ready
            tick
            [1] every 2 tick
            [1] cancelled
            ? after SECONDS TEXT, every SECONDS TEXT, run COMMAND, list, cancel NUMBER, quit

            """.ReplaceLineEndings("\n"));

        IEnumerator<Awaitable> Main()
        {
            (CoStream user, CoStream input) = CoStream.CreatePair();
            CoTask repl = CreateTask(ReplExample.Converse(new ExampleContext(_output, TextWriter.Null), input));
            user.WriteLines(["every 2 tick", "after 3 tea is ready"]);
            yield return Sleep(5);
            user.WriteLines(["list", "cancel 1"]);
            yield return Sleep(0.5);
            user.WriteLines(["", "cancel 7"]);
            yield return Sleep(0.5);
            repl.IsDone.ShouldBeFalse();
            user.Write("quit\n");
            yield return repl;
        }
    }

    [Test]
    [Platform("Linux")]
    public void Program_ReadsItsStandardInput_AndEndsWithIt() => Scheduler.Run(Running());

    private static IEnumerator<Awaitable> Running()
    {
        yield return CreateSubprocessExec("dotnet", typeof(CommandLine).Assembly.Location, "repl").Into(out Awaitable<CoProcess> started);
        using CoProcess repl = started.Result;
        StreamLineReader lines = repl.StandardOutput!.ReadLines();
        yield return lines.Next();
        repl.StandardInput!.Write("run echo hello; exit 3\n");
        string[] answers = ["[1] run echo hello; exit 3", "hello", "returned 3"];
        foreach (string answer in answers)
        {
            yield return lines.Next();
            lines.Current.ShouldBe(answer);
        }

        // What waits for its time does not hold the end.
        repl.StandardInput.Write("after 1000 nothing\n");
        yield return lines.Next();
        yield return repl.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> rest);
        Encoding.UTF8.GetString(rest.Result.Output).ShouldBe("[2] cancelled\n");
        rest.Result.Error.ShouldBeEmpty();
        repl.ReturnCode.ShouldBe(0);
    }
}

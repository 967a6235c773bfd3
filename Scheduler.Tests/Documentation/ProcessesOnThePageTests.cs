using System.Text;
using Coroutines.Tests.IO;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on streams and servers says of processes, standard input and files.</summary>
[Platform("Linux")]
public sealed class ProcessesOnThePageTests : SnippetTest
{
    [Test]
    public void Communicate_GivesInput_AndHasAllOutput()
    {
        Scheduler.Run(Sort());
        Console.ShouldRead("two, three, one: 0");

        // snippet: communicate
        IEnumerator<Awaitable> Sort()
        {
            yield return CreateSubprocessExec("sort", "-r").Into(out var started);
            using CoProcess sort = started.Result;                               // however this ends, it does not end before the process
            byte[] numbers = Encoding.UTF8.GetBytes("one\nthree\ntwo\n");
            yield return WaitFor(sort.Communicate(numbers), 10.0).Into(out var all);
            string[] lines = Encoding.UTF8.GetString(all.Result.Output).Trim().Split('\n');
            Console.WriteLine($"{string.Join(", ", lines)}: {sort.ReturnCode}");
        }
        // end-snippet
    }

    [Test]
    public void Streams_TalkWithAProcess_AndItIsStoppedGracefully()
    {
        Scheduler.Run(Calculate());
        Console.ShouldRead("42", "-15");

        // snippet: conversation
        IEnumerator<Awaitable> Calculate()
        {
            yield return CreateSubprocessShell("while read a b; do echo $((a * b)); done").Into(out var started);
            using CoProcess shell = started.Result;
            shell.StandardInput!.Write("6 7\n");
            yield return shell.StandardOutput!.ReadLine().Into(out var product);
            Console.WriteLine($"{product.Result}");

            shell.Terminate();                                                   // asks it to end
            yield return Settle(WaitFor(shell.Wait(), 5.0), out var ended);
            if (!ended.IsSuccess)
                shell.Kill();                                                    // does not ask
            Console.WriteLine($"{shell.ReturnCode}");                            // -15: signal 15 has ended it
        }
        // end-snippet
    }

    [Test]
    public void StandardInput_IsGivenUp_WithoutLosingALine()
    {
        var pipe = new SilentPipe();
        using var other = new OtherStandardInput(pipe.Reader);
        Scheduler.Run(Main());
        Console.ShouldRead("Your name?", "Are you there?", "Hello, Ada");

        IEnumerator<Awaitable> Main()
        {
            CoStream user = CoStream.Over(
                Scheduler.Current, Descriptors.Open(Scheduler.Current, pipe.Writer, FileAccess.Write), CoStream.DefaultLimit);
            CoTask asking = CreateTask(Ask(0.001));
            yield return WaitUntil(() => Console.Count == 2);
            user.Write("Ada\n");
            yield return asking;
        }

        // snippet: stdin
        IEnumerator<Awaitable> Ask(double patience)
        {
            yield return OpenStandardInput().Into(out var opened);
            using CoStream input = opened.Result;
            Console.WriteLine("Your name?");
            yield return Settle(WaitFor(input.ReadLine(), patience), out var name);
            if (!name.IsSuccess)
            {
                Console.WriteLine("Are you there?");
                yield return input.ReadLine().Into(out var later);               // also what was typed meanwhile
                Console.WriteLine($"Hello, {later.Result}");
            }
        }
        // end-snippet
    }

    [Test]
    public void Files_AreReadOnAThread()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("text");
        File.WriteAllText(path, "in a file");
        Scheduler.Run(Show());
        Console.ShouldRead("in a file");

        // snippet: files
        IEnumerator<Awaitable> Show()
        {
            yield return ToThread(() => File.ReadAllText(path)).Into(out var text);
            Console.WriteLine(text.Result);
        }
        // end-snippet
    }
}

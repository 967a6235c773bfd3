using System.Runtime.InteropServices;
using Coroutines.Tests.IO;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Standard input as a stream: a pipe, a terminal, or a file.</summary>
[Platform("Linux")]
[TestFixture(SelectorKind.Epoll)]
[TestFixture(SelectorKind.Portable)]
public sealed class StandardInputTests(SelectorKind kind)
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Pipe_IsReadLineByLine_AndACancelledReadLosesNoLine()
    {
        var pipe = new SilentPipe();
        using var other = new OtherStandardInput(pipe.Reader);
        Run(ReadingInTurns(pipe.Writer));
        OtherStandardInput.IsNonBlocking.ShouldBeFalse();
    }

    [Test]
    public void Terminal_IsReadLineByLine_AndACancelledReadLosesNoLine()
    {
        (SafeHandle outer, SafeHandle inner) = Posix.OpenTerminal();
        using var other = new OtherStandardInput(inner);
        Run(ReadingInTurns(outer));
        OtherStandardInput.IsNonBlocking.ShouldBeFalse();
    }

    private static IEnumerator<Awaitable> ReadingInTurns(SafeHandle writerHandle)
    {
        CoStream writer = CoStream.Over(
            Scheduler.Current, Descriptors.Open(Scheduler.Current, writerHandle, FileAccess.Write), CoStream.DefaultLimit);
        yield return OpenStandardInput().Into(out Awaitable<CoStream> opened);
        using CoStream input = opened.Result;
        Should.Throw<InvalidOperationException>(() => input.Write("x")).Message.ShouldContain("standard input");

        // In the middle of a line.
        writer.Write("first ");
        yield return input.Peek();
        for (int iterations = 0; iterations < 5; iterations++)
        {
            CoTask reading = CreateTask(Reading(input));
            for (int i = 0; i < iterations; i++)
            {
                yield return null;
            }

            reading.Cancel();
            yield return Settle(reading, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
        }

        writer.Write("line\nsecond\n");
        yield return input.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("first line");
        yield return input.ReadLine().Into(out line);
        line.Result.ShouldBe("second");
        writer.Close();
        yield return input.ReadLine().Into(out line);
        line.Result.ShouldBeNull();
    }

    [Test]
    public void File_IsReadToItsEnd()
    {
        string path = _folder.File("input");
        File.WriteAllText(path, "one\ntwo");
        using var other = new OtherStandardInput(Posix.OpenToRead(path));
        Run(ReadToEnd());

        static IEnumerator<Awaitable> ReadToEnd()
        {
            yield return OpenStandardInput().Into(out Awaitable<CoStream> opened);
            using CoStream input = opened.Result;
            yield return input.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe("one");
            yield return input.ReadLine().Into(out line);
            line.Result.ShouldBe("two");
            yield return input.ReadLine().Into(out line);
            line.Result.ShouldBeNull();
        }
    }

    [Test]
    public void ReadThatWaits_DoesNotHoldTheEndOfTheRun()
    {
        foreach (bool isTerminal in new[] { false, true })
        {
            (SafeHandle outer, SafeHandle inner) = isTerminal ? Posix.OpenTerminal() : Ends(new SilentPipe());
            using (outer)
            {
                using var other = new OtherStandardInput(inner);
                Scheduler.Run(Leave(), new SchedulerOptions { Selector = kind });
            }
        }

        static IEnumerator<Awaitable> Leave()
        {
            yield return OpenStandardInput().Into(out Awaitable<CoStream> opened);
            CreateTask(Reading(opened.Result));
            yield return Sleep(0.001);
        }
    }

    [Test]
    public void Close_LeavesStandardInputOpen_ForTheNextOne()
    {
        var pipe = new SilentPipe();
        using var other = new OtherStandardInput(pipe.Reader);

        // The first run opens what the process keeps.
        Run(Once("one"));
        List<string> before = Posix.Descriptors();
        Run(Once("two"));
        pipe.Writer.Dispose();

        IEnumerator<Awaitable> Once(string line)
        {
            yield return OpenStandardInput().Into(out Awaitable<CoStream> opened);
            using CoStream input = opened.Result;
            using var writer = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.Writer.DangerousGetHandle(), ownsHandle: false), FileAccess.Write);
            writer.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
            writer.Flush();
            yield return input.ReadLine().Into(out Awaitable<string?> read);
            read.Result.ShouldBe(line);
        }

        Posix.ShouldHaveClosedAllSince(before);
    }

    private void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, new SchedulerOptions { Selector = kind });

    private static (SafeHandle Outer, SafeHandle Inner) Ends(SilentPipe pipe) => (pipe.Writer, pipe.Reader);

    private static IEnumerator<Awaitable> Reading(CoStream input)
    {
        yield return input.ReadLine();
    }
}

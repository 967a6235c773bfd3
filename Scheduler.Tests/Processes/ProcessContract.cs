using System.Diagnostics;
using System.Text;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

/// <summary>Processes, however they are started and waited for, and whoever asks the system what is ready (rule 52).</summary>
public abstract partial class ProcessContract
{
    private const int Much = 100_000_000;
    private const double Patience = 60;

    private TemporaryFolder _folder = null!;

    private protected abstract SelectorKind Kind { get; }

    private protected abstract ProcessRoad Road { get; }

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Exec_HandsItsArgumentsOn_AsTheyAre() => Run(Arguments());

    private static IEnumerator<Awaitable> Arguments()
    {
        string[] arguments = ["a b", "$(exit 1)", "*", "", "\"quoted\" \\", "größer", "-n", "line\nbreak"];
        yield return CreateSubprocessExec("printf", ["%s|", .. arguments]).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Text(all.Result.Output).ShouldBe(string.Join("|", arguments) + "|");
        all.Result.Error.ShouldBeEmpty();
        process.ReturnCode.ShouldBe(0);
    }

    [Test]
    public void Shell_RunsACommand_AndGivesWhatItReturns() => Run(Shell());

    private static IEnumerator<Awaitable> Shell()
    {
        yield return CreateSubprocessShell("echo said | tr a-z A-Z; echo moaned >&2; exit 3").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        process.ReturnCode.ShouldBeNull();
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        (Text(all.Result.Output), Text(all.Result.Error), process.ReturnCode).ShouldBe(("SAID\n", "moaned\n", 3));
        process.StandardOutput!.IsClosing.ShouldBeTrue();
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(3);
    }

    [Test]
    public void Communicate_CarriesMuch_BothWaysAtOnce() => Run(MuchBothWays());

    private static IEnumerator<Awaitable> MuchBothWays()
    {
        byte[] input = new byte[Much];
        new Random(5).NextBytes(input);
        yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate(input).Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        all.Result.Output.AsSpan().SequenceEqual(input).ShouldBeTrue();
    }

    [Test]
    public void Streams_TalkInTurns() => Run(Conversation());

    private static IEnumerator<Awaitable> Conversation()
    {
        yield return CreateSubprocessShell("while read line; do echo \"<$line>\"; done; exit 9").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        foreach (string word in new[] { "one", "two", "three" })
        {
            process.StandardInput!.Write($"{word}\n");
            yield return process.StandardOutput!.ReadLine().Into(out Awaitable<string?> answer);
            answer.Result.ShouldBe($"<{word}>");
        }

        process.StandardInput!.WriteEof();
        yield return process.StandardOutput!.ReadLine().Into(out Awaitable<string?> last);
        last.Result.ShouldBeNull();
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(9);
        $"{process.StandardInput} {process.StandardOutput} {process.StandardError}".ShouldContain("'stdin of /bin/sh'");
    }

    [Test]
    public void WhatIsNotRedirected_IsNull_AndEmptyInCommunicate() => Run(OnlyOutput());

    private static IEnumerator<Awaitable> OnlyOutput()
    {
        var start = new ProcessStartInfo("sh", ["-c", "echo out"]) { RedirectStandardOutput = true };
        yield return CreateSubprocessExec(start).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        process.StandardInput.ShouldBeNull();
        process.StandardError.ShouldBeNull();
        yield return Settle(process.Communicate(new byte[1]), out Outcome refused);
        refused.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("not redirected");
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Text(all.Result.Output).ShouldBe("out\n");
        all.Result.Error.ShouldBeEmpty();
    }

    [Test]
    public void StartInfo_SaysFolderAndEnvironment_AndItsPathIsWhereTheProgramIsLookedFor() => Run(FolderAndEnvironment());

    private IEnumerator<Awaitable> FolderAndEnvironment()
    {
        string tools = _folder.File("tools");
        Directory.CreateDirectory(tools);
        WriteScript(Path.Combine(tools, "say"), "#!/bin/sh\npwd; echo $WORD; echo \"$1\"\n");
        var start = new ProcessStartInfo(Road == ProcessRoad.Portable ? Path.Combine(tools, "say") : "say", "\"one argument\"")
        {
            WorkingDirectory = tools,
            RedirectStandardOutput = true,
        };
        start.Environment["WORD"] = "hello";
        start.Environment["PATH"] = $"/nowhere:{tools}:/bin:/usr/bin";
        yield return CreateSubprocessExec(start).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Text(all.Result.Output).ShouldBe($"{tools}\nhello\none argument\n");
    }

    [Test]
    public void WhatCannotBeStarted_IsAnErrorThatSaysWhy() => Run(CannotBeStarted());

    private IEnumerator<Awaitable> CannotBeStarted()
    {
        string noRight = _folder.File("no-right");
        File.WriteAllText(noRight, "#!/bin/sh\n");
        string noInterpreter = _folder.File("no-interpreter");
        WriteScript(noInterpreter, "#!/no/such/shell\n");
        string noFormat = _folder.File("no-format");
        WriteScript(noFormat, "\u0001\u0002\u0003\u0004");
        yield return Await(Refuses<FileNotFoundException>(new("no-such-program-at-all"), "PATH"));
        yield return Await(Refuses<FileNotFoundException>(new("/no/such/program"), "does not exist"));
        yield return Await(Refuses<FileNotFoundException>(new(noInterpreter), "interpreter"));
        yield return Await(Refuses<UnauthorizedAccessException>(new(noRight), "no right"));
        yield return Await(Refuses<UnauthorizedAccessException>(new("/usr/bin/"), "folder"));
        yield return Await(Refuses<IOException>(new(noFormat), "format"));
        yield return Await(Refuses<DirectoryNotFoundException>(new("sh") { WorkingDirectory = "/no/such/folder" }, "/no/such/folder"));
    }

    private static IEnumerator<Awaitable> Refuses<T>(ProcessStartInfo start, string words)
        where T : Exception
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        yield return Settle(CreateSubprocessExec(start), out Outcome<CoProcess> outcome);
        outcome.Exception.ShouldBeOfType<T>().Message.ShouldContain(words);
        outcome.Exception.Message.ShouldContain(start.FileName);
    }

    [Test]
    public void Signal_EndsIt_AndIsItsReturnCodeBelowZero() => Run(Signals());

    private static IEnumerator<Awaitable> Signals()
    {
        foreach ((Action<CoProcess> send, int code) in new (Action<CoProcess>, int)[]
        {
            (static process => process.Kill(), -9),
            (static process => process.Terminate(), -15),
            (static process => process.StandardInput!.Write("kill -11 $$\n"), -11),
            (static process => process.StandardInput!.Write("exit 77\n"), 77),
        })
        {
            yield return CreateSubprocessExec("sh").Into(out Awaitable<CoProcess> started);
            using CoProcess process = started.Result;
            send(process);
            yield return process.Wait().Into(out Awaitable<int> returned);
            returned.Result.ShouldBe(code);
            process.ReturnCode.ShouldBe(code);
        }
    }

    [Test]
    public void Signal_IsAnErrorOnlyOnceTheReturnCodeIsSet() => Run(SignalsToOneThatHasEnded());

    private static IEnumerator<Awaitable> SignalsToOneThatHasEnded()
    {
        yield return CreateSubprocessExec("true").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;

        // The loop has had no chance to notice the end, however long ago that was.
        SpinWait.SpinUntil(() => IsOver(process.Id));
        process.ReturnCode.ShouldBeNull();
        process.Kill();
        process.Terminate();
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(0);
        Should.Throw<InvalidOperationException>(process.Kill).Message.ShouldContain("returned 0");
        Should.Throw<InvalidOperationException>(process.Terminate);
        process.ToString().ShouldBe($"process {process.Id} 'true' (returned 0)");
        process.StandardInput!.IsClosing.ShouldBeTrue();
    }

    [Test]
    public void Wait_EndsWithTheProcess_ThoughAGrandchildHasItsPipes() => Run(Grandchild());

    private static IEnumerator<Awaitable> Grandchild()
    {
        yield return CreateSubprocessShell("sleep 1000 & echo $!; exit 5").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadLine().Into(out Awaitable<string?> line);
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(5);
        CoTask<byte[]> rest = CreateTask<byte[]>(ReadToEnd(process.StandardOutput));
        yield return Settle(WaitFor(Shield(rest), 0.001), out Outcome late);
        late.Exception.ShouldBeOfType<TimeoutException>();
        yield return CreateSubprocessExec("kill", line.Result!).Into(out Awaitable<CoProcess> kill);
        yield return kill.Result.Wait();
        yield return rest;
        rest.Result.ShouldBeEmpty();
    }

    [Test]
    public void OneThatClosesItsOutput_LivesOn() => Run(OutputClosed());

    private static IEnumerator<Awaitable> OutputClosed()
    {
        yield return CreateSubprocessShell("echo last; exec >&- 2>&-; read code; exit $code").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadToEnd().Into(out Awaitable<byte[]> all);
        Text(all.Result).ShouldBe("last\n");
        yield return process.StandardError!.ReadToEnd();
        process.ReturnCode.ShouldBeNull();
        process.StandardInput!.Write("6\n");
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(6);
    }

    [TestCase("exit 4")]
    [TestCase("exec <&-; exit 4")]
    [TestCase("head -c 10 >/dev/null; exit 4")]
    [TestCase("exec <&- >&- 2>&-; exit 4")]
    public void OneThatDoesNotReadItsInput_IsNoErrorOfCommunicate(string command) => Run(InputUnread(command));

    private static IEnumerator<Awaitable> InputUnread(string command)
    {
        yield return CreateSubprocessShell(command).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate(new byte[1_000_000]).Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        all.Result.Output.ShouldBeEmpty();
        process.ReturnCode.ShouldBe(4);
    }

    [Test]
    public void InputThatNobodyReads_IsAnErrorOfItsWriter() => Run(InputBroken());

    private static IEnumerator<Awaitable> InputBroken()
    {
        yield return CreateSubprocessShell("exec <&-; echo closed; exec sleep 1000").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadLine();
        yield return Settle(process.StandardInput!.WriteAll(new byte[1_000_000]), out Outcome written);
        written.IsSuccess.ShouldBeFalse();
        process.ReturnCode.ShouldBeNull();
    }

    [Test]
    public void OutputThatNobodyReads_IsHeldBack_AndLosesNothing() => Run(HeldBack());

    private static IEnumerator<Awaitable> HeldBack()
    {
        yield return CreateSubprocessExec("head", "-c", $"{Much / 100}", "/dev/zero").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;

        // As much has arrived as the stream takes unread; the rest is in the pipe, or still to be written.
        yield return WaitUntil(() => process.StandardOutput!.Buffered > 2 * CoStream.DefaultLimit);
        for (int i = 0; i < 10; i++)
        {
            yield return null;
        }

        process.StandardOutput!.Buffered.ShouldBeLessThan(Much / 200);
        process.ReturnCode.ShouldBeNull();
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        all.Result.Output.Length.ShouldBe(Much / 100);
    }

    [Test]
    public void Communicate_WithoutInput_EndsTheInputAtOnce() => Run(WithoutInput());

    private static IEnumerator<Awaitable> WithoutInput()
    {
        yield return CreateSubprocessShell("cat; echo ended").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Text(all.Result.Output).ShouldBe("ended\n");
    }

    [Test]
    public void WhatCannotBeStarted_LeavesNothingOpen()
    {
        Run(CannotBeStarted());
        List<string> before = Posix.Descriptors();
        Run(CannotBeStarted());
        Posix.ShouldHaveClosedAllSince(before);
    }

    [Test]
    public void Child_IsReapedOnlyWhenItHasEnded() => Run(ReapedAtTheEnd());

    private IEnumerator<Awaitable> ReapedAtTheEnd()
    {
        using Child child = Scheduler.Current.Processes.Start(Scheduler.Current, new ProcessStartInfo("sleep", "1000"));
        child.WatchEnd(static () => { });
        child.TryReap(out _).ShouldBeFalse();
        yield return null;
        child.TryReap(out _).ShouldBeFalse();
        child.Send(Child.Kill);
        child.AwaitEnd(TimeSpan.FromSeconds(Patience));
        child.TryReap(out int code).ShouldBeTrue();
        code.ShouldBe(-9);
    }

    [Test]
    public void Thread_WaitsForTheEnd_OnlyWhereTheLoopCannot() => Run(Threads());

    private IEnumerator<Awaitable> Threads()
    {
        yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        process.StandardInput!.Write("x");
        yield return process.StandardOutput!.Peek();

        // Those of the test before may still be on their way out, and ours without their names.
        foreach (string name in new[] { "CoProcess", "CoStream" })
        {
            SpinWait.SpinUntil(() => HasThread(name) == (Road != ProcessRoad.Default), TimeSpan.FromSeconds(Patience)).ShouldBeTrue(name);
        }
    }

    private static bool HasThread(string name) => ProcessProbe.ThreadNames().Any(thread => thread.StartsWith(name, StringComparison.Ordinal));

    [Test]
    public void Many_EndEachWithItsOwnCode_BesideThoseThatDotNetStarts() => Run(ManyAtOnce());

    private static IEnumerator<Awaitable> ManyAtOnce()
    {
        var own = new List<CoTask<int>>();
        var dotNets = new List<Process>();
        for (int i = 0; i < 20; i++)
        {
            own.Add(CreateTask<int>(Exit(i)));
            dotNets.Add(Process.Start("sh", ["-c", $"exit {100 + i}"]));
        }

        yield return Gather(own).Into(out Awaitable<int[]> codes);
        codes.Result.ShouldBe(Enumerable.Range(0, 20));
        foreach (Process process in dotNets)
        {
            yield return ToThread(process.WaitForExit);
        }

        dotNets.Select(static process => process.ExitCode).ShouldBe(Enumerable.Range(100, 20));
        dotNets.ForEach(static process => process.Dispose());
    }

    private static IEnumerator<Awaitable> Exit(int code)
    {
        yield return CreateSubprocessExec("sh", "-c", $"exit {code}").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Wait().Into(out Awaitable<int> returned);
        yield return Return(returned.Result);
    }

    private protected void Run(IEnumerator<Awaitable> main)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = Kind });
        scheduler.Processes.Road = Road;
        scheduler.RunUntilComplete(Bounded(main));
    }

    // A test that hangs shall say where.
    private static IEnumerator<Awaitable> Bounded(IEnumerator<Awaitable> main)
    {
        yield return WaitFor(Await(main), Patience);
    }

    private static bool IsOver(int id) => !File.Exists($"/proc/{id}/stat") || File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static IEnumerator<Awaitable> ReadToEnd(CoStream stream)
    {
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
        yield return Return(all.Result);
    }

    private static void WriteScript(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }
    }

    private protected static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}

using System.Diagnostics;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

public abstract partial class ProcessContract
{
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
    public void WhatCannotBeStarted_LeavesNothingOpen()
    {
        Run(CannotBeStarted());
        List<string> before = Posix.Descriptors();
        Run(CannotBeStarted());
        Posix.ShouldHaveClosedAllSince(before);
    }

    private static void WriteScript(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }
    }
}

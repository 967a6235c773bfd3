using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

public abstract partial class ProcessContract
{
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

    private static bool IsOver(int id) => !File.Exists($"/proc/{id}/stat") || File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
}

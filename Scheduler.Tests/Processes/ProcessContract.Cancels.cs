using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

public abstract partial class ProcessContract
{
    private const int MostIterations = 30;

    [Test]
    public void Communicate_ThatIsGivenUp_KillsAndWaits_AndKeepsWhatWasRead() => Run(GivenUp());

    private static IEnumerator<Awaitable> GivenUp()
    {
        yield return CreateSubprocessShell("echo early; exec sleep 1000").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.StandardOutput!.Peek();
        yield return Settle(WaitFor(process.Communicate(), 0.001), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<TimeoutException>();
        process.ReturnCode.ShouldBe(-9);
        IsGone(process.Id).ShouldBeTrue();
        yield return process.StandardOutput.ReadToEnd().Into(out Awaitable<byte[]> rest);
        Text(rest.Result).ShouldBe("early\n");
    }

    [Test]
    public void Communicate_ThatIsGivenUp_LeavesItRunning_WhereThatIsAskedFor_AndASecondOneHasAll() => Run(GivenUpOnly());

    private IEnumerator<Awaitable> GivenUpOnly()
    {
        string file = _folder.File("go on");
        yield return CreateSubprocessExec("sh", "-c", "echo early; until [ -e \"$0\" ]; do sleep 0.01; done; echo late", file).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        process.IsKilledOnCancel = false;
        yield return process.StandardOutput!.Peek();
        yield return Settle(WaitFor(process.Communicate(), 0.001), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<TimeoutException>();
        process.ReturnCode.ShouldBeNull();
        File.WriteAllText(file, "");
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Text(all.Result.Output).ShouldBe("early\nlate\n");
        process.ReturnCode.ShouldBe(0);
    }

    [Test]
    public void Communicate_ThatFails_LeavesItRunning() => Run(CommunicateFails());

    private static IEnumerator<Awaitable> CommunicateFails()
    {
        yield return CreateSubprocessExec("sleep", "1000").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        CoTask reading = CreateTask(ReadToEnd(process.StandardOutput!), name: "reading");
        yield return null;
        yield return Settle(process.Communicate(), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("'reading'");
        process.ReturnCode.ShouldBeNull();
        reading.Cancel();
    }

    [Test]
    public void Owner_ThatIsCancelled_DoesNotEndBeforeItsProcess() => Run(OwnerCancelled());

    private static IEnumerator<Awaitable> OwnerCancelled()
    {
        CoProcess? process = null;
        var log = new List<string>();
        CoTask owner = CreateTask(Own());
        yield return WaitUntil(() => process is not null);
        yield return null;
        owner.Cancel();
        yield return Settle(owner, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
        process!.ReturnCode.ShouldBe(-9);
        IsGone(process.Id).ShouldBeTrue();
        log.ShouldBe(["finally, running: True", "deferred, running: False"]);

        IEnumerator<Awaitable> Own()
        {
            // Behind the wait.
            Defer(() => log.Add($"deferred, running: {process!.ReturnCode is null}"));
            yield return CreateSubprocessExec("sleep", "1000").Into(out Awaitable<CoProcess> started);
            using CoProcess owned = started.Result;
            try
            {
                process = owned;
                yield return owned.Wait();
            }
            finally
            {
                log.Add($"finally, running: {owned.ReturnCode is null}");
            }
        }
    }

    [Test]
    public void Owner_ThatIsCancelledAgain_WhileItWaitsForTheEnd_GivesThatUp()
    {
        // One that ends when it is told to: a real one is faster than the second cancel.
        var child = new FakeChild();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask owner = CreateTask(Own());
            yield return null;
            owner.Cancel("first");
            yield return null;
            yield return null;
            owner.IsDone.ShouldBeFalse();
            owner.Cancel("second");
            yield return Settle(owner, out Outcome outcome, includeCancellation: true);
            outcome.Exception!.Message.ShouldBe("second");
            child.Signals.ShouldBe([9]);
            child.End(-9);
        }

        IEnumerator<Awaitable> Own()
        {
            using var process = new CoProcess(Scheduler.Current, child, new ProcessStartInfo("fake"));
            yield return process.Wait();
        }
    }

    [Test]
    public void Dispose_InALoop_KeepsNothingOfThoseThatHaveEnded() => Run(DisposeInALoop());

    private static IEnumerator<Awaitable> DisposeInALoop()
    {
        var children = new List<WeakReference>();
        for (int i = 0; i < 3; i++)
        {
            var child = new FakeChild();
            var process = new CoProcess(Scheduler.Current, child, new ProcessStartInfo("fake"));
            process.Dispose();
            process.Dispose();
            child.End(-9);
            children.Add(new WeakReference(process));
            child = null!;
            process = null!;
            yield return null;
        }

        yield return null;
        for (int i = 0; i < 10 && children.Exists(static child => child.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            yield return null;
        }

        children.Count(static child => child.IsAlive).ShouldBe(0);
    }

    [Test]
    public void Owner_ThatEndsByItself_OrFails_DoesNotEndBeforeItsProcess() => Run(OwnerEnds());

    private static IEnumerator<Awaitable> OwnerEnds()
    {
        foreach (bool fails in new[] { false, true })
        {
            CoProcess? process = null;
            yield return Settle(Own(), out Outcome outcome);
            outcome.IsSuccess.ShouldBe(!fails);
            process!.ReturnCode.ShouldBe(-9);

            IEnumerator<Awaitable> Own()
            {
                yield return CreateSubprocessExec("sleep", "1000").Into(out Awaitable<CoProcess> started);
                using CoProcess owned = started.Result;
                process = owned;
                yield return null;
                if (fails)
                {
                    throw new IOException("lost");
                }
            }
        }
    }

    [Test]
    public void Dispose_LeavesItRunning_WhereThatIsAskedFor_AndItIsReapedAllTheSame() => Run(DisposedOnly());

    private static IEnumerator<Awaitable> DisposedOnly()
    {
        yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        process.IsKilledOnCancel = false;
        process.Dispose();
        process.Dispose();
        process.ReturnCode.ShouldBeNull();

        // Its input was closed, and so it ends by itself.
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(0);
    }

    [Test]
    public void Wait_ThatIsCancelled_IsNobodyElsesAffair() => Run(WaitCancelled());

    private static IEnumerator<Awaitable> WaitCancelled()
    {
        yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        CoTask<int> first = CreateTask<int>(WaitingFor(process));
        CoTask<int> second = CreateTask<int>(WaitingFor(process));
        yield return null;
        first.Cancel();
        yield return Settle(first, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
        process.ReturnCode.ShouldBeNull();
        Scheduler.Current.FormatTasks().ShouldContain($"waiting for the end of process {process.Id} 'cat'");
        process.StandardInput!.Close();
        yield return second;
        second.Result.ShouldBe(0);
    }

    [Test]
    public void Communicate_CancelledInAnyIteration_LeavesNothing()
    {
        List<string> before = [];
        for (int iterations = 0; iterations < MostIterations; iterations++)
        {
            Run(CancelledAfter(iterations));
            if (iterations == 0)
            {
                before = Streams.Posix.Descriptors();
            }
        }

        Streams.Posix.ShouldHaveClosedAllSince(before);
    }

    private static IEnumerator<Awaitable> CancelledAfter(int iterations)
    {
        yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        CoTask communicate = CreateTask(CommunicatingWith(process));
        for (int i = 0; i < iterations; i++)
        {
            yield return null;
        }

        communicate.Cancel();
        yield return Settle(communicate, out Outcome outcome, includeCancellation: true);

        // Cancelled before its first step, it has begun nothing, and what it was to own is ours.
        if (iterations > 0 && outcome.IsCancelled)
        {
            process.ReturnCode.ShouldNotBeNull();
            IsGone(process.Id).ShouldBeTrue();
        }
    }

    [Test]
    public void Scheduler_ThatEnds_KillsAndReapsWhatRuns()
    {
        CoProcess[] processes = [];
        Run(Leave());
        processes.ShouldAllBe(static process => IsGone(process.Id));
        processes.Select(static process => process.ReturnCode).ShouldBe([-9, -9, 0]);

        IEnumerator<Awaitable> Leave()
        {
            yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> cat);
            yield return CreateSubprocessShell("trap '' TERM HUP INT; exec sleep 1000").Into(out Awaitable<CoProcess> deaf);
            yield return CreateSubprocessExec("true").Into(out Awaitable<CoProcess> over);
            SpinWait.SpinUntil(() => IsOver(over.Result.Id));
            processes = [cat.Result, deaf.Result, over.Result];
        }
    }

    [Test]
    public void Scheduler_ThatEnds_InDebugMode_TellsOfWhatRuns()
    {
        var reports = new List<ExceptionContext>();
        using (var scheduler = new Scheduler(new SchedulerOptions { Selector = Kind, Debug = true, SlowStepThreshold = System.Threading.Timeout.InfiniteTimeSpan, ExceptionHandler = reports.Add }))
        {
            scheduler.Processes.Road = Road;
            scheduler.RunUntilComplete(LeaveRunning());
        }

        reports[0].Message.ShouldMatch("^The process \\d+ 'cat' was still running and is killed$");
        reports[0].CreationStack.ShouldNotBeNull().ShouldContain(nameof(LeaveRunning));
    }

    private static IEnumerator<Awaitable> LeaveRunning()
    {
        yield return CreateSubprocessExec("cat");
    }

    [Test]
    public void Descriptors_AndThreads_AreTheSameBeforeAndAfter()
    {
        // The first run opens what the process keeps.
        Run(AllSorts());
        List<string> before = Streams.Posix.Descriptors();
        for (int i = 0; i < 3; i++)
        {
            Run(AllSorts());
        }

        // At once, and not when the garbage is collected; but a thread needs a moment to end.
        Streams.Posix.Descriptors().ShouldNotContain(static descriptor => descriptor.Contains("pidfd", StringComparison.Ordinal));
        Streams.Posix.ShouldHaveClosedAllSince(before);
        SpinWait.SpinUntil(static () => !HasThread("CoProcess"), TimeSpan.FromSeconds(Patience)).ShouldBeTrue("A thread goes on.");
    }

    private static IEnumerator<Awaitable> AllSorts()
    {
        yield return Await(Shell());
        yield return Await(Conversation());
        yield return Await(GivenUp());
        yield return Await(OwnerEnds());

        // Not disposed: its pipes end with it, and the scheduler has the rest.
        yield return CreateSubprocessExec("true").Into(out Awaitable<CoProcess> started);
        yield return started.Result.Wait();
        yield return CreateSubprocessExec("cat");
    }

    [Test]
    public void Tick_NoticesTheEnd()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = Kind });
        scheduler.Processes.Road = Road;
        CoTask<int> task = scheduler.CreateTask<int>(Exit(12));
        while (!task.IsDone)
        {
            scheduler.Tick(0.01);
        }

        task.Result.ShouldBe(12);
    }

    private static bool IsGone(int id) => !Directory.Exists($"/proc/{id}");

    private static IEnumerator<Awaitable> CommunicatingWith(CoProcess process)
    {
        yield return process.Communicate(new byte[200_000]);
    }

    private static IEnumerator<Awaitable> WaitingFor(CoProcess process)
    {
        yield return process.Wait().Into(out Awaitable<int> code);
        yield return Return(code.Result);
    }
}

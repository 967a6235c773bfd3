using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

public sealed class TraceTests : IDisposable
{
    private readonly TestScheduler _test = new();

    public void Dispose() => _test.Dispose();

    [Test]
    public void Trace_SaysWhatRan_When_AndWhy()
    {
        _test.Run(Main());

        _test.Trace.ShouldBe(
            "0 Main: started -> awaiting task 'reader'",
            "0 reader: started (by Main) -> waiting for event 'ready'",
            "0 writer: started (by Main) -> sleep",
            "1.5 writer # set",
            "1.5 writer: timer -> yield",
            "1.5 reader: event 'ready' (by writer) -> done",
            "1.5 writer: yield -> done",
            "1.5 Main: task 'reader' -> done");
        _test.Trace.Entries[0].ShouldBe(new TraceEntry(TraceEntryKind.Step, 1, 0, "Main", "started", "awaiting task 'reader'"));
        _test.Trace.Entries[^1].Iteration.ShouldBe(6);

        IEnumerator<Awaitable> Main()
        {
            var ready = new CoEvent("ready");
            CoTask reader = CreateTask(Read(ready), "reader");
            CreateTask(Write(ready), "writer");
            yield return reader;
        }

        static IEnumerator<Awaitable> Read(CoEvent ready)
        {
            yield return ready.Wait();
        }

        static IEnumerator<Awaitable> Write(CoEvent ready)
        {
            yield return Sleep(1.5);
            TestScheduler.Current.Trace.Log("set");
            ready.Set();
            yield return null;
        }
    }

    [Test]
    public void Trace_TellsItemsFuturesFailuresAndCancels()
    {
        _test.Run(Main());

        _test.Trace.Entries.Select(entry => $"{entry.Name}: {entry.Why} -> {entry.Then}").ShouldBe(
        [
            "Main: started -> yield",
            "getter: started (by Main) -> waiting to get from queue 'jobs'",
            "awaiting: started (by Main) -> awaiting future 'answer'",
            "broken: started (by Main) -> failed: IOException",
            "locked: started (by Main) -> waiting for lock 'gate' held by task 'Main'",
            "never: cancelled before its start (by Main) -> cancelled",
            "Main: yield -> awaiting task 'locked'",
            "getter: queue 'jobs' (by Main) -> done",
            "awaiting: future 'answer' (by Main) -> done",
            "locked: cancelled (by Main) -> cancelled",
            "Main: task 'locked' cancelled -> done",
        ]);

        static IEnumerator<Awaitable> Main()
        {
            var jobs = new CoQueue<int>(name: "jobs");
            var answer = new Future { Name = "answer" };
            var gate = new CoLock("gate");
            yield return gate.Acquire();
            CreateTask(Get(jobs), "getter");
            CreateTask(Wait(answer), "awaiting");
            CoTask broken = CreateTask(Fail(), "broken");
            CoTask locked = CreateTask(Lock(gate), "locked");
            CreateTask(Wait(answer), "never").Cancel();
            yield return null;
            jobs.PutNoWait(1);
            answer.SetResult();
            locked.Cancel();
            yield return Settle(locked, out _, includeCancellation: true);
            broken.Exception.ShouldBeOfType<IOException>();
        }

        static IEnumerator<Awaitable> Get(CoQueue<int> jobs)
        {
            yield return jobs.Get();
        }

        static IEnumerator<Awaitable> Wait(Future answer)
        {
            yield return answer;
        }

        static IEnumerator<Awaitable> Lock(CoLock gate)
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Trace_TellsCallbacksAndEagerSteps()
    {
        _test.Run(Main());

        _test.Trace.ShouldBe(
            "0 eager: started eagerly -> sleep",
            "0 Main: started -> sleep",
            "0 callback: called (by Main)",
            "1 timer callback: timer",
            "1 eager: timer -> done",
            "1 done-callback: called (by eager)",
            "2 Main: timer -> done");

        static IEnumerator<Awaitable> Main()
        {
            CreateTask(Nap(), "eager", eager: true).AddDoneCallback(_ => { });
            Scheduler.Current.CallSoon(() => { });
            Scheduler.Current.CallLater(1.0, () => { });
            Scheduler.Current.CallSoon(() => { }).Cancel();
            yield return Sleep(2.0);
        }

        static IEnumerator<Awaitable> Nap()
        {
            yield return Sleep(1.0);
        }
    }

    [Test]
    public void ShouldBe_OfAnotherTrace_ShowsTheFirstDifference_WithWhatIsAroundIt()
    {
        for (int i = 1; i <= 8; i++)
        {
            _test.Trace.Log($"line {i}");
        }

        Should.Throw<AssertionFailedException>(() => _test.Trace.ShouldHaveLogged("line 1", "line 2", "line 3", "line 4", "line 5", "other", "line 7"))
            .Message.ReplaceLineEndings("\n").ShouldBe(
                """
                The log differs from what was expected at line 6 (expected 7 lines, found 8 lines):

                      … 1 equal before
                    2 line 2
                    3 line 3
                    4 line 4
                    5 line 5
                -   6 other
                -   7 line 7
                +   6 line 6
                +   7 line 7
                +   8 line 8

                (- expected, + found)
                """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void ShouldBe_OfAShorterOrLongerTrace_SaysWhereItEnds()
    {
        _test.Trace.Log("only");

        Should.Throw<AssertionFailedException>(() => _test.Trace.ShouldHaveLogged("only", "more")).Message.ShouldContain("+     (the end)");
        Should.Throw<AssertionFailedException>(() => _test.Trace.ShouldHaveLogged()).Message.ShouldContain("-     (the end)");
        Should.Throw<AssertionFailedException>(() => _test.Trace.ShouldBe("only")).Message.ShouldContain("+   1 0 # only");
        Should.Throw<ArgumentNullException>(() => _test.Trace.ShouldBe(null!));
        _test.Trace.ShouldHaveLogged("only");
        _test.Trace.ShouldBe("0 # only");
    }

    [Test]
    public void ShouldHaveStepped_ComparesTheOrderOfTheSteps()
    {
        _test.Start(Yield(), "a");
        _test.Start(Yield(), "b");
        _test.RunUntilBlocked();

        _test.Trace.ShouldHaveStepped("a", "b", "a", "b");
        Should.Throw<AssertionFailedException>(() => _test.Trace.ShouldHaveStepped("a", "a")).Message.ShouldContain("The order of the steps differs");
    }

    [Test]
    public void Timeline_HasALaneForEachTask()
    {
        _test.Run(Main());

        ("\n" + _test.Trace.Timeline()).ShouldBe(
            """

            time  0   0.5     2   3
            Main  o---------o---o-x
            tea     o---------x
            toast   o-*---!

            """.ReplaceLineEndings("\n"), _test.Trace.Timeline());

        static IEnumerator<Awaitable> Main()
        {
            CoTask tea = CreateTask(Nap(2.0), "tea");
            CoTask toast = CreateTask(Burn(), "toast");
            yield return Settle(toast, out _);
            yield return tea;
            yield return Sleep(1.0);
        }

        static IEnumerator<Awaitable> Nap(double seconds)
        {
            yield return Sleep(seconds);
        }

        static IEnumerator<Awaitable> Burn()
        {
            yield return Sleep(0.5);
            TestScheduler.Current.Trace.Log("smoke");
            yield return null;
            throw new IOException();
        }
    }

    [Test]
    public void Timeline_OfALongRun_GoesOnBelow()
    {
        _test.Run(Main());

        string[] lines = _test.Trace.Timeline(40).Split('\n');
        lines.ShouldAllBe(line => line.Length <= 40);
        lines.Count(line => line.StartsWith("Main", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
        Should.Throw<ArgumentOutOfRangeException>(() => _test.Trace.Timeline(10));

        static IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 40; i++)
            {
                yield return Sleep(0.5);
            }
        }
    }

    [Test]
    public void Trace_BeyondItsLimit_KeepsTheBeginningAndTheEnd_AndRefusesToCompare()
    {
        using StepTrace trace = new(_test.Scheduler, limit: 2);
        for (int i = 0; i < 100; i++)
        {
            trace.Log($"{i}");
        }

        trace.Entries.Select(entry => entry.Why).ShouldBe(["0", "1"]);
        trace.Dropped.ShouldBe(98);
        trace.Tail().Select(entry => entry.Why).ShouldBe(Enumerable.Range(60, 40).Select(i => $"{i}"));
        Should.Throw<AssertionFailedException>(() => trace.ShouldHaveLogged("0", "1")).Message.ShouldContain("98 entries came after the limit of 2");
        trace.Clear();
        trace.ShouldBe();
        trace.Tail().ShouldBeEmpty();
    }

    [Test]
    public void Trace_OfAPlainScheduler_RecordsWhileItIsOpen_AndLetsOthersWatch()
    {
        List<ExceptionContext> slow = [];
        using Scheduler scheduler = new(new SchedulerOptions
        {
            TimeProvider = new VirtualClock(), Debug = true, SlowStepThreshold = 100, ExceptionHandler = slow.Add,
        });
        IStepObserver? before = scheduler.Loop.StepObserver;
        using (StepTrace trace = new(scheduler))
        {
            scheduler.RunUntilComplete(Yield());
            trace.ShouldHaveStepped("Task-1", "Task-1");
        }

        scheduler.Loop.StepObserver.ShouldBeSameAs(before);
        slow.ShouldBeEmpty();
        Should.Throw<ArgumentNullException>(() => new StepTrace(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => new StepTrace(scheduler, 0));
    }

    [Test]
    public void Trace_EndedBeforeAnother_RecordsNothingAnyMore()
    {
        StepTrace first = new(_test.Scheduler);
        using StepTrace second = new(_test.Scheduler);
        first.Dispose();
        first.Dispose();
        _test.Run(Yield(), "main");

        first.ShouldBe();
        second.ShouldHaveStepped("main", "main");
        Should.Throw<ArgumentNullException>(() => second.Log(null!));
    }

    private static IEnumerator<Awaitable> Yield()
    {
        yield return null;
    }

    private static IEnumerator<Awaitable> Fail()
    {
        throw new IOException();
#pragma warning disable CS0162 // what makes it an iterator
        yield break;
#pragma warning restore CS0162
    }

    [Test]
    public void Trace_CanBeLookedAtAsAPage_OfItsLastSteps()
    {
        using var folder = new TemporaryFolder();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var trace = new StepTrace(scheduler, limit: 50);
        scheduler.RunUntilComplete(Script());
        trace.SaveHtml(folder.File("page.html"));
        string page = File.ReadAllText(folder.File("page.html"));
        page.ShouldContain("\"dropped\":51");
        page.ShouldContain("\"name\":\"the last\"");
        page.ShouldNotContain("\"name\":\"the first\"");

        static IEnumerator<Awaitable> Script()
        {
            yield return CreateTask(Once(), "the first");
            for (int i = 0; i < 95; i++)
            {
                yield return null;
            }

            yield return CreateTask(Once(), "the last");
        }

        static IEnumerator<Awaitable> Once()
        {
            yield break;
        }
    }

    [Test]
    public void TraceOfNotesAlone_IsNoPage()
    {
        using var test = new TestScheduler(new TestOptions { TracesSteps = false });
        Should.Throw<InvalidOperationException>(() => test.Trace.SaveHtml("page.html")).Message.ShouldContain("TracesSteps");
    }
}

using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_runners: what no other test of Run has, and the Runner.</summary>
public sealed class CPythonRunnerTests
{
    private readonly List<string> _log = [];
    private readonly List<ExceptionContext> _reports = [];

    private SchedulerOptions Options(bool debug = false) =>
        new() { TimeProvider = new VirtualClock(), ExceptionHandler = _reports.Add, Debug = debug };

    // Ctrl-C arrives on a thread of the system's; Interrupt is what it calls.
    private static void PressCtrlC(CoTask main) => MainRun.Interrupt(main);

    // RunTests.test_asyncio_run_debug, RunnerTests.test_non_debug, test_debug
    [TestCase(true)]
    [TestCase(false)]
    public void Debug_IsAnOptionOfTheRun(bool debug)
    {
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.Options.Debug.ShouldBe(debug);
            yield break;
        }

        Scheduler.Run(Main(), Options(debug));
        using var runner = new Runner(Options(debug));
        runner.Run(Main());
        runner.Scheduler.Options.Debug.ShouldBe(debug);
    }

    // RunTests.test_asyncio_run_from_running_loop
    [Test]
    public void Run_OfItselfInsideARun_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Run(Main(), Options());
            yield break;
        }

        Should.Throw<InvalidOperationException>(() => Scheduler.Run(Main(), Options()))
            .Message.ShouldContain("while a scheduler runs on this thread");
    }

    // RunnerTests.test_run, test_explicit_close, test_double_close
    [Test]
    public void Runner_GivesTheResult_AndDisposesItsScheduler()
    {
        var runner = new Runner(Options());
        Scheduler scheduler = runner.Scheduler;
        runner.Run<string>(Give(0, "done")).ShouldBe("done");
        scheduler.IsDisposed.ShouldBeFalse();

        runner.Dispose();
        scheduler.IsDisposed.ShouldBeTrue();
        runner.Dispose();
        scheduler.IsDisposed.ShouldBeTrue();
    }

    // RunnerTests.test_run_non_coro
    [Test]
    public void Runner_OfNoCoroutine_IsRefused()
    {
        using var runner = new Runner(Options());

        Should.Throw<ArgumentNullException>(() => runner.Run(null!));
        Should.Throw<ArgumentNullException>(() => runner.Run<int>(null!));
        runner.Scheduler.AllTasks().ShouldBeEmpty();
    }

    // RunnerTests.test_second_with_block_raises
    [Test]
    public void Runner_AfterDispose_IsRefused()
    {
        IEnumerator<Awaitable> Main(int number)
        {
            _log.Add($"{number}");
            yield break;
        }

        var runner = new Runner(Options());
        using (runner)
        {
            runner.Run(Main(1));
        }

        Should.Throw<ObjectDisposedException>(() => runner.Run(Main(2)));
        _log.ShouldBe(["1"]);
    }

    // RunnerTests.test_run_keeps_context
    [Test]
    public void Runner_KeepsTheValuesThatItsMainsSet()
    {
        var value = new AsyncLocal<string?> { Value = "outside" };
        IEnumerator<Awaitable> Main(string own)
        {
            _log.Add($"{own} sees {value.Value}");
            yield return Sleep(0);
            value.Value = own;
        }

        using var runner = new Runner(Options());
        runner.Run(Main("a"));
        runner.Run(Main("b"));
        runner.Run(Main("c"));

        _log.ShouldBe(["a sees outside", "b sees a", "c sees b"]);
        value.Value.ShouldBe("outside");
    }

    [Test]
    public void Runner_GivenAContext_LeavesItsOwnAsItWas()
    {
        var value = new AsyncLocal<string?> { Value = "given" };
        ExecutionContext given = ExecutionContext.Capture()!;
        value.Value = "outside";
        IEnumerator<Awaitable> Main(string own)
        {
            _log.Add($"{own} sees {value.Value}");
            value.Value = own;
            yield break;
        }

        using var runner = new Runner(Options());
        runner.Run(Main("a"));
        runner.Run(Main("b"), given);
        runner.Run(Main("c"));

        _log.ShouldBe(["a sees outside", "b sees given", "c sees a"]);
    }

    [Test]
    public void Runner_KeepsTheValuesOfAMainThatFailsOrIsInterrupted()
    {
        var value = new AsyncLocal<string?> { Value = "outside" };
        IEnumerator<Awaitable> Main(string own, Exception? error = null)
        {
            _log.Add($"{own} sees {value.Value}");
            value.Value = own;
            if (error is not null)
            {
                throw error;
            }

            yield break;
        }

        using var runner = new Runner(Options());
        Should.Throw<FormatException>(() => runner.Run(Main("a", new FormatException())));
        Should.Throw<KeyboardInterruptException>(() => runner.Run(Main("b", new KeyboardInterruptException())));
        runner.Run(Main("c"));

        _log.ShouldBe(["a sees outside", "b sees a", "c sees b"]);
    }

    // RunnerTests.test_recursive_run
    [Test]
    public void Runner_InsideItsOwnRun_IsRefused()
    {
        using var runner = new Runner(Options());
        IEnumerator<Awaitable> Main()
        {
            runner.Run(SleepFor(0));
            yield break;
        }

        Should.Throw<InvalidOperationException>(() => runner.Run(Main()))
            .Message.ShouldContain("while a scheduler runs on this thread");
        runner.Scheduler.AllTasks().ShouldBeEmpty();
    }

    // RunnerTests.test_interrupt_call_soon
    [Test]
    public void CtrlC_OfAMainThatYieldsBare_CancelsIt_AndIsThrownIfItEndsCancelled()
    {
        IEnumerator<Awaitable> Yielding()
        {
            while (true)
            {
                Scheduler.Current.CallLater(1, () => { });
                yield return null;
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask main = CoTask.Current!;
            Scheduler.Current.CallSoon(() => PressCtrlC(main));
            yield return Settle(Yielding(), out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
            throw new CancelledException();
        }

        using var runner = new Runner(Options());

        Should.Throw<KeyboardInterruptException>(() => runner.Run(Main()));
    }

    // RunnerTests.test_interrupt_wait
    [Test]
    public void CtrlC_OfAMainThatAwaitsAFuture_CancelsBoth()
    {
        using var runner = new Runner(Options());
        Future future = runner.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Main()
        {
            CoTask main = CoTask.Current!;
            Scheduler.Current.CallLater(0.1, () => PressCtrlC(main));
            yield return Settle(future, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
            throw new CancelledException();
        }

        Should.Throw<KeyboardInterruptException>(() => runner.Run(Main()));
        future.IsCancelled.ShouldBeTrue();
    }

    // RunnerTests.test_interrupt_cancelled_task
    [Test]
    public void CtrlC_OfAMainThatIsCancelledAlready_IsACancel()
    {
        IEnumerator<Awaitable> Other(CoTask main)
        {
            yield return Sleep(0);
            main.Cancel();
            PressCtrlC(main);
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Other(CoTask.Current!));
            yield return Sleep(10);
        }

        using var runner = new Runner(Options());

        Should.Throw<CancelledException>(() => runner.Run(Main()));
    }

    [Test]
    public void CtrlC_OfASecondMain_IsItsFirst()
    {
        IEnumerator<Awaitable> Main(string name)
        {
            CoTask main = CoTask.Current!;
            Scheduler.Current.CallLater(1, () => PressCtrlC(main));
            yield return Settle(Sleep(10), out _, includeCancellation: true);
            yield return Sleep(1);
            _log.Add($"{name} goes on");
        }

        IEnumerator<Awaitable> Cancelled()
        {
            CoTask.Current!.Cancel("its own");
            yield return Sleep(1);
        }

        using var runner = new Runner(Options());
        runner.Run(Main("first"));
        runner.Run(Main("second"));

        Should.Throw<CancelledException>(() => runner.Run(Cancelled())).Message.ShouldBe("its own");
        _log.ShouldBe(["first goes on", "second goes on"]);
    }

    // RunTests.test_asyncio_run_reports_hanging_tasks_errors
    [Test]
    public void Task_ThatFailsWhenTheRunnerEnds_IsReported()
    {
        CoTask left = null!;
        IEnumerator<Awaitable> Main()
        {
            left = CreateTask(CrashInTheEnd(10, () => new DivideByZeroException()));
            yield return Sleep(1);
            yield return Return(123);
        }

        using (var runner = new Runner(Options()))
        {
            runner.Run<int>(Main()).ShouldBe(123);
            left.IsDone.ShouldBeFalse();
        }

        left.IsDone.ShouldBeTrue();
        ExceptionContext report = _reports.ShouldHaveSingleItem();
        report.Task.ShouldBeSameAs(left);
        report.Exception.ShouldBeOfType<DivideByZeroException>();
        report.Message.ShouldContain("at the end of Run");
    }
}

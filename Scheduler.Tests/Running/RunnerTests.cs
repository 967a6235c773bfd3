using static Coroutines.Awaitable;

namespace Coroutines.Tests.Running;

/// <summary><c>Runner</c>, in what Python has no counterpart for; the rest is compared with it in <c>runner.py</c>.</summary>
public sealed class RunnerTests
{
    private readonly List<string> _log = [];
    private readonly List<ExceptionContext> _reports = [];

    private SchedulerOptions Options() => new() { TimeProvider = new VirtualClock(), ExceptionHandler = _reports.Add };

    private IEnumerator<Awaitable> Linger(string name)
    {
        using var resource = new Cleanup(() => _log.Add($"{name} closed"));
        yield return Sleep(100);
    }

    private static IEnumerator<Awaitable> Do(Action action)
    {
        action();
        yield return Sleep(1);
    }

    [Test]
    public void Run_OfNull_IsRefused()
    {
        using var runner = new Runner(Options());
        Should.Throw<ArgumentNullException>(() => runner.Run(null!)).ParamName.ShouldBe("main");
        Should.Throw<ArgumentNullException>(() => runner.Run<int>(null!)).ParamName.ShouldBe("main");
    }

    [Test]
    public void Run_AfterTheEnd_IsRefused_AndMakesNoTask()
    {
        var runner = new Runner(Options());
        runner.Dispose();

        IEnumerator<Awaitable> main = Linger("main");
        Should.Throw<ObjectDisposedException>(() => runner.Run(main));
        runner.Scheduler.AllTasks().ShouldBeEmpty();
        Scheduler.Run(Do(() => main.MoveNext().ShouldBeTrue()), Options());
    }

    [Test]
    public void Run_InsideARun_IsRefused_AndSaysWhatToDo()
    {
        using var runner = new Runner(Options());
        using var other = new Runner(Options());

        runner.Run(Do(() =>
        {
            foreach (Runner nested in (Runner[])[runner, other])
            {
                Should.Throw<InvalidOperationException>(() => nested.Run(Linger("nested"))).Message.ShouldContain("Inside a coroutine, yield return");
            }

            runner.Scheduler.AllTasks().Count.ShouldBe(1);
            other.Scheduler.AllTasks().ShouldBeEmpty();
        }));
    }

    [Test]
    public void Dispose_InsideItsOwnRun_IsRefused_AndCancelsNothing()
    {
        using var runner = new Runner(Options());
        runner.Run(Do(() =>
        {
            CoTask other = CreateTask(Linger("other"));
            Should.Throw<InvalidOperationException>(runner.Dispose).Message.ShouldContain("A running scheduler cannot be disposed");
            other.Cancelling.ShouldBe(0);
            CoTask.Current!.Cancelling.ShouldBe(0);
        }));
        _log.ShouldBeEmpty();
        runner.Dispose();
        _log.ShouldBe(["other closed"]);
        _reports.ShouldBeEmpty();
    }

    [Test]
    public void Dispose_WithTasksLeft_InsideAnotherRun_IsRefused_AndCancelsNothing()
    {
        using var runner = new Runner(Options());
        CoTask left = null!;
        runner.Run(Do(() => left = CreateTask(Linger("left"))));

        Scheduler.Run(Do(() =>
        {
            Should.Throw<InvalidOperationException>(runner.Dispose).Message.ShouldContain("another scheduler runs on this thread");
            left.Cancelling.ShouldBe(0);
        }), Options());
        runner.Dispose();
        _log.ShouldBe(["left closed"]);
    }

    [Test]
    public void Dispose_DuringItsOwnEnd_IsRefused()
    {
        var runner = new Runner(Options());

        IEnumerator<Awaitable> Closing()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Should.Throw<InvalidOperationException>(runner.Dispose);
                _log.Add("refused");
            }
        }

        runner.Run(Do(() => CreateTask(Closing())));
        runner.Dispose();
        _log.ShouldBe(["refused"]);
        runner.Scheduler.IsDisposed.ShouldBeTrue();
        _reports.ShouldBeEmpty();
    }

    [Test]
    public void Token_CancelsTheRunItWasGivenTo_AndNoOther()
    {
        using var runner = new Runner(Options());
        using var source = new CancellationTokenSource();

        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.CallLater(1, source.Cancel);
            yield return Await(Linger("main"));
        }

        CancelledException cancel = Should.Throw<CancelledException>(() => runner.Run(Main(), cancellationToken: source.Token));
        cancel.CancellationToken.ShouldBe(source.Token);
        runner.Run(Do(() => _log.Add("next")));
        Should.Throw<CancelledException>(() => runner.Run(Linger("never"), cancellationToken: source.Token));
        _log.ShouldBe(["main closed", "next"]);
    }

    [Test]
    public void Token_CancelledBetweenTheRuns_LeavesTheNextAlone()
    {
        using var runner = new Runner(Options());
        using var source = new CancellationTokenSource();

        runner.Run(Do(() => _log.Add("first")), cancellationToken: source.Token);
        source.Cancel();
        runner.Run(Do(() => _log.Add("second")));
        _log.ShouldBe(["first", "second"]);
    }

    [Test]
    public void Deadlock_OfOneRun_LeavesTheNextAlone()
    {
        using var runner = new Runner(Options());

        IEnumerator<Awaitable> Stuck()
        {
            using var resource = new Cleanup(() => _log.Add("stuck closed"));
            yield return new Future();
        }

        Should.Throw<DeadlockException>(() => runner.Run(Stuck()));
        runner.Run(Do(() => _log.Add("next")));
        _log.ShouldBe(["next"]);
        runner.Dispose();
        _log.ShouldBe(["next", "stuck closed"]);
    }

    [Test]
    public void Failure_OfTheLastRun_IsTheOneThatCounts()
    {
        IEnumerator<Awaitable> Interrupting()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Rig.Throw("in the clean-up");
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Interrupting());
            yield return Sleep(1);
            throw new ArgumentException("main");
        }

        Should.Throw<ArgumentException>(() =>
        {
            using var runner = new Runner(Options());
            runner.Run(Main());
        }).Message.ShouldBe("main");
        _reports.Select(report => report.Exception!.Message).ShouldBe(["in the clean-up"]);
    }

    [Test]
    public void Scheduler_IsThereFromTheStart_WithTheOptions()
    {
        SchedulerOptions options = Options();
        using var runner = new Runner(options);
        Scheduler scheduler = runner.Scheduler;

        scheduler.CallSoon(() => _log.Add("callback"));
        runner.Run(Do(() => Scheduler.Current.ShouldBe(scheduler)));
        runner.Scheduler.ShouldBe(scheduler);
        scheduler.Time.ShouldBe(1);
        _log.ShouldBe(["callback"]);
    }

    [Test]
    public void Values_OfARunnerMadeWhileTheirFlowIsSuppressed_AreThoseOfItsFirstRun()
    {
        var value = new AsyncLocal<string> { Value = "outside" };
        Runner runner;
        using (ExecutionContext.SuppressFlow())
        {
            runner = new Runner(Options());
        }

        using (runner)
        {
            runner.Run(Do(() => _log.Add(value.Value!)));
            runner.Run(Do(() => value.Value = "main's"));
            runner.Run(Do(() => _log.Add(value.Value!)));
        }

        value.Value.ShouldBe("outside");
        _log.ShouldBe(["outside", "main's"]);
    }
}

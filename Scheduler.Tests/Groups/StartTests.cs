using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary><c>TaskGroup.Start</c>: a child reports that it is ready before whoever started it goes on.</summary>
public sealed partial class StartTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // Gets ready, and serves until it is cancelled.
    private IEnumerator<Awaitable> Serve(StartSignal<int> signal, double startup = 1, double seconds = 100)
    {
        using var resource = new Cleanup(() => _rig.LogTime("server closed"));
        yield return Sleep(startup);
        signal.Started(8080);
        _rig.LogTime("server goes on");
        yield return Sleep(seconds);
        _rig.LogTime("server done");
    }

    private static IEnumerator<Awaitable> Failing(double seconds, string message = "lost")
    {
        yield return Sleep(seconds);
        throw new IOException(message);
    }

    private static IEnumerator<Awaitable> FailAtOnce()
    {
        Rig.Throw("at once");
        yield break;
    }

    private IEnumerator<Awaitable> CleaningUp(double cleanup)
    {
        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(cleanup);
            _rig.LogTime("cleaned up");
        }

        yield return Try(Sleep(100)).Finally(CleanUp);
    }

    private CoTask StartMain(IEnumerator<Awaitable> main) => _rig.Start(main, "main");

    private void RunMain(IEnumerator<Awaitable> main) => _rig.Scheduler.RunUntilComplete(StartMain(main));

    [Test]
    public void Start_WaitsForTheReport_AndHandsItsValueOver()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(signal => Serve(signal, seconds: 2), name: "server").Into(out Awaitable<int> port);
            _rig.LogTime($"port {port.Result}, child {string.Join(' ', group.Tasks.Select(task => task.Name))}");
            yield return group;
            _rig.LogTime("group done");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged(
            "1 server goes on", "1 port 8080, child server", "3 server done", "3 server closed", "3 group done");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_WithoutAValue_WaitsForTheReport()
    {
        IEnumerator<Awaitable> Ready(StartSignal signal)
        {
            yield return Sleep(1);
            signal.Started();
            yield return Sleep(1);
            _rig.LogTime("child done");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start(Ready);
            _rig.LogTime("ready");
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 ready", "2 child done");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_ThatReportsInItsFirstStep_TakesTwoIterations()
    {
        IEnumerator<Awaitable> Main()
        {
            long before = Scheduler.Current.Loop.Iteration;
            var group = new TaskGroup();
            yield return group.Start<int>(signal => Serve(signal, startup: 0, seconds: 0));
            _rig.Log($"{Scheduler.Current.Loop.Iteration - before} iterations");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("0 server goes on", "3 iterations", "0 server done", "0 server closed");
    }

    [Test]
    public void Start_ThatEndsRightAfterItsReport_IsReady()
    {
        IEnumerator<Awaitable> Brief(StartSignal<string> signal)
        {
            signal.Started("brief");
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<string>(Brief).Into(out Awaitable<string> value);
            _rig.LogTime(value.Result);
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("0 brief");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_ThatFailsRightAfterItsReport_FailsTheGroup()
    {
        IEnumerator<Awaitable> Brief(StartSignal<string> signal)
        {
            yield return Sleep(1);
            signal.Started("brief");
            throw new IOException("after the report");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return Settle(group.Start<string>(Brief), out Outcome<string> outcome);
            _rig.LogTime($"{outcome}: {outcome.Result}");
            yield return group;
        }

        Should.Throw<AggregateException>(() => RunMain(Main())).InnerException!.Message.ShouldBe("after the report");
        _rig.ShouldHaveLogged("1 success: brief");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_ThatFailsBeforeItsReport_FailsHere_AndLeavesTheGroupAlone()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask sibling = group.CreateTask(Failing(3, "sibling"));
            yield return Settle(group.Start<int>(_ => Failing(1)).Into(out Awaitable<int> port), out Outcome<int> outcome);
            _rig.LogTime($"{outcome}, sibling {sibling.State}");
            Should.Throw<IOException>(() => port.Result).Message.ShouldBe("lost");
            yield return Settle(group, out Outcome all);
            _rig.LogTime($"{((AggregateException)all.Exception!).InnerExceptions.Count} error");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 IOException: lost, sibling Waiting", "3 1 error");
        _rig.ShouldHaveReported();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_ThatEndsWithoutAReport_IsAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(_ => _rig.Steps("child", 1), name: "forgetful");
        }

        // The error of the body of a group: it comes as all errors of a group do.
        AggregateException error = Should.Throw<AggregateException>(() => RunMain(Main()));
        error.InnerException.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
            "task 'forgetful' has ended without reporting that it was ready. It has to call Started(…) once.");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_WhoseChildIsCancelledByOthers_IsAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            Scheduler.Current.CallLater(
                0.5, () => Scheduler.Current.AllTasks().Single(task => task.Name == "server").Cancel("by others"));
            yield return Settle(group.Start<int>(signal => Serve(signal), name: "server"), out Outcome<int> outcome);
            _rig.LogTime(outcome.Exception!.Message);
            outcome.Exception.InnerException.ShouldBeOfType<CancelledException>().Message.ShouldBe("by others");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("0.5 server closed", "0.5 task 'server' was cancelled before it reported that it was ready.");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_WhoseChildCannotBeMade_FailsHere()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return Settle(group.Start<int>(_ => throw new IOException("no child")), out Outcome<int> thrown);
            _rig.Log(thrown.Exception!.Message);
            yield return Settle(group.Start<int>(_ => null!), out Outcome<int> nothing);
            _rig.Log(nothing.Exception!.GetType().Name);
            yield return group;
            yield return Settle(group.Start<int>(signal => Serve(signal)), out Outcome<int> late);
            _rig.Log(late.Exception!.Message);
        }

        RunMain(Main());
        _rig.ShouldHaveLogged(
            "no child", "ArgumentNullException", "Serve cannot be started: the task group of Main (task 'main') is over.");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_ByAChild_MakesASibling()
    {
        IEnumerator<Awaitable> Starter(TaskGroup group)
        {
            yield return group.Start<int>(signal => Serve(signal, seconds: 2)).Into(out Awaitable<int> port);
            _rig.LogTime($"port {port.Result}");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Starter(group));
            yield return group;
            _rig.LogTime("group done");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged(
            "1 server goes on", "1 port 8080", "3 server done", "3 server closed", "3 group done");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_ByAStranger_KeepsTheGroupOpen_UntilItIsKnownWhatBecomesOfIt([Values] bool reports)
    {
        IEnumerator<Awaitable> Stranger(TaskGroup group)
        {
            yield return Settle(
                group.Start<int>(signal => reports ? Serve(signal, startup: 3, seconds: 1) : Failing(3)), out Outcome<int> outcome);
            _rig.LogTime($"stranger: {outcome}");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask stranger = CreateTask(Stranger(group));
            yield return Sleep(1);
            yield return group;
            _rig.LogTime("group done");
            yield return stranger;
        }

        RunMain(Main());
        if (reports)
        {
            _rig.ShouldHaveLogged(
                "3 server goes on", "3 stranger: success", "4 server done", "4 server closed", "4 group done");
        }
        else
        {
            _rig.ShouldHaveLogged("3 stranger: IOException: lost", "3 group done");
        }

        _rig.ShouldHaveReported();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_WhileAStartWaits_ClosesTheChild()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(signal => Serve(signal, startup: 5));
        }

        CoTask main = StartMain(Main());
        _rig.Iterate(3);
        _rig.Dispose();

        main.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 server closed");
        _rig.ShouldBeAtRest();
        _rig.ShouldHaveReported();
    }
}

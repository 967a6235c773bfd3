using static Coroutines.Awaitable;

namespace Coroutines.Tests.Reporting;

/// <summary>Exceptions that nobody looks at are reported, once, and at a moment that is certain.</summary>
public sealed class UnseenFaultTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Failing(string message)
    {
        yield return null;
        throw new IOException(message);
    }

    [Test]
    public void Fault_OfATaskThatNobodyLooksAt_IsReportedAtTheEnd_Once()
    {
        CoTask task = _rig.Start(Failing("lost"), "job");
        _rig.Iterate(3);
        _rig.ShouldHaveReported();

        _rig.Scheduler.Dispose();
        _rig.Scheduler.Dispose();

        _rig.ShouldHaveReported("The exception of task 'job' was never looked at: lost");
        _rig.Reports[0].Task.ShouldBeSameAs(task);
        _rig.Reports[0].Future.ShouldBeSameAs(task);
    }

    [Test]
    public void Faults_AreReported_InTheOrderInWhichTheyHappened()
    {
        _rig.Start(_rig.Steps("x", 3));
        for (int i = 0; i < 200; i++)
        {
            _rig.Start(Failing($"{i}"));
        }

        _rig.Iterate(3);
        _rig.Dispose();

        _rig.Reports.Select(report => report.Exception!.Message)
            .ShouldBe(Enumerable.Range(0, 200).Select(i => $"{i}"));
    }

    [Test]
    public void Fault_ThatWasLookedAt_IsNotReported()
    {
        IEnumerator<Awaitable> Awaiting(CoTask task)
        {
            yield return task;
        }

        IEnumerator<Awaitable> Settling(CoTask task)
        {
            yield return Settle(task, out _);
        }

        CoTask byResult = _rig.Start(Failing("a"));
        CoTask byException = _rig.Start(Failing("b"));
        CoTask byAwait = _rig.Start(Failing("c"));
        CoTask bySettle = _rig.Start(Failing("d"));
        CoTask byDotNet = _rig.Start(Failing("e"));
        CoTask awaiting = _rig.Start(Awaiting(byAwait));
        _rig.Start(Settling(bySettle));
        Task dotNet = byDotNet.AsTask();
        _rig.Iterate(5);
        Should.Throw<IOException>(() => byResult.Result);
        byException.Exception.ShouldNotBeNull();
        awaiting.Exception.ShouldBeSameAs(byAwait.Exception);
        dotNet.Exception.ShouldNotBeNull();
        _rig.Dispose();

        _rig.ShouldHaveReported();
    }

    [Test]
    public void Fault_ThatOnlyADoneCallbackHeardOf_IsReported()
    {
        CoTask task = _rig.Start(Failing("lost"));
        task.AddDoneCallback(_ => _rig.Log("called"));
        _rig.Iterate(3);
        _rig.Dispose();

        _rig.ShouldHaveLogged("called");
        _rig.ShouldHaveReported("The exception of task 'Task-1' was never looked at: lost");
    }

    [Test]
    public void Fault_PassedOnToATaskThatNobodyLooksAt_IsReportedOnce_ForThatTask()
    {
        IEnumerator<Awaitable> Awaiting(CoTask task)
        {
            yield return task;
        }

        _rig.Start(Awaiting(_rig.Start(Failing("lost"), "inner")), "outer");
        _rig.Iterate(4);
        _rig.Dispose();

        _rig.ShouldHaveReported("The exception of task 'outer' was never looked at: lost");
    }

    [Test]
    public void Fault_OfAFuture_IsReportedToo()
    {
        var future = new Future(_rig.Scheduler) { Name = "answer" };
        future.SetException(new IOException("lost"));
        _rig.Dispose();

        _rig.ShouldHaveReported("The exception of future 'answer' was never looked at: lost");
    }

    [Test]
    public void Cancel_IsNoFault()
    {
        _rig.Start(_rig.Steps("x", 3)).Cancel();
        new Future(_rig.Scheduler).Cancel();
        _rig.Iterate(3);
        _rig.Dispose();

        _rig.ShouldHaveReported();
    }

    [Test]
    public void Run_ReportsUnseenFaults_AndErrorsOfTheShutdown()
    {
        static IEnumerator<Awaitable> FailingInCleanup()
        {
            using var resource = new Cleanup(() => Rig.Throw("in cleanup"));
            yield return Sleep(100);
        }

        static IEnumerator<Awaitable> Main()
        {
            CreateTask(Failing("lost"), "lost");
            CreateTask(FailingInCleanup(), "left");
            yield return Sleep(1);
        }

        var reports = new List<ExceptionContext>();
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = reports.Add });

        reports.Select(report => $"{report.Task!.Name}: {report.Message}: {report.Exception!.Message}").ShouldBe(
        [
            "left: A task failed while it was being cancelled at the end of Run: in cleanup",
            "lost: The exception of task 'lost' was never looked at: lost",
        ]);
    }

    [Test]
    public void Run_WhoseMainFails_ThrowsAndDoesNotReport()
    {
        var reports = new List<ExceptionContext>();
        Should.Throw<IOException>(() => Scheduler.Run(
            Failing("main"), new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = reports.Add }));

        reports.ShouldBeEmpty();
    }

    [Test]
    public void Handler_ThatCausesAFault_HasItReportedToo()
    {
        _rig.Scheduler.ExceptionHandler = context =>
        {
            _rig.Log(context.Exception!.Message);
            if (context.Exception.Message == "first")
            {
                new Future(_rig.Scheduler).SetException(new IOException("second"));
            }
        };
        new Future(_rig.Scheduler).SetException(new IOException("first"));
        _rig.Dispose();

        _rig.ShouldHaveLogged("first", "second");
    }
}

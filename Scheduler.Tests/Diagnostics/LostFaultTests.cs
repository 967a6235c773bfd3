using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Diagnostics;

/// <summary>Failures that nobody can look at any more, in a scheduler that goes on for long.</summary>
public sealed class LostFaultTests
{
    [Test]
    public void FailedTaskNobodyHolds_IsReportedByATickAfterACollection()
    {
        var reports = new List<ExceptionContext>();
        using var scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = reports.Add });
        StartFailing(scheduler);
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);

        // The queue of the next frame lets go of what was in it one frame later.
        scheduler.Tick(0.1);
        Collect();
        scheduler.Tick(0.1);

        reports.ShouldHaveSingleItem().Message.ShouldBe("The exception of task 'bomb' was never looked at");
    }

    [Test]
    public void FailedTaskSomebodyHolds_IsNotReportedBeforeTheEnd()
    {
        var reports = new List<ExceptionContext>();
        using var scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = reports.Add });
        CoTask held = scheduler.CreateTask(Bomb(), "bomb");
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);

        Collect();
        scheduler.Tick(0.1);

        reports.ShouldBeEmpty();
        held.Exception.ShouldBeOfType<IOException>();
    }

    [Test]
    public void ReportThatCausesAnotherFailure_EachTime_DoesNotKeepDisposeBusy()
    {
        int reports = 0;
        Scheduler scheduler = null!;
        scheduler = new Scheduler(new SchedulerOptions
        {
            ExceptionHandler = _ =>
            {
                reports++;
                new Future(scheduler).SetException(new IOException("again"));
            },
        });
        new Future(scheduler).SetException(new IOException("first"));

        scheduler.Dispose();

        reports.ShouldBeGreaterThan(1);
        reports.ShouldBeLessThan(2000);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartFailing(Scheduler scheduler) => scheduler.CreateTask(Bomb(), "bomb");

    private static IEnumerator<Awaitable> Bomb()
    {
        yield return null;
        throw new IOException("lost");
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}

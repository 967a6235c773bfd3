using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>What <see cref="SchedulerOptions.Debug"/> adds: slow steps, creation stacks, every reuse.</summary>
public sealed class DebugModeTests
{
    // So long that no real step, which is measured besides the clock's time, comes near it on a loaded machine.
    private const double Threshold = 100;

    private static (Scheduler Scheduler, VirtualClock Clock, List<ExceptionContext> Reports) Make(
        bool debug = true, double threshold = Threshold)
    {
        var clock = new VirtualClock();
        var reports = new List<ExceptionContext>();
        var options = new SchedulerOptions
        {
            TimeProvider = clock,
            Debug = debug,
            ExceptionHandler = reports.Add,
            SlowStepThreshold = threshold,
        };
        return (new Scheduler(options), clock, reports);
    }

    private static IEnumerator<Awaitable> Outer(VirtualClock clock, double seconds)
    {
        yield return null;
        yield return Await(Slow(clock, seconds));
    }

    private static IEnumerator<Awaitable> Slow(VirtualClock clock, double seconds)
    {
        yield return null;
        clock.Advance(seconds);
        yield return null;
    }

    [Test]
    public void SlowStep_IsReported_WithItsCoroutinesAndItsTime()
    {
        var (scheduler, clock, reports) = Make();
        using Scheduler disposing = scheduler;
        CoTask task = scheduler.CreateTask(Outer(clock, 250), "job");
        scheduler.RunUntilComplete(task);

        ExceptionContext report = reports.ShouldHaveSingleItem();
        report.Message.ShouldBe(
            "Outer > Slow (task 'job') took 250.000 s in one step and held up everything else; a step should take less than 100 s");
        report.Task.ShouldBeSameAs(task);
        report.Exception.ShouldBeNull();
    }

    [TestCase(Threshold)]
    [TestCase(50)]
    public void Step_UpToTheThreshold_IsNotReported(double seconds)
    {
        var (scheduler, clock, reports) = Make();
        using Scheduler disposing = scheduler;
        scheduler.RunUntilComplete(Outer(clock, seconds));

        reports.ShouldBeEmpty();
    }

    [Test]
    public void SlowStepThreshold_IsATenthOfASecond_UnlessSet() => new SchedulerOptions().SlowStepThreshold.ShouldBe(0.1);

    [Test]
    public void SlowCallback_IsReported_WithItsHandle()
    {
        var (scheduler, clock, reports) = Make();
        using Scheduler disposing = scheduler;
        Handle handle = scheduler.CallSoon(() => clock.Advance(300));
        scheduler.Stop();
        scheduler.RunForever();

        reports.ShouldHaveSingleItem().Handle.ShouldBeSameAs(handle);
    }

    [Test]
    public void SlowStep_InATick_IsReportedToo()
    {
        var (scheduler, clock, reports) = Make();
        using Scheduler disposing = scheduler;
        scheduler.CreateTask(Outer(clock, 1000));
        for (int i = 0; i < 4; i++)
        {
            scheduler.Tick(1);
        }

        reports.ShouldHaveSingleItem().Message.ShouldStartWith("Outer > Slow (task 'Task-1') took 1000.000 s");
    }

    [Test]
    public void SlowStep_OutsideOfDebugMode_IsNotReported()
    {
        var (scheduler, clock, reports) = Make(debug: false);
        using Scheduler disposing = scheduler;
        scheduler.RunUntilComplete(Outer(clock, 1000));

        reports.ShouldBeEmpty();
    }

    [Test]
    public void StepThatBlocksTheThread_UnderAVirtualClock_IsReportedByItsRealTime()
    {
        using var never = new ManualResetEventSlim();
        var (scheduler, _, reports) = Make(threshold: 0.1);
        using Scheduler disposing = scheduler;
        scheduler.RunUntilComplete(scheduler.CreateTask(Block(), "job"));

        // On a loaded machine a step before it may count as slow, too.
        reports[^1].Message.ShouldMatch(
            "^Block \\(task 'job'\\) took [0-9]+\\.[0-9]{3} s of real time in one step and held up everything else; a step should take less than 0\\.1 s$");

        IEnumerator<Awaitable> Block()
        {
            yield return null;
            never.Wait(400);
            yield return Sleep(3600);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void CreationStack_IsRecordedInDebugModeOnly(bool debug)
    {
        var (scheduler, _, reports) = Make(debug);
        using (scheduler)
        {
            CreateFailing(scheduler);
            scheduler.Tick(1);
        }

        string? stack = reports.ShouldHaveSingleItem().CreationStack;
        if (debug)
        {
            stack.ShouldNotBeNull().ShouldContain(nameof(CreateFailing));
        }
        else
        {
            stack.ShouldBeNull();
        }
    }

    private static void CreateFailing(Scheduler scheduler) => scheduler.CreateTask(Failing());

    private static IEnumerator<Awaitable> Failing()
    {
        Rig.Throw("boom");
        yield break;
    }
}

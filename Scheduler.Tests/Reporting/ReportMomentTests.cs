using static Coroutines.Awaitable;

namespace Coroutines.Tests.Reporting;

/// <summary>Unseen exceptions in a run: asyncio's moment, or at once.</summary>
public sealed class ReportMomentTests
{
    private readonly List<string> _log = [];

    [Test]
    public void Run_ByDefault_ReportsAtTheEnd_WhatNothingCollects()
    {
        CoTask? held = null;
        IEnumerator<Awaitable> Main()
        {
            held = CreateTask(Fail(), "job");
            yield return Sleep(1);
            _log.Add("main ends");
        }

        Run(Main(), null);

        _log.ShouldBe(["main ends", "job: lost"]);
        GC.KeepAlive(held);
    }

    [Test]
    public void Run_AtOnce_ReportsInTheIterationAfterTheFailure()
    {
        // The job fails in iteration 2, whose batch it begins.
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Fail(), "job");
            for (int i = 1; i <= 4; i++)
            {
                _log.Add($"iteration {i}");
                yield return null;
            }
        }

        Run(Main(), ReportMoment.AtOnce);

        _log.ShouldBe(["iteration 1", "iteration 2", "job: lost", "iteration 3", "iteration 4"]);
    }

    [Test]
    public void Run_AtOnce_ReportsNothingThatThoseWhoWaitTake()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(CreateTask(Fail()), out _);
            yield return Settle(Shield(Shield(CreateTask(Fail()))), out _);
            yield return GatherOutcomes(CreateTask(Fail()), CreateTask(Idle(1)));
            yield return Wait([CreateTask(Fail()), CreateTask(Idle(1))]).Into(out var wait);
            _ = wait.Result.Done[0].Exception;
            foreach (Awaitable<object?> next in AsCompleted(new[] { CreateTask(Fail()), CreateTask(Idle(1)) }))
            {
                yield return Settle(next, out _);
            }

            var group = new TaskGroup();
            group.CreateTask(Fail());
            yield return Settle(group, out _);
            CoTask heard = CreateTask(Fail());
            heard.AddDoneCallback(static task => _ = task.Exception);
            yield return Sleep(1);
        }

        Run(Main(), ReportMoment.AtOnce);

        _log.ShouldBeEmpty();
    }

    [Test]
    public void Run_AtOnce_LeavesMainsFailureToItsCaller()
    {
        Should.Throw<IOException>(() => Run(Fail(), ReportMoment.AtOnce));
        _log.ShouldBeEmpty();
    }

    [Test]
    public void RunUntilComplete_AtOnce_LeavesTheFailureToItsCaller_OrReportsItWhenTheRunWasStopped()
    {
        using var scheduler = new Scheduler(Options(ReportMoment.AtOnce));
        CoTask job = scheduler.CreateTask(FailAfter(1), "job");
        scheduler.CallSoon(scheduler.Stop);
        Should.Throw<InvalidOperationException>(() => scheduler.RunUntilComplete(job)).Message.ShouldContain("stopped before task 'job'");
        scheduler.RunUntilComplete(Idle(2));
        _log.ShouldBe(["job: lost"]);

        Should.Throw<IOException>(() => scheduler.RunUntilComplete(FailAfter(1)));
        _log.Count.ShouldBe(1);
    }

    [Test]
    public void Run_AtOnce_TellsOfTheShutdownsErrorsOnce()
    {
        IEnumerator<Awaitable> FailingInCleanUp()
        {
            using var resource = new Cleanup(() => Rig.Throw("in cleanup"));
            yield return Sleep(100);
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(FailingInCleanUp(), "left");
            yield return null;
        }

        Run(Main(), ReportMoment.AtOnce);

        _log.ShouldBe(["left: in cleanup"]);
    }

    [Test]
    public void AtOnce_IsNeverSilent_ThoughTheRunEndsInTheIterationOfTheFailure()
    {
        using (var scheduler = new Scheduler(Options(ReportMoment.AtOnce)))
        {
            CoTask job = scheduler.CreateTask(Fail(), "job");
            scheduler.Stop();
            scheduler.RunForever();
            job.IsDone.ShouldBeTrue();
            _log.ShouldBeEmpty();
        }

        _log.ShouldBe(["job: lost"]);
    }

    private void Run(IEnumerator<Awaitable> main, ReportMoment? moment) => Scheduler.Run(main, Options(moment));

    private SchedulerOptions Options(ReportMoment? moment) => new()
    {
        TimeProvider = new VirtualClock(),
        UnseenExceptions = moment,
        ExceptionHandler = context => _log.Add($"{context.Task?.Name}: {context.Exception!.Message}"),
    };

    private static IEnumerator<Awaitable> Fail()
    {
        Rig.Throw("lost");
        yield break;
    }

    private static IEnumerator<Awaitable> FailAfter(double seconds)
    {
        yield return Sleep(seconds);
        Rig.Throw("lost");
    }

    private static IEnumerator<Awaitable> Idle(double seconds)
    {
        yield return Sleep(seconds);
    }
}

using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Reporting;

/// <summary>Failures that nobody can look at any more, where they are reported when they are collected: asyncio's moment.</summary>
public sealed class LostFaultTests
{
    private readonly List<string> _reports = [];

    [Test]
    public void FailedTaskNobodyHolds_IsReportedByATickAfterACollection()
    {
        using Scheduler scheduler = MakeGame();
        WeakReference[] lost = StartFailing(scheduler, 1);
        Tick(scheduler);
        Garbage.Collect(lost);
        scheduler.Tick(0.1);

        _reports.ShouldBe(["The exception of task 'bomb 0' was never looked at"]);
    }

    [Test]
    public void FailedTaskSomebodyHolds_IsNotReportedBeforeTheEnd()
    {
        using (Scheduler scheduler = MakeGame())
        {
            CoTask held = scheduler.CreateTask(Bomb(), "bomb");
            Tick(scheduler);
            GC.Collect();
            scheduler.Tick(0.1);

            _reports.ShouldBeEmpty();
            GC.KeepAlive(held);
        }

        _reports.Count.ShouldBe(1);
    }

    [Test]
    public void FailedFutureNobodyHolds_IsReportedByARunThatWaits_AfterACollection()
    {
        IEnumerator<Awaitable> Main()
        {
            WeakReference lost = FailOneFuture(Scheduler.Current);
            yield return Sleep(0.001);
            Garbage.Collect(lost);
            yield return Sleep(0.001);
            yield return Sleep(0.001);
            _reports.Add("main goes on");
        }

        Scheduler.Run(Main(), new SchedulerOptions { ExceptionHandler = Note });

        _reports.ShouldBe(["The exception of a future was never looked at", "main goes on"]);
    }

    [Test]
    public void WhatTheHandlerQueues_IsRunAtOnce_ThoughTheLoopWasAboutToWait()
    {
        Future queued = null!;

        IEnumerator<Awaitable> Main()
        {
            queued = Scheduler.Current.CreateFuture();
            WeakReference lost = FailOneFuture(Scheduler.Current);
            yield return Sleep(0.001);
            Garbage.Collect(lost);
            yield return WaitFor(queued, 20);
        }

        Should.NotThrow(() => Scheduler.Run(Main(), new SchedulerOptions
        {
            ExceptionHandler = _ => Scheduler.Current.CallSoon(() => queued.SetResult()),
        }));
    }

    [Test]
    public void LostOnes_AreLookedForAFewAtATime_ThoughManyOthersAreHeld()
    {
        using Scheduler scheduler = MakeGame();
        CoTask[] held = [.. Enumerable.Range(0, 1000).Select(_ => scheduler.CreateTask(Bomb()))];
        Tick(scheduler);
        GC.Collect();
        WeakReference[] lost = StartFailing(scheduler, 1000);
        Tick(scheduler);
        Garbage.Collect(lost);

        List<int> reportedByTick = [];
        for (int i = 0; i < 20; i++)
        {
            int before = _reports.Count;
            scheduler.Tick(0.1);
            reportedByTick.Add(_reports.Count - before);
        }

        reportedByTick.ShouldAllBe(reports => reports <= 300);
        _reports.ShouldBe(Enumerable.Range(0, 1000).Select(i => $"The exception of task 'bomb {i}' was never looked at"));
        GC.KeepAlive(held);
    }

    [Test]
    public void HeldOnes_CostAFrameNothing()
    {
        using Scheduler scheduler = MakeGame();
        CoTask[] held = [.. Enumerable.Range(0, 10_000).Select(_ => scheduler.CreateTask(Bomb()))];
        for (int i = 0; i < 100; i++)
        {
            // The room that they needed together is given back by and by.
            scheduler.Tick(0.1);
        }

        Tick(scheduler);
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            scheduler.Tick(0.1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        GC.KeepAlive(held);
    }

    [Test]
    public void OnesThatWereSeen_AreForgottenAtOnce()
    {
        using Scheduler scheduler = MakeGame();
        WeakReference exception = FailAndLook(scheduler);
        Tick(scheduler);
        Garbage.Collect(exception);

        exception.IsAlive.ShouldBeFalse();
        scheduler.Dispose();
        _reports.ShouldBeEmpty();
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

    private Scheduler MakeGame() => new(new SchedulerOptions { UnseenExceptions = ReportMoment.WhenCollected, ExceptionHandler = Note });

    private void Note(ExceptionContext context) => _reports.Add(context.Message);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] StartFailing(Scheduler scheduler, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new WeakReference(scheduler.CreateTask(Bomb(), $"bomb {i}")))];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FailOneFuture(Scheduler scheduler)
    {
        var future = new Future(scheduler);
        future.SetException(new IOException("lost"));
        return new WeakReference(future);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FailAndLook(Scheduler scheduler)
    {
        var future = new Future(scheduler);
        var exception = new IOException("seen");
        future.SetException(exception);
        _ = future.Exception;
        return new WeakReference(exception);
    }

    // The queue of the next frame lets go of what was in it one frame later.
    private static void Tick(Scheduler scheduler)
    {
        for (int i = 0; i < 3; i++)
        {
            scheduler.Tick(0.1);
        }
    }

    private static IEnumerator<Awaitable> Bomb()
    {
        yield return null;
        throw new IOException("lost");
    }
}

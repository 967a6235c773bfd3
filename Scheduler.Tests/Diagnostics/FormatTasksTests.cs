using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>The await graph in text.</summary>
public sealed class FormatTasksTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void NoTasks_IsEmpty() => _rig.Scheduler.FormatTasks().ShouldBe(string.Empty);

    [Test]
    public void SleepingTask_ShowsItsCoroutinesAndItsDeadline()
    {
        _rig.Start(Outer(), "fetcher");
        _rig.Iterate();

        ShouldShow("fetcher (Waiting) Outer > Inner: sleeping until 2.5 s (in 2.5 s)");

        IEnumerator<Awaitable> Outer()
        {
            yield return Await(Inner());
        }

        IEnumerator<Awaitable> Inner()
        {
            yield return Sleep(2.5);
        }
    }

    [Test]
    public void SleepForEver_IsSaidSo()
    {
        _rig.Start(Body(), "sleeper");
        _rig.Iterate();

        ShouldShow("sleeper (Waiting) Body: sleeping for ever");

        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(double.PositiveInfinity);
        }
    }

    [Test]
    public void AwaitedTasks_StandBelowWhoAwaitsThem()
    {
        CoTask leaf = _rig.Start(Wait(new Future(_rig.Scheduler) { Name = "answer" }), "leaf");
        CoTask middle = _rig.Start(Wait(leaf), "middle");
        _rig.Start(Wait(middle), "top");
        _rig.Start(Wait(leaf), "second");
        _rig.Iterate();

        ShouldShow(
            "top (Waiting) Wait: awaiting task 'middle'",
            "└── middle (Waiting) Wait: awaiting task 'leaf'",
            "    └── leaf (Waiting) Wait: awaiting future 'answer'",
            "second (Waiting) Wait: awaiting task 'leaf'",
            "└── leaf (see above)");
    }

    [Test]
    public void GroupChildren_StandBelowTheTaskThatWaitsForThem()
    {
        _rig.Start(Body(), "parent");
        _rig.Iterate(2);

        ShouldShow(
            "parent (Waiting) Body: awaiting its task group",
            "└── first (Waiting) Wait: awaiting a future",
            "└── last (Waiting) Wait: awaiting a future");

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Wait(new Future()), "first");
            group.CreateTask(Wait(new Future()), "last");
            yield return group;
        }
    }

    [Test]
    public void Combinators_ShowTheTasksBehindThem()
    {
        Future answer = new(_rig.Scheduler);
        CoTask first = _rig.Start(Wait(answer), "first");
        CoTask second = _rig.Start(Wait(answer), "second");
        _rig.Start(Gathering(), "gathering");
        _rig.Start(Waiting(), "waiting");
        _rig.Iterate();

        ShouldShow(
            "gathering (Waiting) Gathering: awaiting a gather of 2, 2 of them not done",
            "└── first (Waiting) Wait: awaiting a future",
            "└── second (Waiting) Wait: awaiting a future",
            "waiting (Waiting) Waiting: awaiting a wait for 2 futures, 2 of them not done",
            "└── first (see above)",
            "└── second (see above)");

        IEnumerator<Awaitable> Gathering()
        {
            yield return Gather(Shield(first), second);
        }

        IEnumerator<Awaitable> Waiting()
        {
            yield return Awaitable.Wait([first, second]);
        }
    }

    [Test]
    public void Ring_IsShownOnceAndNamed()
    {
        CoTask? second = null;
        CoTask first = _rig.Start(First(), "a");
        second = _rig.Start(Wait(first), "b");
        _rig.Iterate();

        ShouldShow(
            "a (Waiting) First: awaiting task 'b'",
            "└── b (Waiting) Wait: awaiting task 'a'",
            "    └── a (see above)",
            "Ring: task 'a' → task 'b' → task 'a'");

        IEnumerator<Awaitable> First()
        {
            yield return second;
        }
    }

    [Test]
    public void Ring_IsNamedByTheDeadlock()
    {
        CoTask? second = null;
        CoTask first = _rig.Start(First(), "a");
        second = _rig.Start(Wait(first), "b");

        Should.Throw<DeadlockException>(() => _rig.Scheduler.RunUntilComplete(first))
            .Message.ShouldContain("Ring: task 'a' → task 'b' → task 'a'");

        IEnumerator<Awaitable> First()
        {
            yield return second;
        }
    }

    [Test]
    public void ReadyAndRunningTasks_AreShownAsSuch()
    {
        string shown = string.Empty;
        _rig.Start(Body(), "self");
        _rig.Start(_rig.Steps("other", 1), "other");
        _rig.Iterate();

        shown.ShouldBe("self (Running) Body: running\nother (Ready) Steps: ready\n");

        IEnumerator<Awaitable> Body()
        {
            shown = _rig.Scheduler.FormatTasks();
            yield break;
        }
    }

    [Test]
    public void TaskOfAGameLoop_WaitsForTheNextFrame()
    {
        _rig.Start(_rig.Steps("walker", 3), "walker");
        _rig.Scheduler.Tick(0.1);

        ShouldShow("walker (Ready) Steps: waiting for the next frame");
    }

    [Test]
    public void FailedTask_IsShownWithItsException_UntilSomebodyLooksAtIt()
    {
        CoTask failed = _rig.Start(Failing(), "reader");
        _rig.Start(_rig.Steps("other", 9), "other");
        _rig.Iterate(2);

        ShouldShow("other (Ready) Steps: ready", @"reader (Finished, exception=IOException('lost\n'))");
        _rig.Reports.ShouldBeEmpty();
        failed.Exception.ShouldNotBeNull();
        ShouldShow("other (Ready) Steps: ready");
    }

    [Test]
    public void FailedTask_ThatAWaitForOthersIncludes_StandsBelowThatWait()
    {
        CoTask failed = _rig.Start(Failing(), "reader");
        CoTask pending = _rig.Start(Wait(new Future()), "writer");
        _rig.Start(Waiting(), "main");
        _rig.Iterate(3);

        ShouldShow(
            "main (Waiting) Waiting: awaiting a wait for 2 futures, 1 of them not done",
            @"└── reader (Finished, exception=IOException('lost\n'))",
            "└── writer (Waiting) Wait: awaiting a future");

        IEnumerator<Awaitable> Waiting()
        {
            yield return Awaitable.Wait([failed, pending]);
        }
    }

    [Test]
    public void FailedTask_InAGameLoop_IsShownToWhoeverIsToldOfIt_AndNotAfterwards()
    {
        string shown = string.Empty;
        _rig.Scheduler.ExceptionHandler = context => shown = $"{context.Task}\n{_rig.Scheduler.FormatTasks()}";
        _rig.Start(Failing(), "reader");
        _rig.Scheduler.Tick(0.1);
        _rig.Scheduler.Tick(0.1);

        shown.ShouldBe("task 'reader' (Finished, exception=IOException('lost\\n'))\n");
        ShouldShow();
    }

    [Test]
    public void LongChain_IsNoTriangleOfBlanks()
    {
        CoTask last = _rig.Start(Wait(new Future(_rig.Scheduler)));
        for (int i = 0; i < 2000; i++)
        {
            last = _rig.Start(Wait(last));
        }

        _rig.Iterate();

        _rig.Scheduler.FormatTasks().Length.ShouldBeLessThan(2001 * 250);
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return null;
        throw new IOException("lost\n");
    }

    private static IEnumerator<Awaitable> Wait(Future future)
    {
        yield return future;
    }

    private void ShouldShow(params string[] lines) =>
        _rig.Scheduler.FormatTasks().ShouldBe(string.Concat(lines.Select(line => line + "\n")));
}

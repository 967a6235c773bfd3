using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Groups in a scheduler that ends or ticks, and of coroutines that are closed.</summary>
public sealed partial class GroupScopeTests
{
    [Test]
    public void Dispose_WhileTheGroupIsYielded_ClosesTheChildrenFirst()
    {
        IEnumerator<Awaitable> Body()
        {
            using var resource = new Cleanup(() => _rig.LogTime("body closed"));
            var group = new TaskGroup();
            group.CreateTask(Child("a", 10));
            group.CreateTask(Child("b", 10));
            yield return group;
        }

        CoTask task = _rig.Start(Body());
        _rig.Iterate(2);
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 a closed", "0 b closed", "0 body closed");
        _rig.ShouldBeAtRest();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Dispose_WhileAnExitWaitsForAStubbornChild_ClosesAll([Values] bool yielded)
    {
        IEnumerator<Awaitable> Stubborn()
        {
            using var resource = new Cleanup(() => _rig.LogTime("child closed"));
            yield return Await(SwallowEachCancel());
        }

        IEnumerator<Awaitable> Body()
        {
            using var resource = new Cleanup(() => _rig.LogTime("body closed"));
            Timeout(50);
            var group = new TaskGroup();
            group.CreateTask(Stubborn());
            if (yielded)
            {
                yield return group;
            }

            yield return Return(1);
        }

        CoTask task = _rig.Start(Body());
        _rig.Iterate(2);
        task.Cancel();
        _rig.Iterate(2);
        task.IsDone.ShouldBeFalse();
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 child closed", "0 body closed");
        _rig.ShouldBeAtRest();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Dispose_WhileAnExitWaitsWithAnExceptionInFlight_KeepsThatReachable()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(SwallowEachCancel());
            yield return Sleep(1);
            throw new IOException("body");
        }

        CoTask task = _rig.Start(Body());
        Should.Throw<InvalidOperationException>(() =>
        {
            _rig.Scheduler.CallLater(2, _rig.Scheduler.Stop);
            _rig.Scheduler.RunUntilComplete(task);
        });
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        Exception cancel = Should.Throw<CancelledException>(() => task.Result);
        cancel.GetReplacedException().ShouldBeOfType<IOException>().Message.ShouldBe("body");
    }

    [Test]
    public void Run_EndsMainsGroupBeforeItEnds()
    {
        IEnumerator<Awaitable> Main()
        {
            new TaskGroup().CreateTask(Child("a", 3));
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Watch()
        {
            yield return Await(Main());
            _rig.LogTime("main ends");
        }

        _rig.Run(Watch());
        _rig.ShouldHaveLogged("3 a done", "3 a closed", "3 main ends");
    }

    [Test]
    public void Tick_WaitsForTheChildrenFrameByFrame()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(_rig.Steps("a", 2));
            yield return null;
            _rig.Log("body ends");
        }

        CoTask task = _rig.Start(Body());
        for (int frame = 1; frame <= 3; frame++)
        {
            _rig.Log($"frame {frame}");
            _rig.Scheduler.Tick(0.1);
        }

        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("frame 1", "a1", "frame 2", "body ends", "a2", "frame 3", "a end");
    }

    [Test]
    public void Group_YieldedThroughHelpersThatAreNoCoroutines_IsTheOwners()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
            yield return Settle(Try(Settle(group, out _)).Finally(() => { }), out Outcome outcome);
            LogOutcome("group", outcome);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a done", "1 a closed", "1 group: success", "1 body: success");
    }

    [Test]
    public void Group_OfAClosedFrame_RefusesChildren()
    {
        TaskGroup kept = null!;

        IEnumerator<Awaitable> Inner()
        {
            kept = new TaskGroup();
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Await(Inner());
            Should.Throw<InvalidOperationException>(() => kept.CreateTask(Child("late", 1))).Message.ShouldContain("is over");
            yield return Settle(kept, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>();
            yield return Settle(AwaitOnly(kept), out outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>();
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 body: success");
        _rig.ShouldBeAtRest();
    }
}

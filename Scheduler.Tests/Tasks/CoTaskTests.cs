using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>Tasks from creation to their end: order, names, states, results.</summary>
public sealed class CoTaskTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Tasks_TakeTurns_InTheOrderOfTheirCreation()
    {
        _rig.Start(_rig.Steps("a", 2));
        _rig.Start(_rig.Steps("b", 1));
        _rig.Start(_rig.Steps("c", 2));
        _rig.Iterate(3);

        _rig.ShouldHaveLogged("a1", "b1", "c1", "a2", "b end", "c2", "a end", "c end");
    }

    [Test]
    public void Task_ThatEndsEarly_LeavesTheOrderOfTheOthers()
    {
        for (int i = 0; i < 5; i++)
        {
            _rig.Start(_rig.Steps($"{(char)('a' + i)}", 3 - i % 3));
        }

        _rig.Iterate(4);

        _rig.ShouldHaveLogged(
            "a1", "b1", "c1", "d1", "e1",
            "a2", "b2", "c end", "d2", "e2",
            "a3", "b end", "d3", "e end",
            "a end", "d end");
    }

    [Test]
    public void Task_NeverYielding_RunsInOneStep()
    {
        CoTask task = _rig.Start(_rig.Steps("x", 0));
        task.IsDone.ShouldBeFalse();

        _rig.Iterate();

        task.IsDone.ShouldBeTrue();
        task.Result.ShouldBeNull();
    }

    [Test]
    public void Name_IsNumbered_OrGiven_AndCanBeChanged()
    {
        CoTask first = _rig.Start(_rig.Steps("x", 0));
        CoTask second = _rig.Start(_rig.Steps("x", 0), "worker");
        CoTask<int> third = _rig.Start<int>(_rig.Steps("x", 0));

        first.Name.ShouldBe("Task-1");
        second.Name.ShouldBe("worker");
        third.Name.ShouldBe("Task-2");
        first.Name = "renamed";
        first.ToString().ShouldBe("task 'renamed' (Ready)");
        _ = Should.Throw<InvalidOperationException>(() => _rig.Scheduler.RunUntilComplete(third));
    }

    [Test]
    public void State_FollowsTheTask()
    {
        var future = new Future(_rig.Scheduler);
        CoTask task = null!;
        IEnumerator<Awaitable> Main()
        {
            _rig.Log($"{task.State}");
            yield return null;
            yield return future;
            yield return Sleep(1);
        }

        task = _rig.Start(Main());
        task.State.ShouldBe(FutureState.Ready);
        _rig.Iterate();
        task.State.ShouldBe(FutureState.Ready);
        _rig.Iterate();
        task.State.ShouldBe(FutureState.Waiting);
        future.SetResult();
        task.State.ShouldBe(FutureState.Ready);
        _rig.Iterate();
        task.State.ShouldBe(FutureState.Waiting);
        _rig.Scheduler.RunUntilComplete(task);

        task.State.ShouldBe(FutureState.Finished);
        _rig.ShouldHaveLogged("Running");
    }

    [Test]
    public void Task_ThatFails_KeepsTheException()
    {
        var error = new IOException("boom");
        IEnumerator<Awaitable> Main()
        {
            yield return null;
            throw error;
        }

        CoTask<int> task = _rig.Start<int>(Main());
        _rig.Iterate(2);

        task.State.ShouldBe(FutureState.Finished);
        task.Exception.ShouldBeSameAs(error);
        Should.Throw<IOException>(() => task.Result).StackTrace.ShouldNotBeNull().ShouldContain("Main");
        Should.Throw<IOException>(() => ((CoTask)task).Result).ShouldBeSameAs(error);
    }

    [Test]
    public void Await_OfAFailedTask_ThrowsInEachWhoAwaitsIt()
    {
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("boom");
        }

        IEnumerator<Awaitable> Waiter(string name, CoTask task)
        {
            yield return Settle(task, out Outcome outcome);
            _rig.Log($"{name} {outcome}");
        }

        CoTask failing = _rig.Start(Failing());
        _rig.Start(Waiter("a", failing));
        _rig.Start(Waiter("b", failing));
        _rig.Iterate(3);
        _rig.Start(Waiter("late", failing));
        _rig.Iterate();

        _rig.ShouldHaveLogged("a IOException: boom", "b IOException: boom", "late IOException: boom");
    }

    [Test]
    public void Current_IsTheRunningTask_InNestedCoroutinesToo()
    {
        CoTask.Current.ShouldBeNull();
        IEnumerator<Awaitable> Inner()
        {
            _rig.Log(CoTask.Current!.Name);
            yield return null;
            _rig.Log(CoTask.Current!.Name);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
        }

        _rig.Start(Main(), "a");
        _rig.Start(Main(), "b");
        _rig.Scheduler.CallSoon(() => _rig.Log(CoTask.Current?.Name ?? "none"));
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("a", "b", "none", "a", "b");
        CoTask.Current.ShouldBeNull();
    }

    [Test]
    public void Current_InAFinallyOfACancelledTask_IsThatTask()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                _rig.Log(CoTask.Current!.Name);
            }
        }

        CoTask task = _rig.Start(Main(), "worker");
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate();

        _rig.ShouldHaveLogged("worker");
    }

    [Test]
    public void Using_ATask_CancelsItWithTheFrame()
    {
        IEnumerator<Awaitable> Worker()
        {
            try
            {
                yield return Sleep(1000);
            }
            finally
            {
                _rig.LogTime("worker cancelled");
            }
        }

        IEnumerator<Awaitable> Main()
        {
            using CoTask worker = CreateTask(Worker());
            yield return Sleep(1);
            _rig.LogTime("main ends");
        }

        _rig.Run(Main());
        _rig.Iterate();

        _rig.ShouldHaveLogged("1 main ends", "1 worker cancelled");
    }

    [Test]
    public void CreateTask_OutsideOfARun_NeedsAScheduler() =>
        Should.Throw<InvalidOperationException>(() => CreateTask(_rig.Steps("x", 1)))
            .Message.ShouldContain("No scheduler is running");
}

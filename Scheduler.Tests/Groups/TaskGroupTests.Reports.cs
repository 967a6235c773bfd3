using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>What a group tells of itself and of its errors.</summary>
public sealed partial class TaskGroupTests
{
    [Test]
    public void Errors_ComeAsOneAggregateException_WithTheGroupsName()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "first"));
            group.CreateTask(Failing(1, "second"));
            yield return group;
        }

        AggregateException error = Should.Throw<AggregateException>(() => RunMain(Main()));

        error.Message.ShouldBe("Unhandled errors in the task group of Main (task 'main') (first) (second)");
        error.InnerExceptions.Select(inner => inner.Message).ShouldBe(["first", "second"]);
        error.InnerExceptions[0].GetLogicalStack().ShouldNotBeNull().ToString().ShouldContain("Failing");
        _rig.ShouldHaveReported();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void ErrorOfTheBody_IsTheLast_AndStaysReachable()
    {
        IEnumerator<Awaitable> CleaningUp()
        {
            yield return Try(Sleep(10)).Finally(() => Failing(1, "child"));
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(CleaningUp());
            yield return Sleep(1);
            throw new ArgumentException("body");
        }

        AggregateException error = Should.Throw<AggregateException>(() => RunMain(Main()));

        error.InnerExceptions.Select(inner => inner.Message).ShouldBe(["child", "body"]);
        error.GetReplacedException().ShouldBe(error.InnerExceptions[1]);
    }

    [Test]
    public void ToString_TellsTheTasksAndTheState()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.ToString().ShouldBe("task group of Main (task 'main'): 0 tasks");
            group.CreateTask(Child("a", 1));
            group.ToString().ShouldBe("task group of Main (task 'main'): 1 task");
            group.CreateTask(Child("b", 1));
            group.Cancel();
            group.ToString().ShouldBe("task group of Main (task 'main'): 2 tasks, shutting down");
            yield return group;
            group.ToString().ShouldBe("task group of Main (task 'main'): 0 tasks, over");
        }

        RunMain(Main());
    }

    [Test]
    public void Tasks_AreThoseThatAreNotDone_InTheOrderOfCreation()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            foreach (int seconds in (int[])[3, 1, 2])
            {
                group.CreateTask(Child($"{seconds}", seconds), name: $"{seconds}");
            }

            string Names() => string.Join(' ', group.Tasks.Select(task => task.Name));
            _rig.Log(Names());
            yield return Sleep(1.5);
            _rig.Log(Names());
            yield return Sleep(1);
            _rig.Log(Names());
            yield return group;
            group.Tasks.ShouldBeEmpty();
        }

        RunMain(Main());
        _rig.ShouldHaveLogged(
            "3 1 2", "1 1 done", "1 1 closed", "3 2", "2 2 done", "2 2 closed", "3", "3 3 done", "3 3 closed");
    }

    [Test]
    public void Deadlock_OfAChild_NamesTheGroupThatWaits()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(AwaitOnly(new Future()), name: "stuck");
            yield return group;
        }

        Should.Throw<DeadlockException>(() => RunMain(Main())).Message.ShouldContain("its task group");
    }
}

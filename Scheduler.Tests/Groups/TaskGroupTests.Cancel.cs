using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Groups that are cancelled.</summary>
public sealed partial class TaskGroupTests
{
    [Test]
    public void Cancel_CancelsTheChildren_AndIsNoError()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Child("a", 10));
            group.CreateTask(Child("b", 10));
            yield return Sleep(1);
            group.Cancel("enough");
            Should.Throw<InvalidOperationException>(() => group.CreateTask(Never())).Message.ShouldContain("is shutting down");
            yield return group;
            _rig.LogTime($"cancelled {task.IsCancelled}, cancelling {CoTask.Current!.Cancelling}");
            Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("enough");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 a closed", "1 b closed", "1 cancelled True, cancelling 0");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_LetsTheBodyGoOn()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 10));
            Scheduler.Current.CallLater(1, () => group.Cancel());
            yield return Sleep(3);
            _rig.LogTime("body done");
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 a closed", "3 body done");
    }

    [Test]
    public void Cancel_ByAChild_EndsItToo()
    {
        IEnumerator<Awaitable> First(TaskGroup group)
        {
            yield return Sleep(1);
            group.Cancel();
            _rig.LogTime("found");
            yield return Sleep(1);
            _rig.Log("never");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 10));
            group.CreateTask(First(group));
            yield return group;
            _rig.LogTime("over");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 found", "1 a closed", "1 over");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_BeforeTheChildrenHaveStarted_NeverRunsThem()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Never());
            group.Cancel();
            group.Cancel();
            yield return group;
            group.Cancel();
        }

        RunMain(Main());
        _rig.ShouldHaveLogged();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_ThenAChildFails_RaisesItsError_AtTheEndOfTheBlock()
    {
        IEnumerator<Awaitable> CleaningUp()
        {
            yield return Try(Sleep(10)).Finally(() => Failing(1));
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(CleaningUp());
            yield return Sleep(1);
            group.Cancel();
            yield return Sleep(5);
            _rig.LogTime("body done");
            yield return group;
        }

        Should.Throw<AggregateException>(() => RunMain(Main())).InnerException.ShouldBeOfType<IOException>();
        _rig.ShouldHaveLogged("6 body done");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_ThenACancelFromOutside_PassesThatOne()
    {
        IEnumerator<Awaitable> CleaningUp()
        {
            yield return Try(Sleep(10)).Finally(() => Child("a", 5));
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(CleaningUp());
            yield return Sleep(1);
            group.Cancel();
            yield return group;
        }

        CoTask task = _rig.Start(Main());
        _rig.Scheduler.CallLater(2, () => task.Cancel("outside"));

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task)).Message.ShouldBe("outside");
        _rig.ShouldHaveLogged("6 a done", "6 a closed");
        _rig.ShouldBeAtRest();
    }
}

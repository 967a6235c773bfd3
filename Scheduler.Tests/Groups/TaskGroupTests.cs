using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Task groups, in what Python has no counterpart for; the rest is compared with it in <c>groups.py</c>.</summary>
public sealed class TaskGroupTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Child(string name, double seconds)
    {
        using var resource = new Cleanup(() => _rig.LogTime($"{name} closed"));
        yield return Sleep(seconds);
        _rig.LogTime($"{name} done");
    }

    private static IEnumerator<Awaitable> Failing(double seconds, string message = "lost")
    {
        yield return Sleep(seconds);
        throw new IOException(message);
    }

    private IEnumerator<Awaitable> Never()
    {
        _rig.Log("never");
        yield break;
    }

    private static IEnumerator<Awaitable> AwaitOnly(Awaitable awaitable)
    {
        yield return awaitable;
    }

    private void RunMain(IEnumerator<Awaitable> main) => _rig.Scheduler.RunUntilComplete(_rig.Start(main, "main"));

    // Misuse.

    [Test]
    public void Group_OutsideOfACoroutine_IsRefused() => Should.Throw<InvalidOperationException>(() => new TaskGroup()).Message
        .ShouldBe("A task group belongs to a coroutine, and none is running here.");

    [Test]
    public void Group_Null_IsRefused()
    {
        Should.Throw<ArgumentNullException>(() => { Awaitable _ = (TaskGroup)null!; }).ParamName.ShouldBe("group");
    }

    [Test]
    public void CreateTask_OfNull_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            Should.Throw<ArgumentNullException>(() => group.CreateTask(null!)).ParamName.ShouldBe("coroutine");
            Should.Throw<ArgumentNullException>(() => group.CreateTask<int>(null!)).ParamName.ShouldBe("coroutine");
            Should.Throw<ArgumentNullException>(() => group.Start(null!)).ParamName.ShouldBe("child");
            Should.Throw<ArgumentNullException>(() => group.Start<int>(null!)).ParamName.ShouldBe("child");
            yield return group;
        }

        RunMain(Main());
    }

    [Test]
    public void CreateTask_AfterTheEnd_IsRefused_AndTheCoroutineNeverRuns()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group;
            IEnumerator<Awaitable> refused = Never();
            Should.Throw<InvalidOperationException>(() => group.CreateTask(refused)).Message.ShouldBe(
                "Never cannot be started: the task group of Main (task 'main') is over.");
            yield return Settle(refused, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("started before");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void CreateTask_AfterAFailure_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(0));
            yield return Settle(Sleep(5), out _, includeCancellation: true);
            Should.Throw<InvalidOperationException>(() => group.CreateTask<int>(Never())).Message.ShouldBe(
                "Never cannot be started: the task group of Main (task 'main') is shutting down.");
        }

        Should.Throw<AggregateException>(() => RunMain(Main()));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void CreateTask_WithAThrowingCoroutineThatIsRefused_LosesNoExceptionInFlight()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group;
            try
            {
                throw new IOException("in flight");
            }
            finally
            {
                Should.Throw<InvalidOperationException>(() => group.CreateTask(new ThrowingOnDispose()));
            }
        }

        Should.Throw<IOException>(() => RunMain(Main())).Message.ShouldBe("in flight");
    }

    private sealed class ThrowingOnDispose : IEnumerator<Awaitable>
    {
        public Awaitable Current => default;

        object System.Collections.IEnumerator.Current => Current;

        public bool MoveNext() => false;

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => throw new ArgumentException("in Dispose");
    }

    [Test]
    public void Group_YieldedByAnotherCoroutine_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
            yield return Settle(AwaitOnly(group), out Outcome inner);
            _rig.Log(inner.Exception!.Message);
            yield return Settle(CreateTask(AwaitOnly(group), name: "other"), out Outcome other);
            _rig.Log(other.Exception!.Message);
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged(
            "Main > AwaitOnly (task 'main') yields the task group of Main (task 'main'), which another coroutine has made. Only that one can wait for it; here, await its tasks.",
            "AwaitOnly (task 'other') yields the task group of Main (task 'main'), which another coroutine has made. Only that one can wait for it; here, await its tasks.",
            "1 a done",
            "1 a closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Group_YieldedByTheCallerOfTheOneThatMadeIt_IsRefused()
    {
        IEnumerator<Awaitable> Make()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
            yield return Return(group);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await<TaskGroup>(Make()).Into(out Awaitable<TaskGroup> made);
            _rig.LogTime("made");
            yield return made.Result;
        }

        Should.Throw<InvalidOperationException>(() => RunMain(Main())).Message.ShouldContain("which another coroutine has made");
        _rig.ShouldHaveLogged("1 a done", "1 a closed", "1 made");
    }

    [Test]
    public void Group_YieldedTwice_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
            yield return group;
            yield return Settle(group, out Outcome again);
            _rig.Log(again.Exception!.Message);
        }

        RunMain(Main());
        _rig.ShouldHaveLogged(
            "1 a done", "1 a closed", "Main (task 'main') yields its task group a second time. Make a new one for each block.");
    }

    [Test]
    public void Use_FromAnotherThread_WhileTheSchedulerRuns_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            foreach (Action use in (Action[])[() => group.Cancel(), () => group.CreateTask(Never())])
            {
                Exception? refusal = null;
                var thread = new Thread(() => refusal = Record(use));
                thread.Start();
                thread.Join();
                refusal.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("another thread");
            }

            yield return group;
        }

        RunMain(Main());
        _rig.ShouldBeAtRest();
    }

    private static Exception? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    // What it says.

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

    // Options of a child.

    [Test]
    public void CreateTask_Typed_HasTheResult()
    {
        IEnumerator<Awaitable> Answer()
        {
            yield return Sleep(1);
            yield return Return(42);
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask<int> answer = group.CreateTask<int>(Answer(), name: "answer");
            CoTask<int> eager = group.CreateTask<int>(Answer(), eager: true);
            yield return group;
            _rig.Log($"{answer.Name}: {answer.Result} {eager.Result}");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("answer: 42 42");
    }

    [Test]
    public void CreateTask_Eager_TakesTheFirstStepAtOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask done = group.CreateTask(_rig.Steps("done", 0), eager: true);
            CoTask started = group.CreateTask(_rig.Steps("started", 1), eager: true);
            _rig.Log($"{done.IsDone} {started.IsDone}, {group.Tasks.Count} left");
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("done end", "started1", "True False, 1 left", "started end");
    }

    [Test]
    public void CreateTask_InAContext_RunsThere()
    {
        var value = new AsyncLocal<string> { Value = "given" };
        ExecutionContext given = ExecutionContext.Capture()!;
        value.Value = "outside";

        IEnumerator<Awaitable> Show()
        {
            _rig.Log($"sees {value.Value}");
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Show(), context: given);
            group.CreateTask(Show());
            group.CreateTask(Show(), context: given, eager: true);
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("sees given", "sees given", "sees outside");
    }

    // Cancel.

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

    [Test]
    public void Group_OfManyChildren_EndsThemAll()
    {
        const int Count = 10_000;
        int ended = 0;

        IEnumerator<Awaitable> One(int i)
        {
            yield return Sleep(i % 7);
            ended++;
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int i = 0; i < Count; i++)
            {
                group.CreateTask(One(i));
            }

            yield return group;
        }

        RunMain(Main());
        ended.ShouldBe(Count);
        _rig.ShouldBeAtRest();
    }
}

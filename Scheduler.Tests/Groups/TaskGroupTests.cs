using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Task groups, in what Python has no counterpart for; the rest is compared with it in <c>groups.py</c>.</summary>
public sealed partial class TaskGroupTests
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
        // Where it is noted that the coroutine, which has not yielded, is used.
        _rig.Dispose();
        _rig = new Rig(debug: true);

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

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>A task factory sees how each task is about to be made, and may change it.</summary>
public sealed class TaskFactoryTests
{
    private readonly List<TaskStart> _seen = [];
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private TaskStart Note(TaskStart start)
    {
        _seen.Add(start);
        return start;
    }

    private static IEnumerator<Awaitable> Answer()
    {
        yield return Return(42);
    }

    [Test]
    public void Factory_SeesWhatWasAskedFor()
    {
        IEnumerator<Awaitable> coroutine = _rig.Steps("a", 0);
        ExecutionContext context = ExecutionContext.Capture()!;
        _rig.Scheduler.TaskFactory = Note;

        _rig.Scheduler.CreateTask(coroutine, "named", context, eager: true);
        IEnumerator<Awaitable> typed = Answer();
        _rig.Scheduler.CreateTask<int>(typed);
        IEnumerator<Awaitable> lazy = Answer();
        _rig.Scheduler.CreateTask(lazy, eager: false);

        _seen.ShouldBe(
        [
            new TaskStart(coroutine, "named", context, true),
            new TaskStart(typed, null, null, null),
            new TaskStart(lazy, null, null, false),
        ]);
    }

    [Test]
    public void Factory_SeesTheTasksOfGroupsAndRuns()
    {
        _rig.Scheduler.TaskFactory = Note;

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(_rig.Steps("a", 0), name: "child");
            yield return group.Start(Ready, name: "started");
            yield return Settle(WaitFor(Answer(), 0), out _);
        }

        IEnumerator<Awaitable> Ready(StartSignal signal)
        {
            signal.Started();
            yield break;
        }

        _rig.Run(Main());
        _seen.Select(start => start.Name).ShouldBe([null, "child", "started", null]);
    }

    [Test]
    public void Factory_MayChangeTheName()
    {
        _rig.Scheduler.TaskFactory = start => start with { Name = $"<{start.Name}>" };
        _rig.Start(_rig.Steps("a", 0), "a").Name.ShouldBe("<a>");
    }

    [Test]
    public void Factory_MayChangeTheContext()
    {
        var value = new AsyncLocal<string> { Value = "given" };
        ExecutionContext context = ExecutionContext.Capture()!;
        value.Value = "outside";
        _rig.Scheduler.TaskFactory = start => start with { Context = context };

        IEnumerator<Awaitable> Show()
        {
            _rig.Log(value.Value!);
            yield break;
        }

        _rig.Run(Show());
        _rig.ShouldHaveLogged("given");
    }

    [Test]
    public void Factory_MayWrapTheCoroutine_AndReturnItsResult()
    {
        IEnumerator<Awaitable> Doubled(IEnumerator<Awaitable> coroutine)
        {
            yield return Await<int>(coroutine).Into(out Awaitable<int> result);
            yield return Return(2 * result.Result);
        }

        _rig.Scheduler.TaskFactory = start => start with { Coroutine = Doubled(start.Coroutine) };
        _rig.Run<int>(Answer()).ShouldBe(84);
    }

    [Test]
    public void Factory_WhoseWrapperReturnsAnotherType_FailsTheTask()
    {
        IEnumerator<Awaitable> Worded(IEnumerator<Awaitable> coroutine)
        {
            yield return Await(coroutine);
            yield return Return("forty-two");
        }

        _rig.Scheduler.TaskFactory = start => start with { Coroutine = Worded(start.Coroutine) };
        Should.Throw<InvalidOperationException>(() => _rig.Run<int>(Answer())).Message.ShouldContain("Int32");
    }

    [Test]
    public void Factory_ThatReturnsNoCoroutine_IsAnErrorOfTheCall()
    {
        _rig.Scheduler.TaskFactory = _ => default;
        Should.Throw<InvalidOperationException>(() => _rig.Start(Answer())).Message.ShouldBe(
            "The task factory was given Answer and returned no coroutine. It has to return its argument, changed or not.");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Factory_ThatThrows_FailsTheCall_AndLeavesNothing()
    {
        _rig.Scheduler.TaskFactory = _ => throw new IOException("no");
        Should.Throw<IOException>(() => _rig.Start(Answer()));
        Should.Throw<IOException>(() => _rig.Start<int>(Answer()));
        Should.Throw<IOException>(() => _rig.Run(Answer()));
        _rig.ShouldBeAtRest();

        _rig.Scheduler.TaskFactory = null;
        _rig.Run<int>(Answer()).ShouldBe(42);
    }

    [Test]
    public void Factory_ThatThrows_FailsTheChildOfAGroupOnly()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            Scheduler.Current.TaskFactory = _ => throw new IOException("no");
            Should.Throw<IOException>(() => group.CreateTask(Answer()));
            yield return Settle(group.Start<int>(_ => Answer()), out Outcome<int> start);
            start.Exception.ShouldBeOfType<IOException>();
            yield return group;
            _rig.Log("group done");
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("group done");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Factory_ThatMakesTasksItself_IsAskedForThoseToo()
    {
        int depth = 0;
        _rig.Scheduler.TaskFactory = start =>
        {
            if (depth++ == 0)
            {
                _rig.Start(_rig.Steps("companion", 0));
            }

            return start;
        };

        _rig.Run(_rig.Steps("main", 0));
        depth.ShouldBe(2);
        _rig.ShouldHaveLogged("companion end", "main end");
    }

    [Test]
    public void Eagerly_LeavesOutWhoIsMadeWithEagerFalse()
    {
        _rig.Scheduler.TaskFactory = TaskStart.Eagerly;

        IEnumerator<Awaitable> Main()
        {
            using var team = new CoGroup(Scheduler.Current);
            var group = new TaskGroup();
            Func<bool?, CoTask>[] ways =
            [
                eager => CreateTask(Answer(), eager: eager),
                eager => CreateTask<int>(Answer(), eager: eager),
                eager => Scheduler.Current.CreateTask(Answer(), eager: eager),
                eager => Scheduler.Current.CreateTask<int>(Answer(), eager: eager),
                eager => group.CreateTask(Answer(), eager: eager),
                eager => group.CreateTask<int>(Answer(), eager: eager),
                eager => team.CreateTask(Answer(), eager: eager),
                eager => team.CreateTask<int>(Answer(), eager: eager),
            ];
            foreach (Func<bool?, CoTask> way in ways)
            {
                way(null).IsDone.ShouldBeTrue();
                way(true).IsDone.ShouldBeTrue();
                way(false).State.ShouldBe(FutureState.Ready);
            }

            yield return group;
            yield return team;
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Factory_OfTheUsers_HasTheLastWord()
    {
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.TaskFactory = start => start with { Eager = true };
            CreateTask(Answer(), eager: false).IsDone.ShouldBeTrue();
            Scheduler.Current.TaskFactory = start => start with { Eager = null };
            CreateTask(Answer(), eager: true).IsDone.ShouldBeFalse();
            yield break;
        }

        _rig.Run(Main());
    }

    [Test]
    public void Options_GiveTheFirstFactory()
    {
        var options = new SchedulerOptions { TimeProvider = new VirtualClock(), TaskFactory = TaskStart.Eagerly };
        using var scheduler = new Scheduler(options);
        scheduler.TaskFactory.ShouldBe(TaskStart.Eagerly);

        IEnumerator<Awaitable> Main()
        {
            CreateTask<int>(Answer()).IsDone.ShouldBeTrue();
            Scheduler.Current.TaskFactory = null;
            CreateTask<int>(Answer()).IsDone.ShouldBeFalse();
            yield break;
        }

        scheduler.RunUntilComplete(Main());
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>
/// Eager starts inside eager starts: the one recursion in the library that is the user's to begin. However deep it is meant to
/// go, it ends with an error in a task, and the process goes on.
/// </summary>
public sealed class EagerRecursionTests
{
    private const int TooDeep = 1_000_000;

    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Awaited(int left)
    {
        yield return left > 0 ? CreateTask(Awaited(left - 1), eager: true) : Sleep(1);
    }

    private static IEnumerator<Awaitable> InAGroup(int left)
    {
        var group = new TaskGroup();
        if (left > 0)
        {
            group.CreateTask(InAGroup(left - 1), eager: true);
        }

        yield return group;
    }

    private static IEnumerator<Awaitable> Gathered(int left)
    {
        yield return left > 0 ? Gather(Gathered(left - 1), Gathered(0)) : Sleep(1);
    }

    private static IEnumerator<Awaitable> Raced(int left)
    {
        yield return left > 0 ? Race(Raced(left - 1)) : Sleep(1);
    }

    private static IEnumerator<Awaitable> Shielded(int left)
    {
        yield return left > 0 ? Shield(Shielded(left - 1)) : Sleep(1);
    }

    private static IEnumerator<Awaitable> Started(int left, StartSignal? signal = null)
    {
        var group = new TaskGroup();
        yield return left > 0 ? group.Start(inner => Started(left - 1, inner)) : Sleep(1);
        signal?.Started();
    }

    private static IEnumerator<Awaitable> InAFinallyBlock(int left, List<CoTask> tasks)
    {
        try
        {
            yield return Return(left);
        }
        finally
        {
            tasks.Add(CreateTask(InAFinallyBlock(left - 1, tasks), eager: true));
        }
    }

    private static IEnumerator<Awaitable> WhileThrowing(int left, List<CoTask> tasks)
    {
        tasks.Add(CreateTask(WhileThrowing(left - 1, tasks), eager: true));
        Rig.Throw($"{left}");
        yield break;
    }

    [TestCase(nameof(Awaited))]
    [TestCase(nameof(InAGroup))]
    [TestCase(nameof(Gathered))]
    [TestCase(nameof(Raced))]
    [TestCase(nameof(Shielded))]
    [TestCase(nameof(Started))]
    public void Recursion_WithoutEnd_IsAnErrorInATask(string kind)
    {
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.TaskFactory = TaskStart.Eagerly;
            yield return Settle(MakeDeep(kind), out Outcome outcome);
            ShouldHaveRunOut(outcome.Exception!);
            yield return Sleep(1);
            _rig.LogTime("goes on");
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 goes on");
        _rig.Dispose();
        _rig.Reports.ShouldBeEmpty();
    }

    [Test]
    public void Recursion_InFinallyBlocks_IsAnErrorOfTheLast()
    {
        List<CoTask> tasks = [];
        _rig.Run(InAFinallyBlock(TooDeep, tasks));

        ShouldHaveRunOut(tasks[0].Exception!);
        tasks.Skip(1).ShouldAllBe(task => task.Exception == null);
    }

    [Test]
    public void Recursion_OfThoseThatThrow_KeepsTheirOwnErrors()
    {
        List<CoTask> tasks = [];
        Should.Throw<IOException>(() => _rig.Run(WhileThrowing(TooDeep, tasks)));

        ShouldHaveRunOut(tasks[0].Exception!);
        tasks.Skip(1).ShouldAllBe(task => task.Exception is IOException);
    }

    [Test]
    public void Recursion_OnAThreadWithASmallStack_IsAnErrorToo()
    {
        Exception? error = null;

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Awaited(TooDeep), out Outcome outcome);
            error = outcome.Exception;
        }

        var thread = new Thread(() => _rig.Run(Main()), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        ShouldHaveRunOut(error.ShouldNotBeNull());
    }

    [Test]
    public void Error_SaysWhichCoroutine_AndWhatToDo()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Awaited(TooDeep), out Outcome outcome);
            outcome.Exception!.Message.ShouldMatch(
                @"^Awaited \(task 'Task-\d+'\) was to begin eagerly, inside so many others that do the same that the stack has no room left\. "
                + "Without eager: true it begins in the next iteration.$");
            outcome.Exception.GetLogicalStack()!.Coroutines.ShouldBe(["Awaited"]);
        }

        _rig.Run(Main());
    }

    [Test]
    public void OneThatHasNoRoom_NeverRuns_AndMayNotBeUsedAgain()
    {
        IEnumerator<Awaitable> last = null!;

        IEnumerator<Awaitable> Level()
        {
            last = Level();
            yield return CreateTask(last, eager: true);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Level(), out _);
            yield return Settle(last, out Outcome again);
            again.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("was started before");
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void TaskFactory_ThatMakesTasksItself_WithoutEnd_IsAnErrorOfTheCall()
    {
        _rig.Scheduler.TaskFactory = start =>
        {
            _rig.Start(_rig.Steps("companion", 0));
            return start;
        };

        Should.Throw<InsufficientExecutionStackException>(() => _rig.Start(_rig.Steps("main", 0))).Message.ShouldContain("task factory");
        _rig.Scheduler.TaskFactory = null;
        _rig.ShouldBeAtRest();
    }

    private static IEnumerator<Awaitable> MakeDeep(string kind) => kind switch
    {
        nameof(InAGroup) => InAGroup(TooDeep),
        nameof(Gathered) => Gathered(TooDeep),
        nameof(Raced) => Raced(TooDeep),
        nameof(Shielded) => Shielded(TooDeep),
        nameof(Started) => Started(TooDeep),
        _ => Awaited(TooDeep),
    };

    private static void ShouldHaveRunOut(Exception error)
    {
        Exception? innermost = error;
        while (innermost is not (null or InsufficientExecutionStackException))
        {
            innermost = innermost.InnerException;
        }

        innermost.ShouldNotBeNull();
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Eager tasks, the eager task factory, and what a factory may change.</summary>
public sealed partial class EagerTwins : Twins<EagerTwins>
{
    // A variable for each case: what a case sets stays set on the thread that runs the tests.
    private AsyncLocal<string?> _value = new();

    private string Value
    {
        get => _value.Value ?? "default";
        set => _value.Value = value;
    }

    [SetUp]
    public void Forget() => _value = new AsyncLocal<string?>();

    private static string State(CoTask task) => $"done {task.IsDone} cancelled {task.IsCancelled}";

    private IEnumerator<Awaitable> Answer(string name, Func<Awaitable>? awaited = null)
    {
        Log(name, "begins");
        if (awaited is not null)
        {
            yield return awaited();
        }

        Log(name, "ends");
        yield return Return(name);
    }

    private static CoTask Eager(IEnumerator<Awaitable> coroutine, string? name = null) =>
        CreateTask(coroutine, name: name, eager: true);

    private CoTask<string> EagerAnswer(string name, Func<Awaitable>? awaited = null) =>
        CreateTask<string>(Answer(name, awaited), eager: true);

    private static string Names() => string.Join(", ", Loop.AllTasks().Select(task => task.Name));

    // How many iterations pass.

    [Twin]
    public IEnumerator<Awaitable> ThatDoesNotSuspend()
    {
        Log("before");
        CoTask<string> task = EagerAnswer("task");
        Log("created", State(task));
        yield return task;
        Log("result", task.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ThatYields()
    {
        Log("before");
        CoTask<string> task = EagerAnswer("task", () => Sleep(0));
        Log("created", State(task));
        yield return task;
        Log("result", task.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ThatSleeps()
    {
        Log("before");
        CoTask<string> task = EagerAnswer("task", () => Sleep(1));
        Log("created", State(task));
        yield return task;
        Log("result", task.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ThatAwaitsAFuture()
    {
        var pending = new Future();
        CoTask<string> task = EagerAnswer("task", () => pending);
        Log("created", State(task));
        pending.SetResult();
        yield return task;
        Log("result", task.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ThatAwaitsADoneFuture()
    {
        var done = new Future();
        done.SetResult();
        CoTask task = EagerAnswer("task", () => done);
        Log("created", State(task));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> ThatAwaitsATask()
    {
        CoTask other = CreateTask(Answer("other", () => Sleep(1)));
        CoTask<string> task = EagerAnswer("task", () => other);
        Log("created", State(task));
        yield return task;
        Log("result", task.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ThatAwaitsCoroutinesThatDoNotSuspend()
    {
        IEnumerator<Awaitable> Deep(int n)
        {
            if (n > 0)
            {
                yield return Await(Deep(n - 1));
            }
        }

        CoTask task = EagerAnswer("task", () => Await(Deep(50)));
        Log("created", State(task));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> ThatAwaitsTheTaskThatMadeIt()
    {
        CoTask<string> maker = null!;

        IEnumerator<Awaitable> Body()
        {
            yield return maker;
            Log("maker returned", maker.Result);
        }

        IEnumerator<Awaitable> Making()
        {
            Eager(Body());
            yield return Sleep(1);
            yield return Return("maker");
        }

        maker = CreateTask<string>(Making());
        yield return maker;
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> ManyThatDoNotSuspend()
    {
        Log("before");
        CoTask<string>[] tasks = [.. "abc".Select(name => EagerAnswer($"{name}"))];
        Log("created", string.Join(", ", tasks.Select(State)));
        foreach (CoTask<string> task in tasks)
        {
            yield return task;
            Log("result", task.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> OrderBesideCallbacksAndOtherTasks()
    {
        Loop.CallSoon(() => Log("callback before"));
        CoTask other = CreateTask(Answer("other"));
        CoTask task = EagerAnswer("task", () => Sleep(0));
        Loop.CallSoon(() => Log("callback after"));
        yield return other;
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> DoneCallbacks()
    {
        CoTask task = EagerAnswer("task");
        task.AddDoneCallback(done => Log("callback", done.Result));
        Log("added");
        yield return Await(Pause());
    }

    [Twin]
    public void OutsideOfARunningLoopItIsNotEager()
    {
        // In asyncio no more is said by the caller than by a factory. Here the caller's word counts outside of a loop too.
        using Scheduler loop = NewScheduler();
        loop.TaskFactory = TaskStart.Eagerly;
        CoTask task = loop.CreateTask(Answer("task"));
        Log("created", State(task));
        loop.RunUntilComplete(task);
    }

    // Who runs.

    [Twin]
    public IEnumerator<Awaitable> CurrentTask()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Self.Name);
            yield return Sleep(0);
            Log("inside", Self.Name);
        }

        Log("before", Self.Name);
        CoTask task = Eager(Body(), name: "eager");
        Log("after", Self.Name);
        yield return task;
        Log("after", Self.Name);
    }

    [Twin]
    public IEnumerator<Awaitable> CurrentTaskInNestedOnes()
    {
        IEnumerator<Awaitable> Inner()
        {
            Log("inner", Self.Name);
            yield return Sleep(0);
            Log("inner", Self.Name);
        }

        IEnumerator<Awaitable> Outer()
        {
            Log("outer", Self.Name);
            CoTask task = Eager(Inner(), name: "inner");
            Log("outer", Self.Name);
            yield return task;
            Log("outer", Self.Name);
        }

        yield return Eager(Outer(), name: "outer");
        Log("main", Self.Name);
    }

    [Twin]
    public IEnumerator<Awaitable> CurrentTaskOfOneMadeByACallback()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Self.Name);
            yield break;
        }

        Loop.CallSoon(() =>
        {
            Log("callback", CoTask.Current);
            Eager(Body(), name: "eager");
            Log("callback", CoTask.Current);
        });
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> CurrentTaskAfterAFailure()
    {
        CoTask task = Eager(Fail(new ArgumentException("lost")));
        Log("after", Self.Name, Kind(task.Exception));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> NamesAreNumberedInTheOrderOfCreation()
    {
        IEnumerator<Awaitable> Outer()
        {
            Log("outer", Self.Name);
            Log("inner", Eager(Noop()).Name);
            yield break;
        }

        CoTask task = Eager(Outer());
        Log(task.Name, CreateTask(Noop()).Name, Eager(Noop(), name: "x").Name);
        Log(Eager(Noop()).Name);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> AllTasks()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Names());
            yield return Sleep(0);
            Log("inside", Names());
        }

        CoTask task = Eager(Body(), name: "eager");
        Log("after", Names());
        yield return task;
        Log("done", Names());
    }

    [Twin]
    public IEnumerator<Awaitable> AllTasksWhenItDoesNotSuspend()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Names());
            yield break;
        }

        Eager(Body(), name: "eager");
        Log("after", Names());
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> DeepNesting()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            if (n < 5)
            {
                CoTask child = Eager(Level(n + 1));
                Log("level", n, State(child));
                yield return child;
            }
            else
            {
                yield return Sleep(0);
            }

            Log("leaving", n);
        }

        yield return Eager(Level(0));
    }

    [Twin]
    public void LeftBehindAtTheEnd()
    {
        IEnumerator<Awaitable> Linger(string name)
        {
            yield return Try(Sleep(100)).Finally(() => Log(name, "cleaned up"));
        }

        IEnumerator<Awaitable> Outer()
        {
            Eager(Linger("inner"));
            yield return Await(Linger("outer"));
        }

        IEnumerator<Awaitable> Main()
        {
            Eager(Outer());
            Eager(Linger("last"));
            Log("main ends");
            yield break;
        }

        Ends(() =>
        {
            Scheduler.Run(Main(), Options());
            return null;
        });
    }
}

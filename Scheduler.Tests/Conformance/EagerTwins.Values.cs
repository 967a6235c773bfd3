using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>The values and the scopes of eager tasks, and the task factory.</summary>
public sealed partial class EagerTwins
{
    [Twin]
    public IEnumerator<Awaitable> ValuesItSetsStayWithIt()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Value);
            Value = "eager's";
            yield return Sleep(0);
            Log("inside", Value);
        }

        Value = "maker's";
        CoTask task = Eager(Body());
        Log("after", Value);
        Value = "changed";
        yield return task;
        Log("after", Value);
    }

    private IEnumerator<Awaitable> SetValue(string value)
    {
        Value = value;
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> ValuesSetWithoutASuspensionStayWithIt()
    {
        Value = "maker's";
        Eager(SetValue("eager's"));
        Log("after", Value);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> ValuesOfAContextThatIsGiven()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Value);
            Value = "eager's";
            yield return Sleep(0);
            Log("inside", Value);
        }

        Value = "given";
        ExecutionContext context = ExecutionContext.Capture()!;
        Value = "maker's";
        CoTask task = CreateTask(Body(), context: context, eager: true);
        Log("after", Value);
        yield return task;
        Log("after", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> ValuesOfNestedOnes()
    {
        IEnumerator<Awaitable> Inner()
        {
            Log("inner", Value);
            Value = "inner's";
            yield break;
        }

        IEnumerator<Awaitable> Outer()
        {
            Value = "outer's";
            Eager(Inner());
            Log("outer", Value);
            yield break;
        }

        Value = "main's";
        Eager(Outer());
        Log("main", Value);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> ValuesOfOneMadeByACallback()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Value);
            Value = "eager's";
            yield break;
        }

        Value = "main's";
        Loop.CallSoon(() =>
        {
            Value = "callback's";
            Eager(Body());
            Log("callback", Value);
        });
        yield return Await(Pause());
        Log("main", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> ValuesSetBeforeAFailure()
    {
        IEnumerator<Awaitable> Body()
        {
            Value = "eager's";
            yield return Await(Fail(new ArgumentException("lost")));
        }

        Value = "maker's";
        CoTask task = Eager(Body());
        Log("after", Value, Kind(task.Exception));
        yield break;
    }

    // What holds inside.

    [Twin]
    public IEnumerator<Awaitable> TimeoutInside()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Sleep(10);
            }
        }

        CoTask task = Eager(Body());
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutInsideThatIsLeftAtOnce()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Return("early");
            }
        }

        CoTask<string> task = CreateTask<string>(Body(), eager: true);
        Log("created", State(task));
        yield return Sleep(5);
        Log("after", task.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutOfItsMaker()
    {
        IEnumerator<Awaitable> Maker()
        {
            using (Timeout(1))
            {
                yield return EagerAnswer("task", () => Sleep(10));
            }
        }

        yield return Await(Ending("maker", Maker()));
    }

    [Twin]
    public IEnumerator<Awaitable> GroupInside()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Answer("child"));
            yield return group;
            yield return Return("done");
        }

        CoTask task = CreateTask<string>(Body(), eager: true);
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> WaitForInside()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return WaitFor<string>(Answer("inner"), 1).Into(out Awaitable<string> inner);
            yield return Return(inner.Result);
        }

        CoTask task = CreateTask<string>(Body(), eager: true);
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    // The factory.

    [Twin]
    public IEnumerator<Awaitable> FactoryThatMakesAllEager()
    {
        Loop.TaskFactory = TaskStart.Eagerly;
        CoTask task = CreateTask(Answer("task"));
        Log("created", State(task));
        CoTask other = CreateTask(Answer("other", () => Sleep(0)), name: "named");
        Log("created", State(other), other.Name);
        yield return other;
        Loop.TaskFactory = null;
        task = CreateTask(Answer("late"));
        Log("created", State(task));
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> FactoryAndAContext()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("inside", Value);
            yield break;
        }

        Value = "given";
        ExecutionContext context = ExecutionContext.Capture()!;
        Value = "main's";
        Loop.TaskFactory = TaskStart.Eagerly;
        CreateTask(Body());
        CreateTask(Body(), context: context);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> FactoryAndWaitFor()
    {
        Loop.TaskFactory = TaskStart.Eagerly;
        yield return Await(Ending("in time", WaitFor<string>(Answer("a"), 1)));
        yield return Await(Ending("no time", WaitFor<string>(Answer("b"), 0)));
        yield return Await(Ending("no time for a sleep", WaitFor<string>(Answer("c", () => Sleep(1)), 0)));
    }

    [Twin]
    public IEnumerator<Awaitable> FactoryThatWraps()
    {
        IEnumerator<Awaitable> Wrapped(IEnumerator<Awaitable> coroutine)
        {
            Log("begins");
            yield return Await<string>(coroutine).Into(out Awaitable<string> result);
            Log("ends");
            yield return Return(result.Result);
        }

        Loop.TaskFactory = start => start with { Coroutine = Wrapped(start.Coroutine) };
        CoTask<string> task = CreateTask<string>(Answer("task", () => Sleep(0)));
        yield return task;
        Log("result", task.Result);
        Loop.TaskFactory = null;
    }

    [Twin]
    public IEnumerator<Awaitable> FactoryThatFails()
    {
        Loop.TaskFactory = _ => throw new ArgumentException("no tasks today");
        Log("raised", Caught(() => CreateTask(Noop())));
        Log(Names());
        Loop.TaskFactory = null;
        yield break;
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Tasks: their order, names and results, and how exceptions travel through frames and tasks.</summary>
public sealed partial class TasksTwins : Twins<TasksTwins>
{
    private static IEnumerator<Awaitable> Answer<T>(T value, double seconds = 0)
    {
        yield return Sleep(seconds);
        yield return Return(value);
    }

    [Twin]
    public IEnumerator<Awaitable> FirstStepsRunInTheOrderOfCreation()
    {
        IEnumerator<Awaitable> Body(char name)
        {
            Log(name);
            yield break;
        }

        foreach (char name in "abc")
        {
            CreateTask(Body(name));
        }

        Log("created");
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> RoundRobin()
    {
        IEnumerator<Awaitable> Body(char name)
        {
            for (int n = 0; n < 3; n++)
            {
                Log(name, n);
                yield return null;
            }
        }

        CoTask[] tasks = [.. "abc".Select(name => CreateTask(Body(name)))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }

        Log("end");
    }

    [Twin]
    public IEnumerator<Awaitable> RoundRobinOfUnequalLengths()
    {
        IEnumerator<Awaitable> Body(int yields)
        {
            for (int n = 0; n < yields; n++)
            {
                yield return Yield();
            }

            Log(yields, "ends");
        }

        CoTask[] tasks = [.. new[] { 4, 1, 3, 0, 2 }.Select(yields => CreateTask(Body(yields)))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    [Twin]
    public IEnumerator<Awaitable> TaskCreatesTasks()
    {
        IEnumerator<Awaitable> Body(string name, int depth)
        {
            Log(name);
            if (depth > 0)
            {
                CreateTask(Body(name + "l", depth - 1));
                CreateTask(Body(name + "r", depth - 1));
            }

            yield break;
        }

        CreateTask(Body("t", 2));
        yield return Await(Pause(5));
    }

    [Twin]
    public IEnumerator<Awaitable> Names()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("current", Self.Name);
            yield break;
        }

        CoTask first = CreateTask(Body());
        CoTask second = CreateTask(Body(), name: "second");
        CoTask third = CreateTask(Body());
        Log("names", Self.Name, first.Name, second.Name, third.Name);
        third.Name = "renamed";
        yield return third;
    }

    [Twin]
    public IEnumerator<Awaitable> CurrentTask()
    {
        CoTask main = Self;

        IEnumerator<Awaitable> Direct()
        {
            Log("direct, main", CoTask.Current == main);
            yield break;
        }

        IEnumerator<Awaitable> Other()
        {
            Log("task, main", CoTask.Current == main);
            yield break;
        }

        Loop.CallSoon(() => Log("callback", CoTask.Current));
        yield return Await(Direct());
        yield return CreateTask(Other());
        Log("back, main", CoTask.Current == main);
    }

    [Twin]
    public IEnumerator<Awaitable> AllTasks()
    {
        void LogAll(string where) => Log(where, string.Join(", ", Loop.AllTasks().Select(task => task.Name)));

        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            LogAll("in a task");
        }

        CoTask a = CreateTask(Body(), name: "a");
        CoTask b = CreateTask(Body(), name: "b");
        LogAll("created");
        yield return a;
        LogAll("after the first");
        yield return b;
        LogAll("after both");
    }

    [Twin]
    public IEnumerator<Awaitable> ReturnValueOfATask()
    {
        CoTask<int> task = CreateTask<int>(Answer(42));
        yield return task;
        Log("awaited", task.Result);
        yield return task;
        Log("awaited again", task.Result, "result", task.Result, "exception", task.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> ReturnValueThroughFrames()
    {
        IEnumerator<Awaitable> Inner()
        {
            yield return Await<int>(Answer(1)).Into(out Awaitable<int> answer);
            yield return Return(answer.Result + 1);
        }

        IEnumerator<Awaitable> Middle()
        {
            yield return Await<int>(Inner()).Into(out Awaitable<int> inner);
            yield return Return(inner.Result + 1);
        }

        yield return Await<int>(Middle()).Into(out Awaitable<int> middle);
        Log("result", middle.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ReturnInTheMiddleRunsTheFinallyBlocks()
    {
        IEnumerator<Awaitable> Body()
        {
            try
            {
                for (int n = 0; n < 5; n++)
                {
                    yield return Sleep(0);
                    if (n == 1)
                    {
                        yield return Return(n);
                    }
                }

                Log("never");
            }
            finally
            {
                Log("finally");
            }
        }

        yield return Await<int>(Body()).Into(out Awaitable<int> body);
        Log("result", body.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> TwoTasksAwaitOne()
    {
        CoTask<int> task = CreateTask<int>(Answer(7, 1));

        IEnumerator<Awaitable> Waiter(string name)
        {
            yield return task;
            Log(name, "got", task.Result);
        }

        CoTask first = CreateTask(Waiter("a"));
        CoTask second = CreateTask(Waiter("b"));
        yield return first;
        yield return second;
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitingInTheOtherOrder()
    {
        IEnumerator<Awaitable> Body(string name, double seconds)
        {
            yield return Sleep(seconds);
            Log(name, "ends");
            yield return Return(name);
        }

        CoTask<string> first = CreateTask<string>(Body("first", 2));
        CoTask<string> second = CreateTask<string>(Body("second", 1));
        yield return second;
        Log("got", second.Result);
        yield return first;
        Log("got", first.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> SequentialAwaitsAddUp()
    {
        yield return Await<string>(Answer("a", 1)).Into(out Awaitable<string> a);
        Log("got", a.Result);
        yield return Await<string>(Answer("b", 2)).Into(out Awaitable<string> b);
        Log("got", b.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> CallbacksOfATaskAndItsAwaiter()
    {
        CoTask<string> task = CreateTask<string>(Answer("it", 1));
        task.AddDoneCallback(done => Log("first callback", done.Result));

        IEnumerator<Awaitable> Waiter()
        {
            yield return task;
            Log("awaiter got", task.Result);
        }

        CoTask other = CreateTask(Waiter());
        yield return Await(Pause());
        task.AddDoneCallback(done => Log("second callback", done.Result));
        yield return other;
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Tasks: their order, names and results, and how exceptions travel through frames and tasks.</summary>
public sealed class TasksTwins : Twins<TasksTwins>
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

    [Twin]
    public IEnumerator<Awaitable> ExceptionOfATaskReachesEachAwaiter()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            throw new ArgumentException("lost");
        }

        CoTask task = CreateTask(Body());

        IEnumerator<Awaitable> Waiter(string name)
        {
            yield return Settle(task, out Outcome outcome);
            Log(name, "caught", outcome.Exception);
        }

        CoTask first = CreateTask(Waiter("a"));
        CoTask second = CreateTask(Waiter("b"));
        yield return first;
        yield return second;
        Log("exception", task.Exception, "cancelled", task.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionBeforeTheFirstSuspension()
    {
        CoTask task = CreateTask(Fail(new ArgumentException("at once")));
        Log("created");
        yield return Settle(task, out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionThroughDirectAwaits()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            try
            {
                if (n == 0)
                {
                    yield return Sleep(1);
                    throw new ArgumentException("deep");
                }

                yield return Await(Level(n - 1));
            }
            finally
            {
                Log("finally", n);
            }
        }

        yield return Settle(Level(3), out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionThroughTasks()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            try
            {
                if (n == 0)
                {
                    throw new ArgumentException("deep");
                }

                yield return CreateTask(Level(n - 1));
            }
            finally
            {
                Log("finally", n);
            }
        }

        yield return Settle(Level(3), out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionCaughtHalfwayUp()
    {
        IEnumerator<Awaitable> Inner()
        {
            yield return Sleep(0);
            throw new ArgumentException("inner");
        }

        IEnumerator<Awaitable> Middle()
        {
            yield return Settle(Inner(), out Outcome outcome);
            Log("middle caught", outcome.Exception);
            yield return Return("recovered");
        }

        IEnumerator<Awaitable> Outer()
        {
            yield return Await<string>(Middle()).Into(out Awaitable<string> middle);
            yield return Return(middle.Result);
        }

        yield return Await<string>(Outer()).Into(out Awaitable<string> result);
        Log("result", result.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionOfAnotherKindPasses()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Fail(new KeyNotFoundException(""))).Catch<ArgumentException>(_ => Log("never"));
        }

        yield return Try(Body()).Catch<KeyNotFoundException>(error => Log("caught", error));
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionRaisedAgain()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Fail(new ArgumentException("first")), out Outcome outcome);
            Log("seen", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        yield return Settle(Body(), out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> HandlerThatAwaits()
    {
        IEnumerator<Awaitable> Handle(ArgumentException error)
        {
            yield return Sleep(1);
            Log("handled", error);
        }

        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(1);
            Log("cleaned up");
        }

        yield return Try(Fail(new ArgumentException("first"))).Catch<ArgumentException>(Handle).Finally(CleanUp);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> HandlerThatFails()
    {
        IEnumerator<Awaitable> Handle(ArgumentException error)
        {
            yield return Sleep(0);
            yield return Await(Fail(new ArgumentException("second")));
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Try(Fail(new ArgumentException("first")))
                .Catch<ArgumentException>(Handle)
                .Finally(() => Log("finally"));
        }

        yield return Settle(Body(), out Outcome outcome);
        Log("caught", outcome.Exception, "in place of", outcome.Exception!.GetReplacedException());
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupsRunLastInFirstOut()
    {
        Defer(CleanUp(1));
        Defer(CleanUp(2));
        Defer(CleanUp(3));
        Log("body");
        yield break;
    }

    private IEnumerator<Awaitable> CleanUp(int n)
    {
        yield return Sleep(1);
        Log("cleanup", n);
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupsAfterAnException()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(CleanUp(1));
            Defer(CleanUp(2));
            yield return Sleep(1);
            throw new ArgumentException("body");
        }

        yield return Settle(Body(), out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupThatFailsReplacesTheExceptionAndTheRestRuns()
    {
        IEnumerator<Awaitable> Rest()
        {
            yield return Sleep(0);
            Log("the rest");
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(Rest());
            Defer(Fail(new ArgumentException("cleanup")));
            yield return Await(Fail(new ArgumentException("body")));
        }

        yield return Settle(Body(), out Outcome outcome);
        Log("caught", outcome.Exception, "in place of", outcome.Exception!.GetReplacedException());
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupThatFailsAfterSuccess()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Noop()).Finally(() => Fail(new ArgumentException("cleanup")));
        }

        yield return Settle(Body(), out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> FinallyOfNestedFramesWithCleanupsBetween()
    {
        IEnumerator<Awaitable> Inner()
        {
            try
            {
                yield return Sleep(1);
                throw new ArgumentException("inner");
            }
            finally
            {
                Log("inner finally");
            }
        }

        IEnumerator<Awaitable> CleanUpOuter()
        {
            yield return Sleep(1);
            Log("outer cleanup");
        }

        IEnumerator<Awaitable> Outer()
        {
            yield return Try(Inner()).Finally(CleanUpOuter);
        }

        yield return Settle(Outer(), out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> FailingTaskDoesNotDisturbOthers()
    {
        IEnumerator<Awaitable> Body(char name)
        {
            for (int n = 0; n < 3; n++)
            {
                yield return Sleep(1);
                Log(name, n);
                if (name == 'b' && n == 1)
                {
                    throw new ArgumentException("b fails");
                }
            }
        }

        CoTask[] tasks = [.. "abc".Select(name => CreateTask(Body(name)))];
        foreach (CoTask task in tasks)
        {
            yield return Try(task).Catch<ArgumentException>(error => Log("caught", error));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> UnseenExceptionIsReportedOnce()
    {
        CreateTask(Fail(new ArgumentException("unseen")));
        yield return Sleep(1);
        Log("end of main");
    }

    [Twin]
    public IEnumerator<Awaitable> SeenExceptionsAreNotReported()
    {
        CoTask awaited = CreateTask(Fail(new ArgumentException("a")));
        CoTask lookedAt = CreateTask(Fail(new ArgumentException("b")));
        CoTask calledBack = CreateTask(Fail(new ArgumentException("c")));
        calledBack.AddDoneCallback(done => Log("callback", done.Exception));
        yield return Settle(awaited, out Outcome outcome);
        Log("caught", outcome.Exception);
        yield return Await(Pause());
        Log("exception", lookedAt.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> ForgottenTaskRuns()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            Log("ran");
        }

        CreateTask(Body());
        yield return Sleep(2);
        Log("end");
    }

    [Twin]
    public IEnumerator<Awaitable> TaskDoneInTheIterationInWhichItIsAwaited()
    {
        CoTask task = CreateTask(Noop());
        yield return Sleep(0);
        Log("done", task.IsDone);
        yield return task;
        Log("awaited");
    }

    [Twin]
    public IEnumerator<Awaitable> LoopOfAwaitsThatNeverSuspend()
    {
        IEnumerator<Awaitable> Other()
        {
            Log("other");
            yield break;
        }

        IEnumerator<Awaitable> Direct(int n)
        {
            yield return Return(n);
        }

        CreateTask(Other());
        int total = 0;
        for (int n = 0; n < 1000; n++)
        {
            yield return Await<int>(Direct(n)).Into(out Awaitable<int> direct);
            total += direct.Result;
        }

        Log("total", total);
        yield return Sleep(0);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineMadeAndNeverRun()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("never");
            yield break;
        }

        IEnumerator<Awaitable> made = Body();
        yield return Await(Pause());
        made.Dispose();
        Log("end");
    }
}

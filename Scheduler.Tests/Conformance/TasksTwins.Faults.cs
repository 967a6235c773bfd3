using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class TasksTwins
{
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

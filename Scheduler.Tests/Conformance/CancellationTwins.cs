using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>How a cancel reaches a task: rules 13 to 18 and 28, and each state of a task.</summary>
public sealed partial class CancellationTwins : Twins<CancellationTwins>
{
    private IEnumerator<Awaitable> LogEnd(string name, CoTask task)
    {
        yield return Settle(task, out Outcome outcome, includeCancellation: true);
        if (outcome.IsSuccess)
        {
            Log(name, "returned", task.Result, "cancelled", task.IsCancelled);
        }
        else
        {
            Log(name, "ended with", outcome.Exception, "cancelled", task.IsCancelled);
        }
    }

    // What `try: await x finally: log(…)` is: the iterator is disposed, and its finally block logs.
    private IEnumerator<Awaitable> SleepLogging(double seconds, Func<string> inFinally)
    {
        try
        {
            yield return Sleep(seconds);
        }
        finally
        {
            Log(inFinally());
        }
    }

    [Twin]
    public IEnumerator<Awaitable> BeforeTheFirstStepTheBodyNeverRuns()
    {
        IEnumerator<Awaitable> Body()
        {
            try
            {
                Log("never");
                yield break;
            }
            finally
            {
                Log("never either");
            }
        }

        CoTask task = CreateTask(Body());
        Log("cancel", task.Cancel("early"), "done", task.IsDone);
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> TwiceBeforeTheFirstStep()
    {
        CoTask task = CreateTask(Noop());
        Log("cancel", task.Cancel("first"), task.Cancel("second"), "cancelling", task.Cancelling);
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> BeforeTheFirstStepThenUncancelled()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("runs after all");
            yield break;
        }

        CoTask task = CreateTask(Body());
        task.Cancel();
        Log("uncancel", task.Uncancel());
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> WaitingOnAFuture()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            try
            {
                yield return pending;
            }
            finally
            {
                Log("finally");
            }
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        Log("cancel", task.Cancel("stop"), "done", task.IsDone, "future", pending.IsCancelled);
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> WaitingOnASleep()
    {
        CoTask task = CreateTask(SleepLogging(100, () => "finally"));
        yield return Await(Pause());
        Log("cancel", task.Cancel("stop"));
        yield return Await(LogEnd("task", task));
        yield return Sleep(1);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> InABareYield()
    {
        IEnumerator<Awaitable> Body()
        {
            try
            {
                while (true)
                {
                    yield return null;
                    Log("spinning");
                }
            }
            finally
            {
                Log("finally");
            }
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        Log("cancel", task.Cancel("stop"));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> WaitingOnATask()
    {
        CoTask inner = CreateTask(SleepLogging(100, () => $"child finally, cancelling {Self.Cancelling}"));

        IEnumerator<Awaitable> Parent()
        {
            try
            {
                yield return inner;
            }
            finally
            {
                Log("parent finally, cancelling", Self.Cancelling);
            }
        }

        CoTask outer = CreateTask(Parent());
        yield return Await(Pause());
        Log("cancel", outer.Cancel("stop"));
        yield return Await(LogEnd("outer", outer));
        Log("inner cancelled", inner.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> ChildSwallowsSoTheParentGoesOn()
    {
        IEnumerator<Awaitable> Child()
        {
            yield return Settle(Sleep(100), out Outcome outcome, includeCancellation: true);
            Log("swallowed", outcome.Exception);
            yield return Return(7);
        }

        IEnumerator<Awaitable> Parent()
        {
            CoTask<int> child = CreateTask<int>(Child());
            yield return child;
            Log("result", child.Result, "cancelling", Self.Cancelling);
            yield return Sleep(1);
            yield return Return(child.Result);
        }

        CoTask task = CreateTask<int>(Parent());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("parent", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancellingCountsAlongAChainOfTasks()
    {
        List<CoTask> tasks = [];

        IEnumerator<Awaitable> Level(int n)
        {
            try
            {
                if (n < 3)
                {
                    tasks.Add(CreateTask(Level(n + 1)));
                    yield return tasks[^1];
                }
                else
                {
                    yield return Sleep(100);
                }
            }
            finally
            {
                Log("level", n, "cancelling", Self.Cancelling);
            }
        }

        tasks.Add(CreateTask(Level(0)));
        yield return Await(Pause(6));
        tasks[0].Cancel("all the way");
        Log("cancelling", string.Join(' ', tasks.Select(task => task.Cancelling)));
        yield return Await(LogEnd("outermost", tasks[0]));
        Log(
            "cancelling", string.Join(' ', tasks.Select(task => task.Cancelling)),
            "cancelled", string.Join(' ', tasks.Select(task => task.IsCancelled)));
    }

    [Twin]
    public IEnumerator<Awaitable> MiddleOfAChainIsCancelled()
    {
        IEnumerator<Awaitable> Middle()
        {
            yield return Settle(CreateTask(SleepFor(100)), out Outcome outcome, includeCancellation: true);
            Log("middle caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        IEnumerator<Awaitable> Outer(CoTask awaited)
        {
            yield return Settle(awaited, out Outcome outcome, includeCancellation: true);
            Log("outer caught", outcome.Exception, "cancelling", Self.Cancelling);
            yield return Return("fine");
        }

        CoTask task = CreateTask(Middle());
        CoTask top = CreateTask<string>(Outer(task));
        yield return Await(Pause(3));
        task.Cancel("middle");
        yield return Await(LogEnd("outer", top));
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitedChildIsCancelledSoTheParentEndsCancelled()
    {
        CoTask child = CreateTask(SleepFor(100));

        IEnumerator<Awaitable> Parent()
        {
            yield return child;
        }

        CoTask task = CreateTask(Parent());
        yield return Await(Pause());
        child.Cancel("child");
        yield return Await(LogEnd("parent", task));
        Log("parent cancelling", task.Cancelling, "child cancelling", child.Cancelling);
    }
}

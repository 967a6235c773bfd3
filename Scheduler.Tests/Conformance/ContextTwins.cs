using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Values of an execution context, per task and per callback. Rule 40.</summary>
public sealed class ContextTwins : Twins<ContextTwins>
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

    [Twin]
    public IEnumerator<Awaitable> TaskCopiesTheContextAtItsCreation()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("task sees", Value);
            yield break;
        }

        Value = "before";
        CoTask task = CreateTask(Body());
        Value = "after";
        yield return task;
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskKeepsItsChangesToItself()
    {
        IEnumerator<Awaitable> Body()
        {
            Value = "changed";
            yield return Sleep(0);
            Log("task sees", Value);
        }

        Value = "main's";
        yield return CreateTask(Body());
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> DirectAwaitSharesTheContext()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("body sees", Value);
            Value = "body's";
            yield break;
        }

        Value = "main's";
        yield return Await(Body());
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> DirectAwaitSharesTheContextOverASuspension()
    {
        IEnumerator<Awaitable> Body()
        {
            Value = "first";
            yield return Sleep(1);
            Value = "second";
        }

        yield return Await(Body());
        Log("main sees", Value);
        yield return Sleep(1);
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> TasksThatTakeTurns()
    {
        IEnumerator<Awaitable> Body(char name)
        {
            Value = $"{name}";
            for (int i = 0; i < 3; i++)
            {
                yield return Sleep(0);
                Log(name, "sees", Value);
            }
        }

        CoTask[] tasks = [.. "ab".Select(name => CreateTask(Body(name)))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }

        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskOfATaskInherits()
    {
        IEnumerator<Awaitable> Inner()
        {
            Log("inner sees", Value);
            Value = "inner's";
            yield break;
        }

        IEnumerator<Awaitable> Outer()
        {
            Value = "outer's";
            yield return CreateTask(Inner());
            Log("outer sees", Value);
        }

        Value = "main's";
        yield return CreateTask(Outer());
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackGetsTheContextOfItsScheduling()
    {
        Value = "first";
        Loop.CallSoon(() => Log("soon sees", Value));
        Loop.CallLater(1, () => Log("later sees", Value));
        Value = "second";
        yield return Sleep(2);
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackKeepsItsChangesToItself()
    {
        Value = "main's";
        Loop.CallSoon(() =>
        {
            Value = "callback's";
            Log("callback sees", Value);
        });
        yield return Await(Pause());
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackSchedulesACallback()
    {
        Loop.CallSoon(() =>
        {
            Value = "first's";
            Loop.CallSoon(() => Log("second sees", Value));
        });
        yield return Await(Pause(3));
    }

    [Twin]
    public IEnumerator<Awaitable> DoneCallbackGetsTheContextOfItsAdding()
    {
        var future = new Future();
        Value = "adding";
        future.AddDoneCallback(_ => Log("callback sees", Value));
        Value = "completing";
        future.SetResult();
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> ContextGivenToACallback()
    {
        Value = "given";
        ExecutionContext context = ExecutionContext.Capture()!;
        Value = "main's";
        Loop.CallSoon(() => Log("soon sees", Value), context);
        Loop.CallLater(1, () => Log("later sees", Value), context);
        var future = new Future();
        future.AddDoneCallback(_ => Log("done-callback sees", Value), context);
        future.SetResult();
        yield return Sleep(2);
    }

    [Twin]
    public IEnumerator<Awaitable> ContextGivenToATask()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("task sees", Value);
            yield return Sleep(1);
            Log("task sees", Value);
        }

        Value = "given";
        ExecutionContext context = ExecutionContext.Capture()!;
        Value = "main's";
        yield return Loop.CreateTask(Body(), context: context);
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupOfACancelledTaskSeesTheContext()
    {
        IEnumerator<Awaitable> Body()
        {
            Value = "task's";
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Log("cleanup sees", Value);
            }
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        Value = "main's";
        task.Cancel();
        yield return Try(task).Catch<CancelledException>(_ => Log("main sees", Value));
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionLeavesTheContextAsItWasSet()
    {
        IEnumerator<Awaitable> Body()
        {
            Value = "body's";
            yield return Await(Fail(new ArgumentException("lost")));
        }

        yield return Try(Body()).Catch<ArgumentException>(_ => Log("main sees", Value));
    }

    // Has the exception handler log what it sees, and set what nobody else may see.
    private void LogInHandler() => Loop.ExceptionHandler = context =>
    {
        Log("handler sees", Value, "of", context.Exception);
        Value = "handler's";
    };

    [Twin]
    public IEnumerator<Awaitable> ExceptionHandlerSeesTheValuesOfACallbackThatFailed()
    {
        void Failing()
        {
            Log("callback sees", Value);
            Value = "callback's";
            throw new ArgumentException("lost");
        }

        LogInHandler();
        Value = "main's";
        Loop.CallSoon(Failing);
        Loop.CallLater(0, Failing);
        Loop.CallSoon(() => Log("other callback sees", Value));
        yield return Await(Pause(3));
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionHandlerSeesTheValuesOfADoneCallbackThatFailed()
    {
        LogInHandler();
        var future = new Future();
        Value = "main's";
        future.AddDoneCallback(_ =>
        {
            Value = "callback's";
            throw new ArgumentException("lost");
        });
        future.SetResult();
        yield return Await(Pause());
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionHandlerSeesTheValuesOfATaskThatFailed()
    {
        IEnumerator<Awaitable> Body(string name, int iterations)
        {
            Value = name;
            yield return Await(Pause(iterations));
            throw new ArgumentException(name);
        }

        LogInHandler();
        Value = "main's";
        CreateTask(Body("first", 0));
        CreateTask(Body("second", 1));
        yield return Await(Pause(3));
        Log("main sees", Value);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionHandlerSeesTheValuesOfATaskThatFailsAtTheEnd()
    {
        IEnumerator<Awaitable> Body()
        {
            using var cleanup = new Cleanup(() =>
            {
                Value = "body's";
                Raise(new ArgumentException("in cleanup"));
            });
            yield return Sleep(100);
        }

        LogInHandler();
        Value = "main's";
        CreateTask(Body());
        yield return Await(Pause());
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class CancellationTwins
{
    [Twin]
    public IEnumerator<Awaitable> OfATaskWithASharedFuture()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Waiter(string name)
        {
            yield return Settle(pending, out Outcome outcome, includeCancellation: true);
            Log(name, "caught", outcome.Exception, "cancelling", Self.Cancelling);
            outcome.ThrowIfFailed();
        }

        CoTask a = CreateTask(Waiter("a"));
        CoTask b = CreateTask(Waiter("b"));
        yield return Await(Pause());
        a.Cancel("only a");
        yield return Await(LogEnd("a", a));
        yield return Await(LogEnd("b", b));
    }

    [Twin]
    public IEnumerator<Awaitable> OfOneOfTwoAwaitersOfATask()
    {
        CoTask child = CreateTask(SleepFor(100));

        IEnumerator<Awaitable> Waiter(string name)
        {
            yield return Settle(child, out Outcome outcome, includeCancellation: true);
            Log(name, "caught", Kind(outcome.Exception), "cancelling", Self.Cancelling);
        }

        CoTask a = CreateTask(Waiter("a"));
        CoTask b = CreateTask(Waiter("b"));
        yield return Await(Pause());
        b.Cancel("only b");
        yield return Await(LogEnd("a", a));
        yield return Await(LogEnd("b", b));
    }

    [Twin]
    public IEnumerator<Awaitable> OfParentAndChildTogether()
    {
        IEnumerator<Awaitable> Child()
        {
            yield return Settle(Sleep(100), out Outcome outcome, includeCancellation: true);
            Log("child caught", outcome.Exception, "cancelling", Self.Cancelling);
            outcome.ThrowIfFailed();
        }

        CoTask inner = CreateTask(Child());

        IEnumerator<Awaitable> Parent()
        {
            yield return inner;
        }

        CoTask outer = CreateTask(Parent());
        yield return Await(Pause());
        inner.Cancel("child first");
        outer.Cancel("then parent");
        yield return Await(LogEnd("outer", outer));
        Log("cancelling", outer.Cancelling, inner.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> OfItselfThenAwait()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("cancel", Self.Cancel("myself"));
            try
            {
                yield return Sleep(0);
                Log("never");
            }
            finally
            {
                Log("finally");
            }
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> OfItselfInANestedCoroutine()
    {
        IEnumerator<Awaitable> Nested()
        {
            Self.Cancel("myself");
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Await(Nested());
            Log("still running");
            yield return Sleep(0);
            Log("never");
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> RaisedByTheCoroutineItself()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(0);
            throw new CancelledException("own");
        }

        CoTask task = CreateTask(Body());
        yield return Await(LogEnd("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> RaisedByTheCoroutineItselfAtOnce()
    {
        CoTask task = CreateTask(Fail(new CancelledException("own")));
        yield return Await(LogEnd("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> FromACallbackOfTheLoop()
    {
        CoTask task = CreateTask(SleepFor(100));
        Loop.CallLater(3, () => task.Cancel());
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> FromADoneCallback()
    {
        CoTask first = CreateTask(SleepFor(1));
        CoTask second = CreateTask(SleepFor(100));
        first.AddDoneCallback(_ => Log("cancel", second.Cancel("your turn")));
        yield return Await(LogEnd("second", second));
    }

    [Twin]
    public IEnumerator<Awaitable> ByTheParentThatThenGoesOn()
    {
        CoTask task = CreateTask(SleepLogging(100, () => "child finally"));
        yield return Sleep(1);
        task.Cancel();
        Log("not waiting");
        yield return Sleep(1);
        Log("child done", task.IsDone);
    }

    [Twin]
    public IEnumerator<Awaitable> OfMainByAChild()
    {
        CoTask main = Self;

        IEnumerator<Awaitable> Child()
        {
            Log("cancel", main.Cancel("from below"));
            yield break;
        }

        CreateTask(Child());
        try
        {
            yield return Sleep(100);
        }
        finally
        {
            Log("finally, cancelling", main.Cancelling);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> MessagePassesThroughAwaitingTasks()
    {
        IEnumerator<Awaitable> Outer(CoTask task)
        {
            yield return Settle(task, out Outcome outcome, includeCancellation: true);
            Log("outer caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        CoTask child = CreateTask(SleepFor(100));
        CoTask parent = CreateTask(Outer(child));
        yield return Await(Pause());
        child.Cancel("the reason");
        yield return Await(LogEnd("parent", parent));
    }

    [Twin]
    public IEnumerator<Awaitable> ReadyWithResultIsCancelledAndSwallows()
    {
        var pending = new Future<int>();

        IEnumerator<Awaitable> Body()
        {
            yield return Settle(pending, out Outcome<int> _, includeCancellation: true);
            Log("the result stays in the future:", pending.Result);
            yield return pending;
            yield return Return(pending.Result);
        }

        CoTask task = CreateTask<int>(Body());
        yield return Await(Pause());
        pending.SetResult(5);
        task.Cancel();
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> DoesNotWaitForTheTimer()
    {
        CoTask task = CreateTask(SleepFor(1000));
        yield return Sleep(1);
        task.Cancel();
        yield return Await(LogEnd("task", task));
        yield return Sleep(1);
        Log("after");
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary><c>shield</c>: a cancel from outside stays outside.</summary>
public sealed class ShieldTwins : Twins<ShieldTwins>
{
    private IEnumerator<Awaitable> Value(string name, int iterations = 0)
    {
        yield return Await(Pause(iterations));
        Log(name, "ends");
        yield return Return(name);
    }

    private IEnumerator<Awaitable> Fails(string name, int iterations = 0)
    {
        yield return Await(Pause(iterations));
        Log(name, "fails");
        throw new IOException(name);
    }

    private IEnumerator<Awaitable> SettleAndLog(Awaitable awaitable)
    {
        yield return Settle(awaitable, out Outcome outcome, includeCancellation: true);
        if (outcome.IsSuccess)
        {
            Log("result", outcome.Result);
        }
        else
        {
            Log("caught", outcome.Exception);
        }
    }

    // Untyped, so that there is a future to be cancelled.
    private static Future ShieldOf(Future inner) => Shield((Awaitable)inner);

    [Twin]
    public IEnumerator<Awaitable> NewTask()
    {
        Log("before");
        yield return Shield(CreateTask(Noop()));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> Coroutine()
    {
        Log("before");
        yield return Shield<string>(Value("a", 1)).Into(out var result);
        Log("result", result.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> DoneTask()
    {
        CoTask<string> task = CreateTask<string>(Value("a"));
        yield return Await(Pause());
        Log("before", "same", ShieldOf(task) == task);
        yield return Shield(task).Into(out var result);
        Log("result", result.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> Failure()
    {
        yield return Await(SettleAndLog(Shield(Fails("a", 1))));
    }

    [Twin]
    public IEnumerator<Awaitable> FailedFuture()
    {
        var failed = new Future();
        failed.SetException(new IOException("lost"));
        yield return Await(SettleAndLog(Shield(failed)));
    }

    [Twin]
    public IEnumerator<Awaitable> InnerCancel()
    {
        CoTask inner = CreateTask(Value("a", 5));
        Loop.CallSoon(() => inner.Cancel("stop"));
        Future outer = Shield(inner);
        yield return Settle(outer, out _, includeCancellation: true);
        Log("cancelled", outer.IsCancelled, inner.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> OuterCancelLeavesTheInnerRunning()
    {
        CoTask<string> inner = CreateTask<string>(Value("inner", 4));
        Future outer = ShieldOf(inner);
        yield return Await(Pause());
        Log("cancel", outer.Cancel("stop"));
        yield return Await(SettleAndLog(outer));
        yield return Await(SettleAndLog(inner));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelOfTheAwaitingTask()
    {
        CoTask<string> inner = CreateTask<string>(Value("inner", 4));

        IEnumerator<Awaitable> Waiter()
        {
            yield return Settle(Shield(inner), out Outcome outcome, includeCancellation: true);
            Log("waiter", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        CoTask task = CreateTask(Waiter());
        yield return Await(Pause());
        Log("cancel", task.Cancel("stop"));
        yield return Await(SettleAndLog(task));
        yield return Await(SettleAndLog(inner));
    }

    [Twin]
    public IEnumerator<Awaitable> LaterFailureOfTheInnerIsReported()
    {
        Future outer = Shield(Fails("inner", 6));
        yield return Await(Pause());
        outer.Cancel();
        yield return Await(SettleAndLog(outer));
        yield return Await(Pause(8));
    }

    [Twin]
    public IEnumerator<Awaitable> FailureTogetherWithTheOuterCancel()
    {
        for (int iterations = 0; iterations < 6; iterations++)
        {
            CoTask inner = CreateTask(Fails("inner", 2));
            Future outer = Shield(inner);
            yield return Await(Pause(iterations));
            Log("-", iterations, "cancel", outer.Cancel());
            yield return Await(SettleAndLog(outer));
            yield return Await(Pause(6));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> CancelAtEachIteration()
    {
        for (int iterations = 0; iterations < 7; iterations++)
        {
            CoTask<string> inner = CreateTask<string>(Value("inner", 2));

            IEnumerator<Awaitable> Waiter()
            {
                yield return Shield(inner).Into(out var result);
                Log("waiter", result.Result);
            }

            CoTask task = CreateTask(Waiter());
            yield return Await(Pause(iterations));
            Log("-", iterations, "cancel", task.Cancel());
            yield return Await(SettleAndLog(task));
            yield return Await(SettleAndLog(inner));
            inner.WaiterCount.ShouldBe(0);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> Nested()
    {
        CoTask<string> inner = CreateTask<string>(Value("inner", 3));
        Future middle = ShieldOf(inner);
        Future outer = ShieldOf(middle);
        yield return Await(Pause());
        outer.Cancel();
        yield return Await(SettleAndLog(outer));
        Log("middle done", middle.IsDone);
        yield return Await(SettleAndLog(middle));
    }

    [Twin]
    public IEnumerator<Awaitable> InAGather()
    {
        CoTask<string> inner = CreateTask<string>(Value("inner", 3));
        Future both = Gather(ShieldOf(inner), Await(Value("b", 9)));
        yield return Await(Pause());
        both.Cancel();
        yield return Await(SettleAndLog(both));
        yield return Await(SettleAndLog(inner));
    }

    [Twin]
    public IEnumerator<Awaitable> AroundAGather()
    {
        Awaitable<string[]> inner = Gather<string>(Value("a", 3), Value("b", 2));
        Future outer = Shield((Awaitable)inner);
        yield return Await(Pause());
        outer.Cancel();
        yield return Await(SettleAndLog(outer));
        yield return inner;
        Log(inner.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> WithWaitFor()
    {
        CoTask inner = CreateTask(SleepFor(5));
        yield return Settle(WaitFor(Shield(inner), 1), out Outcome outcome);
        Log("timeout", outcome.Exception is TimeoutException && inner.IsDone);
        yield return inner;
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> OuterThatNobodyAwaits()
    {
        Shield(CreateTask(Value("a")));
        yield return Sleep(1);
        Log("after");
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class CancellationTwins
{
    [Twin]
    public IEnumerator<Awaitable> AfterTheWakeUpIsQueuedItReplacesTheResult()
    {
        var pending = new Future<int>();

        IEnumerator<Awaitable> Body()
        {
            yield return Settle(pending, out Outcome<int> outcome, includeCancellation: true);
            Log("caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        pending.SetResult(1);
        Log("cancel", task.Cancel("late"));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> AfterTheWakeUpIsQueuedItReplacesTheException()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            yield return Settle(pending, out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        pending.SetException(new ArgumentException("lost"));
        Log("cancel", task.Cancel("late"));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> AfterTheAwaitedTaskIsDoneItReplacesTheResult()
    {
        CoTask child = CreateTask(Pause(3));

        IEnumerator<Awaitable> Parent()
        {
            yield return child;
            Log("result", child.Result);
        }

        CoTask task = CreateTask(Parent());
        child.AddDoneCallback(_ => Log("cancel", task.Cancel("late")));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> AfterTheAwaitedTaskWasCancelledTheFirstMessageWins()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            yield return pending;
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        pending.Cancel("from the future");
        Log("cancel", task.Cancel("from the task"), "cancelling", task.Cancelling);
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> AfterTheSleepTimerFired()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Sleep(1), out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        CoTask task = CreateTask(Body());
        yield return Sleep(0);
        Loop.CallAt(1, () => Log("cancel", task.Cancel("late")));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> BeforeTheSleepTimerAtTheSameTime()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            Log("never");
        }

        CoTask task = CreateTask(Body());
        Loop.CallAt(1, () => Log("cancel", task.Cancel("just in time")));
        yield return Await(LogEnd("task", task));
        yield return Sleep(1);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> InTheIterationAfterTheSleepTimerFired()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            Log("awake");
            yield return Sleep(1);
        }

        CoTask task = CreateTask(Body());
        Scheduler loop = Loop;
        loop.CallAt(1, () => loop.CallSoon(() => Log("cancel", task.Cancel("close"))));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelIsNotDeliveredByDoneAwaits()
    {
        var done = new Future<int>();
        done.SetResult(1);

        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            yield return done;
            Log("done future", done.Result);
            yield return Await(Noop());
            Log("done coroutine");
            yield return Settle(Sleep(0), out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelIsLostOnNobodyAtTheReturn()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            yield return Return(42);
        }

        yield return Await(LogEnd("task", CreateTask<int>(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelYieldsToAnException()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            yield return Await(Fail(new ArgumentException("stronger")));
        }

        CoTask task = CreateTask(Body());
        yield return Await(LogEnd("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelLandsAtAFuture()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            yield return Settle(pending, out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception, "future cancelled", pending.IsCancelled);
            outcome.ThrowIfFailed();
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelLandsAtASleep()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            yield return Settle(Sleep(5), out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelLandsAtATask()
    {
        CoTask child = CreateTask(SleepFor(100));

        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(0);
            Self.Cancel("remembered");
            yield return child;
        }

        CoTask task = CreateTask(Body());
        yield return Await(LogEnd("task", task));
        Log("child cancelled", child.IsCancelled, "cancelling", child.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelLandsAtATaskThatSwallowsIt()
    {
        IEnumerator<Awaitable> Swallow()
        {
            yield return Settle(Sleep(100), out Outcome outcome, includeCancellation: true);
            Log("swallowed", outcome.Exception);
            yield return Return(3);
        }

        CoTask<int> child = CreateTask<int>(Swallow());

        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(0);
            Self.Cancel("remembered");
            yield return child;
            Log("result", child.Result);
            yield return Sleep(1);
            Log("not cancelled");
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> RememberedCancelReachesAnUnstartedTask()
    {
        IEnumerator<Awaitable> Child()
        {
            Log("never");
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            yield return CreateTask(Child());
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> SwallowedThenAwaitsWorkAgain()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Sleep(100), out Outcome outcome, includeCancellation: true);
            Log("swallowed", outcome.Exception);
            yield return Sleep(1);
            Log("slept, cancelling", Self.Cancelling);
            yield return Return("survived");
        }

        CoTask task = CreateTask<string>(Body());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> SwallowedTwice()
    {
        IEnumerator<Awaitable> Body()
        {
            for (int i = 0; i < 2; i++)
            {
                yield return Try(Sleep(100)).Catch<CancelledException>(
                    error => Log("swallowed", error, "cancelling", Self.Cancelling));
            }

            yield return Return("survived");
        }

        CoTask task = CreateTask<string>(Body());
        yield return Await(Pause());
        task.Cancel("one");
        yield return Await(Pause());
        task.Cancel("two");
        yield return Await(LogEnd("task", task));
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>How a cancel reaches a task: rules 13 to 18 and 28, and each state of a task.</summary>
public sealed class CancellationTwins : Twins<CancellationTwins>
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

    [Twin]
    public IEnumerator<Awaitable> TwoBeforeDeliveryWhileWaiting()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Sleep(100), out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception, "cancelling", Self.Cancelling);
            yield return Sleep(1);
            Log("only one");
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        Log("cancel", task.Cancel("first"), task.Cancel("second"));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> TwoBeforeDeliveryWhileReady()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Pause(3), out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception, "cancelling", Self.Cancelling);
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        Log("cancel", task.Cancel("first"), task.Cancel("second"));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelWithdrawsARememberedCancel()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            Log("uncancel", Self.Uncancel());
            yield return Sleep(0);
            Log("not cancelled");
            yield return Return(1);
        }

        yield return Await(LogEnd("task", CreateTask<int>(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelOfOneOfTwoWithdrawsNothing()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("one");
            Self.Cancel("two");
            Log("uncancel", Self.Uncancel());
            yield return Try(Sleep(0)).Finally(() => Log("uncancel", Self.Uncancel()));
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelDoesNotRecallAForwardedCancel()
    {
        CoTask task = CreateTask(SleepLogging(100, () => $"finally, cancelling {Self.Cancelling}"));
        yield return Await(Pause());
        task.Cancel("forwarded");
        Log("uncancel", task.Uncancel());
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelWithdrawsFromAReadyTask()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(0);
            yield return Sleep(0);
            yield return Sleep(0);
            yield return Return("went on");
        }

        CoTask task = CreateTask<string>(Body());
        yield return Await(Pause());
        task.Cancel();
        Log("uncancel", task.Uncancel());
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelWithoutACancel()
    {
        Log("uncancel", Self.Uncancel(), Self.Uncancel(), "cancelling", Self.Cancelling);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelAfterSwallowing()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => Log("uncancel", Self.Uncancel()));
            yield return Sleep(1);
            yield return Return(Self.Cancelling);
        }

        CoTask task = CreateTask<int>(Body());
        yield return Await(Pause());
        task.Cancel();
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> OfADoneTask()
    {
        CoTask task = CreateTask(Noop());
        yield return task;
        Log("cancel", task.Cancel(), "cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> OfACancelledTask()
    {
        CoTask task = CreateTask(Noop());
        task.Cancel();
        yield return Await(LogEnd("task", task));
        Log("cancel", task.Cancel(), "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> DuringTheCleanup()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            Log("cleaning up");
            yield return Await(SleepLogging(10, () => $"inner finally, cancelling {Self.Cancelling}"));
            Log("never");
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(CleanUp());
            yield return Sleep(100);
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        task.Cancel("first");
        yield return Await(Pause());
        task.Cancel("second");
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupTakesItsTime()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(2);
            Log("cleaned up");
        }

        CoTask task = CreateTask(Body());
        yield return Sleep(1);
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));

        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(100)).Finally(CleanUp);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupFails()
    {
        IEnumerator<Awaitable> Body()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Raise(new ArgumentException("in the finally"));
            }
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Settle(task, out Outcome outcome);
        Log("caught", outcome.Exception, "in place of", outcome.Exception!.GetReplacedException());
        Log("cancelled", task.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupCancelsItself()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            Self.Cancel("in the finally");
            Log("cleanup goes on");
            yield return Sleep(0);
            Log("never");
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(CleanUp());
            yield return Sleep(0);
            Log("body done");
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupsOfNestedFramesRunInnermostFirst()
    {
        IEnumerator<Awaitable> CleanUp(int n)
        {
            yield return Sleep(1);
            Log("cleanup", n);
        }

        IEnumerator<Awaitable> Level(int n)
        {
            Defer(CleanUp(n));
            yield return n == 3 ? Sleep(100) : Await(Level(n + 1));
        }

        CoTask task = CreateTask(Level(0));
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CaughtHalfwayUp()
    {
        IEnumerator<Awaitable> Middle()
        {
            yield return Settle(
                SleepLogging(100, () => "inner finally"), out Outcome outcome, includeCancellation: true);
            Log("middle caught", outcome.Exception);
            yield return Return("from middle");
        }

        IEnumerator<Awaitable> Outer()
        {
            yield return Await<string>(Middle()).Into(out Awaitable<string> middle);
            yield return Return(middle.Result);
        }

        CoTask task = CreateTask<string>(Outer());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> TurnedIntoAnotherError()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => throw new ArgumentException("instead"));
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));
    }

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
            yield return Settle(pending, out Outcome<int> outcome, includeCancellation: true);
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

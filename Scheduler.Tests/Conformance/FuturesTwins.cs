using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Futures: results, exceptions, callbacks. Rules 11 and 12.</summary>
public sealed class FuturesTwins : Twins<FuturesTwins>
{
    private IEnumerator<Awaitable> WaitFor(string name, Future awaited)
    {
        yield return Settle(awaited, out Outcome outcome, includeCancellation: true);
        Log(name, outcome.IsSuccess ? "got" : "caught", outcome.IsSuccess ? outcome.Result : outcome.Exception);
    }

    private static string State(Future of) => $"done {of.IsDone} cancelled {of.IsCancelled}";

    // What an action returns, or the kind of error it throws.
    private static object? ResultOf(Func<object?> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception)
        {
            return Kind(exception);
        }
    }

    private static object? ResultOf(Action action) => ResultOf(() =>
    {
        action();
        return null;
    });

    [Twin]
    public IEnumerator<Awaitable> States()
    {
        Future pending = new(), finished = new(), failed = new(), cancelled = new();
        finished.SetResult(1);
        failed.SetException(new ArgumentException("lost"));
        cancelled.Cancel();
        foreach ((string name, Future one) in new[]
            { ("pending", pending), ("finished", finished), ("failed", failed), ("cancelled", cancelled) })
        {
            object? exception = ResultOf(() => one.Exception);
            Log(
                name, State(one), "result", ResultOf(() => one.Result),
                "exception", exception is Exception found ? Kind(found) : exception);
        }

        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> CompletingADoneFuture()
    {
        Future finished = new(), failed = new(), cancelled = new();
        finished.SetResult(1);
        failed.SetException(new ArgumentException("lost"));
        cancelled.Cancel();
        foreach ((string name, Future one) in new[] { ("finished", finished), ("failed", failed), ("cancelled", cancelled) })
        {
            Log(
                name, ResultOf(() => one.SetResult(2)),
                ResultOf(() => one.SetException(new ArgumentException("again"))), ResultOf(() => one.Cancel()));
        }

        Log("result", finished.Result, "exception", failed.Exception);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> CancelOfAPendingFuture()
    {
        var pending = new Future();
        Log("cancel", pending.Cancel("one"), pending.Cancel("two"));
        Log("result raises", Caught(() => _ = pending.Result));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> CallbacksRunInTheOrderTheyWereAdded()
    {
        var pending = new Future<int>();
        foreach (string name in new[] { "a", "b", "c" })
        {
            pending.AddDoneCallback(done => Log(name, "result", done.Result));
        }

        pending.SetResult(7);
        Log("set");
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbacksAndAwaitersShareOneList()
    {
        var pending = new Future<string>();
        pending.AddDoneCallback(_ => Log("callback 1"));
        CreateTask(WaitFor("task 1", pending));
        yield return Await(Pause());
        pending.AddDoneCallback(_ => Log("callback 2"));
        CreateTask(WaitFor("task 2", pending));
        yield return Await(Pause());
        pending.AddDoneCallback(_ => Log("callback 3"));
        pending.SetResult("it");
        Log("set");
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackAddedToADoneFuture()
    {
        var done = new Future<int>();
        done.SetResult(1);
        done.AddDoneCallback(_ => Log("callback"));
        Log("added");
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackAddedByACallback()
    {
        var pending = new Future();
        pending.AddDoneCallback(done =>
        {
            Log("first");
            done.AddDoneCallback(_ => Log("third"));
        });
        pending.AddDoneCallback(_ => Log("second"));
        pending.SetResult();
        yield return Await(Pause(3));
    }

    [Twin]
    public IEnumerator<Awaitable> CallbacksOfACancelledFutureRun()
    {
        var pending = new Future();
        pending.AddDoneCallback(done => Log("callback", State(done)));
        pending.Cancel();
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbacksOfAFailedFutureRun()
    {
        var pending = new Future();
        pending.AddDoneCallback(done => Log("callback", done.Exception));
        pending.SetException(new ArgumentException("lost"));
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> SameCallbackAddedTwiceRunsTwice()
    {
        var pending = new Future();
        Action<Future> callback = _ => Log("callback");
        pending.AddDoneCallback(callback);
        pending.AddDoneCallback(callback);
        pending.SetResult();
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> RemovingCallbacks()
    {
        var pending = new Future();
        Action<Future> callback = _ => Log("never");
        pending.AddDoneCallback(callback);
        pending.AddDoneCallback(_ => Log("stays"));
        pending.AddDoneCallback(callback);
        Log("removed", pending.RemoveDoneCallback(callback), pending.RemoveDoneCallback(callback));
        pending.SetResult();
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> RemovingTheOnlyCallback()
    {
        var pending = new Future();
        Action<Future> callback = _ => Log("never");
        pending.AddDoneCallback(callback);
        Log("removed", pending.RemoveDoneCallback(callback), pending.RemoveDoneCallback(callback));
        pending.SetResult();
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> RemovingACallbackThatIsScheduled()
    {
        var pending = new Future();
        Action<Future> second = _ => Log("second runs all the same");
        pending.AddDoneCallback(done => Log("removed", done.RemoveDoneCallback(second)));
        pending.AddDoneCallback(second);
        pending.SetResult();
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackThatFailsDoesNotHurtTheOthers()
    {
        var pending = new Future<int>();
        pending.AddDoneCallback(_ => Log("first"));
        pending.AddDoneCallback(_ => throw new ArgumentException("in a callback"));
        pending.AddDoneCallback(_ => Log("third"));
        CreateTask(WaitFor("task", pending));
        yield return Await(Pause());
        pending.SetResult(1);
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackCompletesTheNextFuture()
    {
        Future<int> first = new(), second = new(), third = new();
        first.AddDoneCallback(_ =>
        {
            Log("first");
            second.SetResult(first.Result + 1);
        });
        second.AddDoneCallback(_ =>
        {
            Log("second");
            third.SetResult(second.Result + 1);
        });
        first.SetResult(1);
        yield return third;
        Log("got", third.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionReachesEveryAwaiter()
    {
        var pending = new Future();
        CoTask[] tasks = [.. "abc".Select(name => CreateTask(WaitFor($"{name}", pending)))];
        yield return Await(Pause());
        pending.SetException(new ArgumentException("shared"));
        foreach (CoTask task in tasks)
        {
            yield return task;
        }

        yield return Await(WaitFor("late", pending));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelReachesEveryAwaiter()
    {
        var pending = new Future();
        CoTask[] tasks = [.. "abc".Select(name => CreateTask(WaitFor($"{name}", pending)))];
        yield return Await(Pause());
        pending.Cancel("shared");
        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionCanBeLookedAtManyTimes()
    {
        var failed = new Future();
        failed.SetException(new ArgumentException("lost"));
        for (int i = 0; i < 2; i++)
        {
            Exception? error = Caught(() => _ = failed.Result);
            Log("caught", error, "the same", ReferenceEquals(error, failed.Exception));
        }

        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> SetExceptionOfACancelledErrorIsNoCancel()
    {
        var pending = new Future();
        CoTask task = CreateTask(WaitFor("task", pending));
        yield return Await(Pause());
        pending.SetException(new CancelledException("as an exception"));
        Log(State(pending));
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> AwaiterOfAnExceptionThatIsACancelEndsCancelled()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            yield return pending;
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        pending.SetException(new CancelledException("as an exception"));
        yield return Await(WaitFor("main", task));
        Log(State(task), "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> ResultOfAFutureCompletedByAnotherTask()
    {
        var box = new Future<string>();

        IEnumerator<Awaitable> Producer()
        {
            yield return Sleep(2);
            box.SetResult("made");
            Log("producer goes on");
            yield return Sleep(0);
            Log("producer ends");
        }

        CreateTask(Producer());
        yield return box;
        Log("got", box.Result);
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> PingPong()
    {
        Future<int>[] balls = [.. Enumerable.Range(0, 7).Select(_ => new Future<int>())];

        IEnumerator<Awaitable> Player(string name, int first)
        {
            for (int n = first; n < 6; n += 2)
            {
                yield return balls[n];
                Log(name, "hits", balls[n].Result);
                balls[n + 1].SetResult(n + 1);
            }
        }

        CoTask ping = CreateTask(Player("ping", 0));
        CoTask pong = CreateTask(Player("pong", 1));
        yield return Sleep(0);
        balls[0].SetResult(0);
        yield return balls[6];
        Log("last", balls[6].Result);
        yield return ping;
        yield return pong;
    }

    [Twin]
    public IEnumerator<Awaitable> SetBeforeAnybodyAwaits()
    {
        var box = new Future<int>();
        Loop.CallSoon(() => box.SetResult(1));
        yield return Await(Pause(3));
        Log("set long ago", box.IsDone);
        yield return box;
        Log("got", box.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> SetAndAwaitedAgain()
    {
        var box = new Future<int>();
        Loop.CallSoon(() => box.SetResult(1));
        for (int i = 0; i < 3; i++)
        {
            yield return box;
            Log("got", box.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionThatNobodySeesIsReportedAtTheEnd()
    {
        CreateTask(Fail(new ArgumentException("unseen")));
        CoTask seen = CreateTask(Fail(new ArgumentException("seen")));
        yield return Await(Pause());
        _ = seen.Exception;
        Log("end of main");
    }

    [Twin]
    public IEnumerator<Awaitable> CompletionWakesInTheNextIterationOnly()
    {
        var box = new Future<int>();
        CoTask task = CreateTask(WaitFor("task", box));
        yield return Await(Pause());
        box.SetResult(1);
        Log("set");
        yield return Sleep(0);
        Log("task done", task.IsDone);
        yield return Await(Noop());
    }

    [Twin]
    public IEnumerator<Awaitable> CancelThatComesTooLateCountsAsSeeingTheException()
    {
        CoTask task = CreateTask(Fail(new ArgumentException("unseen")));
        CoTask other = CreateTask(Fail(new ArgumentException("unseen too")));
        yield return Await(Pause());
        Log("cancelled", task.Cancel(), "done", other.IsDone);
    }
}

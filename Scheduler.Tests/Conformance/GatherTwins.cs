using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary><c>gather</c>: results, order, failure.</summary>
public sealed partial class GatherTwins : Twins<GatherTwins>
{
    private IEnumerator<Awaitable> Value(string name, int iterations = 0)
    {
        yield return Await(Pause(iterations));
        Log(name, "ends");
        yield return Return(name);
    }

    private IEnumerator<Awaitable> FailAfter(int iterations, string message)
    {
        yield return Await(Pause(iterations));
        Log(message, "raised");
        throw new IOException(message);
    }

    private IEnumerator<Awaitable> Stubborn(string name, int iterations = 1)
    {
        yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
        if (outcome.IsCancelled)
        {
            Log(name, "swallows", outcome.Exception);
            yield return Await(Pause(iterations));
        }

        Log(name, "ends");
        yield return Return(name);
    }

    private IEnumerator<Awaitable> Sleeper(string name)
    {
        yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
        if (outcome.IsCancelled)
        {
            Log(name, "cancelled", outcome.Exception);
            outcome.ThrowIfFailed();
        }
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

    private static string Shown(IEnumerable<object?> results) => string.Join(' ', results);

    private static Future<int> Done(int result)
    {
        var done = new Future<int>();
        done.SetResult(result);
        return done;
    }

    private static Future Failed(string message)
    {
        var failed = new Future();
        failed.SetException(new IOException(message));
        return failed;
    }

    private static object? Shown(Outcome outcome) => outcome.IsSuccess ? outcome.Result : outcome.Exception;

    [Twin]
    public IEnumerator<Awaitable> Nothing()
    {
        Log("before");
        Future<object?[]> none = Gather();
        yield return none;
        Log("results", none.Result.Length);
    }

    [Twin]
    public IEnumerator<Awaitable> TwoNoops()
    {
        Log("before");
        yield return Gather(Noop(), Noop());
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> DoneFuturesOnly()
    {
        Log("before");
        yield return Gather(Done(1), Done(2)).Into(out var both);
        Log(string.Join(' ', both.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> DoneAndFailedFutures()
    {
        Future both = Gather(Done(1), Failed("lost"));
        Log("done", both.IsDone);
        yield return Await(SettleAndLog(both));
    }

    [Twin]
    public IEnumerator<Awaitable> DoneCancelledFuture()
    {
        var a = new Future();
        a.Cancel("gone");
        Future all = Gather(a, a);
        Log("done", all.IsDone, "cancelled", all.IsCancelled);
        yield return Await(SettleAndLog(all));
    }

    [Twin]
    public IEnumerator<Awaitable> DoneFailedFutureAndAPendingOne()
    {
        CoTask b = CreateTask(Value("b", 2));
        yield return Await(SettleAndLog(Gather(b, Failed("lost"))));
        yield return b;
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> ResultsAreInTheOrderOfTheArguments()
    {
        yield return Gather<string>(Value("a", 3), Value("b", 1), Value("c", 2)).Into(out var all);
        Log(Shown(all.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> SameCoroutineTwice()
    {
        IEnumerator<Awaitable> once = Value("once");
        yield return Gather<string>(once, once, Value("other"), once).Into(out var all);
        Log(Shown(all.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> SameTaskTwice()
    {
        CoTask<string> once = CreateTask<string>(Value("once"));
        yield return Gather(once, once).Into(out var all);
        Log(Shown(all.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> MixedKinds()
    {
        var done = new Future<string>();
        done.SetResult("done");
        CoTask<string> task = CreateTask<string>(Value("task", 1));
        Awaitable<string> coroutine = Await<string>(Value("coroutine"));

        // The argument of an argument comes first, here as there.
        Future inner = Gather(Value("inner"));
        Future<object?[]> all = Gather(done, task, coroutine, inner);
        yield return all;
        Log(Shown([all.Result[0], all.Result[1], coroutine.Result]));
    }

    [Twin]
    public IEnumerator<Awaitable> FirstFailureEndsItAndTheRestGoesOn()
    {
        CoTask b = CreateTask(Value("b", 5));
        yield return Await(SettleAndLog(Gather(b, Await(FailAfter(1, "first")), Await(FailAfter(3, "second")))));
        yield return b;
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> TwoFailuresInOneIteration()
    {
        yield return Await(SettleAndLog(Gather(FailAfter(1, "first"), FailAfter(1, "second"))));
        yield return Await(Pause(3));
    }

    [Twin]
    public IEnumerator<Awaitable> FailureOfTheLast()
    {
        yield return Await(SettleAndLog(Gather(Value("a"), FailAfter(2, "last"))));
    }

    [Twin]
    public IEnumerator<Awaitable> Outcomes()
    {
        yield return GatherOutcomes<string>(Value("a"), FailAfter(2, "lost"), Value("c", 1)).Into(out var all);
        Log(all.Result[0].Result, all.Result[1].Exception, all.Result[2].Result);
    }

    [Twin]
    public IEnumerator<Awaitable> OutcomesOfACancelledChild()
    {
        CoTask child = CreateTask(Sleeper("child"));
        Loop.CallLater(1, () => child.Cancel());
        CoTask<string> b = CreateTask<string>(Value("b"));
        yield return GatherOutcomes(child, b).Into(out var all);
        Log(all.Result.Select(Shown).ToArray());
    }

    [Twin]
    public IEnumerator<Awaitable> OutcomesOfDoneFutures()
    {
        var b = new Future();
        b.Cancel();
        yield return GatherOutcomes(Failed("lost"), b).Into(out var all);
        Log(all.Result.Select(Shown).ToArray());
    }

    [Twin]
    public IEnumerator<Awaitable> Nested()
    {
        IEnumerator<Awaitable> Inner(string name)
        {
            yield return Gather<string>(Value(name + "1"), Value(name + "2", 1)).Into(out var both);
            yield return Return(Shown(both.Result));
        }

        yield return Gather<string>(Inner("a"), Inner("b")).Into(out var all);
        Log(Shown(all.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> TwoAwaitOneGather()
    {
        Awaitable<string[]> both = Gather<string>(Value("a", 1), Value("b"));

        IEnumerator<Awaitable> Waiter(string name)
        {
            yield return both;
            Log(name, Shown(both.Result));
        }

        yield return Gather(Waiter("x"), Waiter("y"));
    }

    [Twin]
    public IEnumerator<Awaitable> LaterFailureCountsAsSeen()
    {
        yield return Await(SettleAndLog(Gather(FailAfter(0, "first"), FailAfter(4, "later"))));
        yield return Await(Pause(8));
    }

    [Twin]
    public IEnumerator<Awaitable> AChildEndsWhileNothingElseIsReady()
    {
        IEnumerator<Awaitable> Late()
        {
            yield return Sleep(1);
            Log("late");
        }

        yield return Gather(Value("soon", 1), Late(), Value("soon too", 3));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> ChildrenOfFuturesSetByCallbacks()
    {
        var a = new Future();
        var b = new Future();
        Loop.CallSoon(() => b.SetResult("b"));
        Loop.CallLater(1, () => a.SetResult("a"));
        Future<object?[]> both = Gather(a, b);
        both.AddDoneCallback(done => Log("done", done.IsDone));
        yield return both;
        Log(Shown(both.Result));
    }
}

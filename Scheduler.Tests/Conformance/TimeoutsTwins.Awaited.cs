using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>What a body waits for when the time is up.</summary>
public sealed partial class TimeoutsTwins
{
    private IEnumerator<Awaitable> AwaitWithin<T>(double delay, Awaitable<T> awaitable)
    {
        using (CoTimeout timeout = Timeout(delay))
        {
            yield return Settle(awaitable, out Outcome<T> outcome, includeCancellation: true);
            Log("expired", timeout.IsExpired, "cancelling", Self.Cancelling);
            outcome.ThrowIfFailed();
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ResultJustBeforeTheExpiry()
    {
        var pending = new Future<int>();
        Loop.CallAt(1, () => pending.SetResult(3));
        yield return Await(Ending("body", AwaitWithin<int>(1, pending)));
        Log("future cancelled", pending.IsCancelled, "cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> ResultJustAfterTheExpiry()
    {
        var pending = new Future<int>();
        Scheduler loop = Loop;
        loop.CallLater(0.5, () => loop.CallAt(1, () => Log("done", pending.IsDone)));
        yield return Await(Ending("body", AwaitWithin<int>(1, pending)));
        Log("future cancelled", pending.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> ErrorJustBeforeTheExpiry()
    {
        var pending = new Future<int>();
        Loop.CallAt(1, () => pending.SetException(new ArgumentException("lost")));
        yield return Await(Ending("body", AwaitWithin<int>(1, pending)));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> ResultInTheIterationBeforeTheExpiry()
    {
        var pending = new Future<int>();

        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(null))
            {
                Loop.CallAt(1, () =>
                {
                    pending.SetResult(3);
                    timeout.Reschedule(0);
                });
                yield return pending;
                Log("result", pending.Result);
                LogExpired(timeout);
                yield return Sleep(5);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> SleepAsLongAsTheTimeout()
    {
        yield return Await(Ending("block", SleepWithin(1, 1)));
    }

    [Twin]
    public IEnumerator<Awaitable> SleepAsLongAsTheTimeoutSetBeforeIt()
    {
        IEnumerator<Awaitable> Sleeper()
        {
            yield return Sleep(1);
            yield return Return("slept");
        }

        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(2))
            {
                CoTask<string> sleeper = CreateTask<string>(Sleeper());
                yield return Sleep(0);
                timeout.Reschedule(1);
                yield return sleeper;
                Log("result", sleeper.Result);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    private static IEnumerator<Awaitable> AnswerAfter(Awaitable awaitable)
    {
        yield return awaitable;
        yield return Return("child's");
    }

    [Twin]
    public IEnumerator<Awaitable> TaskEndsInTheIterationOfTheExpiry()
    {
        CoTask<string> task = CreateTask<string>(AnswerAfter(Sleep(1)));
        yield return Await(Pause());
        yield return Await(Ending("body", AwaitWithin<string>(1, task)));
        Log("child cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskEndedJustBeforeTheExpiry()
    {
        CoTask<string> task = CreateTask<string>(AnswerAfter(Sleep(0)));

        IEnumerator<Awaitable> Body()
        {
            using (Timeout(0))
            {
                yield return task;
                Log("result", task.Result);
            }
        }

        yield return Sleep(0);
        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> TaskSwallowsTheExpiry()
    {
        CoTask<int> task = CreateTask<int>(Swallow(10, "child"));

        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return task;
                Log("result", task.Result, "expired", timeout.IsExpired, "cancelling", Self.Cancelling);
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }

    private static IEnumerator<Awaitable> FailingChild()
    {
        yield return Try(Sleep(10)).Catch<CancelledException>(_ => throw new ArgumentException("child's"));
        yield return Return(0);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskCleansUpAfterTheExpiry()
    {
        IEnumerator<Awaitable> Child()
        {
            yield return Await(SlowCleanup(10, 3, "child"));
            yield return Return(0);
        }

        CoTask<int> task = CreateTask<int>(Child());
        yield return Await(Ending("body", AwaitWithin<int>(1, task)));
        Log("child cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskFailsAfterTheExpiry()
    {
        yield return Await(Ending("body", AwaitWithin<int>(1, CreateTask<int>(FailingChild()))));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> TasksThatShareWhatTheyWaitFor()
    {
        CoTask<string> shared = CreateTask<string>(AnswerAfter(Sleep(3)));

        IEnumerator<Awaitable> Body(string name, double delay)
        {
            using (Timeout(delay))
            {
                yield return shared;
                Log(name, shared.Result);
            }
        }

        CoTask a = CreateTask(Ending("a", Body("a", 1)));
        CoTask b = CreateTask(Ending("b", Body("b", 5)));
        yield return a;
        yield return b;
    }
}

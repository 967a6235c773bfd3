using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>How many iterations of the loop pass: the table of SEMANTICS.md.</summary>
public sealed partial class IterationsTwins : Twins<IterationsTwins>
{
    private static Future<int> DoneFuture(int result)
    {
        var done = new Future<int>();
        done.SetResult(result);
        return done;
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitDoneFuture()
    {
        Future<int> done = DoneFuture(42);
        Log("before");
        yield return done;
        Log("result", done.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitFailedFuture()
    {
        var failed = new Future();
        failed.SetException(new ArgumentException("lost"));
        Log("before");
        yield return Settle(failed, out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitCancelledFuture()
    {
        var cancelled = new Future();
        cancelled.Cancel("gone");
        Log("before");
        yield return Settle(cancelled, out Outcome outcome, includeCancellation: true);
        Log("caught", outcome.Exception, "cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitCoroutineDirectly()
    {
        IEnumerator<Awaitable> Answer()
        {
            Log("inside");
            yield return Return(42);
        }

        Log("before");
        yield return Await<int>(Answer()).Into(out Awaitable<int> answer);
        Log("result", answer.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitFiveCoroutinesDeep()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            if (n == 0)
            {
                yield return Sleep(0);
            }
            else
            {
                yield return Await(Level(n - 1));
            }

            Log("leaving", n);
        }

        Log("before");
        yield return Await(Level(4));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitDoneTask()
    {
        CoTask task = CreateTask(Noop());
        yield return Await(Pause());
        Log("before", "done", task.IsDone);
        yield return task;
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> SleepZero()
    {
        Log("before");
        yield return Sleep(0);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> SleepNegative()
    {
        Log("before");
        yield return Sleep(-1);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> SleepPositive()
    {
        Log("before");
        yield return Sleep(1);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> SleepTiny()
    {
        Log("before");
        yield return Sleep(1.0 / 1024);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> FutureSetByCallSoon()
    {
        var pending = new Future<int>();
        Loop.CallSoon(() => pending.SetResult(1));
        Log("before");
        yield return pending;
        Log("result", pending.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> FutureSetByCallLaterZero()
    {
        var pending = new Future<int>();
        Loop.CallLater(0, () => pending.SetResult(1));
        Log("before");
        yield return pending;
        Log("result", pending.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> FutureSetByCallAtInThePast()
    {
        var pending = new Future<int>();
        Loop.CallAt(-5, () => pending.SetResult(1));
        Log("before");
        yield return pending;
        Log("result", pending.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> FutureSetByTask()
    {
        var pending = new Future<int>();

        IEnumerator<Awaitable> Setter()
        {
            Log("setting");
            pending.SetResult(1);
            yield break;
        }

        CreateTask(Setter());
        Log("before");
        yield return pending;
        Log("result", pending.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitNewTask()
    {
        Log("before");
        yield return CreateTask(Noop());
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitNewFailingTask()
    {
        Log("before");
        yield return Settle(CreateTask(Fail(new ArgumentException("lost"))), out Outcome outcome);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitTaskThatSleepsZero()
    {
        Log("before");
        yield return CreateTask(SleepFor(0));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitTaskThatSleeps()
    {
        Log("before");
        yield return CreateTask(SleepFor(1));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> CancelBeforeStartThenAwait()
    {
        CoTask task = CreateTask(Noop());
        task.Cancel();
        Log("before");
        yield return Settle(task, out Outcome outcome, includeCancellation: true);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelSleepingTaskThenAwait()
    {
        CoTask task = CreateTask(SleepFor(10));
        yield return Await(Pause());
        Log("before");
        task.Cancel();
        yield return Settle(task, out Outcome outcome, includeCancellation: true);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelYieldingTaskThenAwait()
    {
        IEnumerator<Awaitable> Spin()
        {
            while (true)
            {
                yield return null;
            }
        }

        CoTask task = CreateTask(Spin());
        yield return Await(Pause());
        Log("before");
        task.Cancel();
        yield return Settle(task, out Outcome outcome, includeCancellation: true);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskAwaitsTaskAwaitsNoop()
    {
        IEnumerator<Awaitable> Middle()
        {
            yield return CreateTask(Noop());
            Log("middle");
        }

        Log("before");
        yield return CreateTask(Middle());
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> ChainOfFiveTasks()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            if (n > 0)
            {
                yield return CreateTask(Level(n - 1));
            }

            Log("level", n);
        }

        Log("before");
        yield return Await(Level(5));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> TwoAwaitersOfOneFuture()
    {
        var pending = new Future<int>();

        IEnumerator<Awaitable> Waiter(string name)
        {
            yield return pending;
            Log(name, "result", pending.Result);
        }

        CoTask a = CreateTask(Waiter("a"));
        CoTask b = CreateTask(Waiter("b"));
        yield return Await(Pause());
        Log("setting");
        pending.SetResult(1);
        yield return a;
        yield return b;
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> TwoTasksThatEndInOneIteration()
    {
        CoTask first = CreateTask(Noop());
        CoTask second = CreateTask(Noop());
        Log("before");
        yield return first;
        Log("first");
        yield return second;
        Log("second");
    }

    [Twin]
    public IEnumerator<Awaitable> TryAroundAnAwaitIsFree()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Await(Noop());
            throw new ArgumentException("lost");
        }

        Log("before");
        yield return Try(Body())
            .Catch<ArgumentException>(error => Log("caught", error))
            .Finally(() => Log("finally"));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitInFinally()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(0);
            Log("cleaned up");
        }

        Log("before");
        yield return Try(Noop()).Finally(CleanUp);
        Log("after");
    }
}

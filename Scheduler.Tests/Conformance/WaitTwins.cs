using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary><c>wait</c>: what is done and what is pending, and when.</summary>
public sealed class WaitTwins : Twins<WaitTwins>
{
    private IEnumerator<Awaitable> Ends(string name, int iterations = 0)
    {
        yield return Await(Pause(iterations));
        Log(name, "ends");
    }

    private IEnumerator<Awaitable> Fails(string name, int iterations = 0)
    {
        yield return Await(Pause(iterations));
        Log(name, "fails");
        throw new IOException(name);
    }

    private IEnumerator<Awaitable> Sleeps(string name, double seconds = 10)
    {
        yield return Settle(Sleep(seconds), out Outcome outcome, includeCancellation: true);
        Log(name, outcome.IsCancelled ? "cancelled" : "slept");
        outcome.ThrowIfFailed();
    }

    private IEnumerator<Awaitable> WaitAndLog(
        IReadOnlyList<Future> tasks, Duration? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
    {
        yield return Wait(tasks, timeout, returnWhen).Into(out var wait);
        var (done, pending) = wait.Result;
        Log([
            "done", .. done.Select(task => (object)tasks.ToList().IndexOf(task)),
            "pending", .. pending.Select(task => (object)tasks.ToList().IndexOf(task)),
        ]);
    }

    [Twin]
    public IEnumerator<Awaitable> DoneTask()
    {
        CoTask task = CreateTask(Noop());
        yield return Await(Pause());
        Log("before");
        yield return Await(WaitAndLog([task]));
    }

    [Twin]
    public IEnumerator<Awaitable> DoneFuture()
    {
        var done = new Future<int>();
        done.SetResult(1);
        Log("before");
        yield return Await(WaitAndLog([done]));
    }

    [Twin]
    public IEnumerator<Awaitable> NewTask()
    {
        Log("before");
        yield return Await(WaitAndLog([CreateTask(Noop())]));
    }

    [Twin]
    public IEnumerator<Awaitable> TwoTasks()
    {
        yield return Await(WaitAndLog([CreateTask(Ends("a", 2)), CreateTask(Ends("b"))]));
    }

    [Twin]
    public IEnumerator<Awaitable> FirstCompleted()
    {
        CoTask[] tasks = [CreateTask(Ends("a", 3)), CreateTask(Ends("b")), CreateTask(Ends("c", 1))];
        yield return Await(WaitAndLog(tasks, returnWhen: ReturnWhen.FirstCompleted));
        yield return Await(WaitAndLog(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> FirstCompletedOfDoneOnes()
    {
        CoTask a = CreateTask(Noop());
        CoTask b = CreateTask(Noop());
        yield return Await(Pause());
        yield return Await(WaitAndLog([a, b, new Future()], returnWhen: ReturnWhen.FirstCompleted));
    }

    [Twin]
    public IEnumerator<Awaitable> FirstCompletedWhileOthersEndMeanwhile()
    {
        CoTask[] tasks = [CreateTask(Ends("a")), CreateTask(Ends("b", 1)), CreateTask(Ends("c", 2)), CreateTask(Ends("d", 3))];
        yield return Await(WaitAndLog(tasks, returnWhen: ReturnWhen.FirstCompleted));
        yield return Await(Pause(3));
    }

    [Twin]
    public IEnumerator<Awaitable> FirstException()
    {
        CoTask[] tasks = [CreateTask(Ends("a")), CreateTask(Fails("b", 2)), CreateTask(Sleeps("c"))];
        yield return Await(WaitAndLog(tasks, returnWhen: ReturnWhen.FirstException));
        tasks[2].Cancel();
        yield return Await(WaitAndLog(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> FirstExceptionIsNoCancel()
    {
        CoTask[] tasks = [CreateTask(Sleeps("a")), CreateTask(Ends("b", 3))];
        Loop.CallSoon(() => tasks[0].Cancel());
        yield return Await(WaitAndLog(tasks, returnWhen: ReturnWhen.FirstException));
    }

    [Twin]
    public IEnumerator<Awaitable> FirstExceptionWithoutAny()
    {
        yield return Await(WaitAndLog([CreateTask(Ends("a", 1)), CreateTask(Ends("b"))], returnWhen: ReturnWhen.FirstException));
    }

    [Twin]
    public IEnumerator<Awaitable> FailedBefore()
    {
        CoTask failed = CreateTask(Fails("a"));
        yield return Await(Pause());
        yield return Await(WaitAndLog([failed, CreateTask(Sleeps("b", 1))], returnWhen: ReturnWhen.FirstException));
    }

    [Twin]
    public IEnumerator<Awaitable> ExceptionThatNobodyLooksAt()
    {
        yield return Await(WaitAndLog([CreateTask(Fails("a"))]));
    }

    [Twin]
    public IEnumerator<Awaitable> Timeout()
    {
        CoTask[] tasks = [CreateTask(Sleeps("a", 1)), CreateTask(Sleeps("b", 3))];
        yield return Await(WaitAndLog(tasks, 2));
        yield return Await(WaitAndLog(tasks, 5));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutOfZero()
    {
        yield return Await(WaitAndLog([CreateTask(Ends("a", 1)), CreateTask(Sleeps("b", 1))], 0));
    }

    [Twin]
    public IEnumerator<Awaitable> NegativeTimeout()
    {
        yield return Await(WaitAndLog([CreateTask(Ends("a", 1)), CreateTask(Sleeps("b", 1))], -1));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutTogetherWithTheCompletion()
    {
        yield return Await(WaitAndLog([CreateTask(Sleeps("a", 1))], 1));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutLeavesNoTimer()
    {
        yield return Await(WaitAndLog([CreateTask(Ends("a"))], 100));
        yield return Sleep(1);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> FutureSetByACallback()
    {
        var pending = new Future<int>();
        Loop.CallLater(1, () => pending.SetResult(1));
        yield return Await(WaitAndLog([pending]));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelLeavesTheTasksRunning()
    {
        CoTask[] tasks = [CreateTask(Sleeps("a", 1)), CreateTask(Sleeps("b", 2))];
        CoTask waiter = CreateTask(WaitAndLog(tasks));
        yield return Await(Pause());
        Log("cancel", waiter.Cancel("stop"));
        yield return Settle(waiter, out Outcome outcome, includeCancellation: true);
        Log("caught", outcome.Exception);
        yield return Await(WaitAndLog(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelAtEachIteration()
    {
        for (int iterations = 0; iterations < 8; iterations++)
        {
            CoTask[] tasks = [CreateTask(Ends("a", 1)), CreateTask(Ends("b", 2))];
            CoTask waiter = CreateTask(WaitAndLog(tasks));
            yield return Await(Pause(iterations));
            Log("-", iterations, "cancel", waiter.Cancel());
            yield return Settle(waiter, out Outcome outcome, includeCancellation: true);
            if (outcome.IsCancelled)
            {
                Log("cancelled");
            }

            yield return Gather(tasks);
            tasks.ShouldAllBe(task => task.WaiterCount == 0);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutAtEachIteration()
    {
        for (int iterations = 0; iterations < 6; iterations++)
        {
            CoTask[] tasks = [CreateTask(Pause(iterations)), CreateTask(Sleeps("b", 1))];
            yield return Await(WaitAndLog(tasks, 0));
            tasks.ShouldAllBe(task => task.WaiterCount == 0);
            yield return Gather(tasks);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SameTaskTwice()
    {
        CoTask task = CreateTask(Ends("a", 1));
        yield return Wait([task, task]).Into(out var wait);
        Log(wait.Result.Done.Count, wait.Result.Pending.Count);
    }

    [Twin]
    public IEnumerator<Awaitable> TwoWaitForTheSameTasks()
    {
        CoTask[] tasks = [CreateTask(Ends("a", 1)), CreateTask(Ends("b", 2))];
        yield return Gather(WaitAndLog(tasks), WaitAndLog(tasks, returnWhen: ReturnWhen.FirstCompleted));
    }

    [Twin]
    public IEnumerator<Awaitable> SlowConsumer()
    {
        List<CoTask> tasks = [CreateTask(Sleeps("a", 1)), CreateTask(Sleeps("b", 2)), CreateTask(Sleeps("c", 3))];
        IReadOnlyList<CoTask> pending = tasks;
        while (pending.Count > 0)
        {
            yield return Wait(pending, returnWhen: ReturnWhen.FirstCompleted).Into(out var wait);
            (IReadOnlyList<CoTask> done, pending) = wait.Result;
            Log(["done", .. done.Select(task => (object)tasks.IndexOf(task))]);
            yield return Sleep(1.5);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> NothingToWaitFor()
    {
        Log(Kind(Caught(() => Wait(Array.Empty<CoTask>()))));
        yield break;
    }
}

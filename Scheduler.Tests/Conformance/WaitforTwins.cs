using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>WaitFor: what it makes, what it cancels, and who wins. Rules 23 and 24.</summary>
public sealed partial class WaitforTwins : Twins<WaitforTwins>
{
    private static IEnumerator<Awaitable> Answer(double? seconds = null)
    {
        if (seconds is { } time)
        {
            yield return Sleep(time);
        }

        yield return Return(42);
    }

    private IEnumerator<Awaitable> Never()
    {
        Log("never");
        yield break;
    }

    private IEnumerator<Awaitable> SlowCleanup(double seconds, double cleanup, string name = "inner")
    {
        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(cleanup);
            Log(name, "cleaned up, cancelling", Self.Cancelling);
        }

        yield return Try(Sleep(seconds)).Finally(CleanUp);
    }

    private IEnumerator<Awaitable> Swallow(double seconds, string name = "inner")
    {
        yield return Try(Sleep(seconds)).Catch<CancelledException>(
            error => Log(name, "swallowed", error, "cancelling", Self.Cancelling));
        yield return Return(7);
    }

    private static IEnumerator<Awaitable> FailWhenCancelled()
    {
        yield return Try(Sleep(10)).Catch<CancelledException>(_ => throw new ArgumentException("instead"));
    }

    private IEnumerator<Awaitable> Waiting(Awaitable awaitable, double? limit) =>
        Ending("wait", WaitFor(awaitable, limit));

    private IEnumerator<Awaitable> Waiting(IEnumerator<Awaitable> coroutine, double? limit) =>
        Ending("wait", WaitFor(coroutine, limit));

    private IEnumerator<Awaitable> Waiting<T>(Awaitable<T> awaitable, double? limit) =>
        Ending("wait", WaitFor(awaitable, limit));

    // How many iterations pass.

    [Twin]
    public IEnumerator<Awaitable> CoroutineThatDoesNotSuspend()
    {
        Log("before");
        yield return Await(Ending("wait", WaitFor<int>(Answer(), 1)));
        yield return Await(Ending("wait", WaitFor<int>(Answer(), null)));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineThatDoesNotSuspendAndFails()
    {
        Log("before");
        yield return Await(Waiting(Fail(new ArgumentException("lost")), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineInTime()
    {
        yield return Await(Ending("wait", WaitFor<int>(Answer(1), 2)));
        yield return Sleep(5);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineTooLate()
    {
        yield return Await(Ending("wait", WaitFor<int>(Answer(3), 2)));
        yield return Sleep(5);
        Log("after, cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineWithoutALimit() => Ending("wait", WaitFor<int>(Answer(3), null));

    [Twin]
    public IEnumerator<Awaitable> CoroutineWithAnInfiniteLimit() =>
        Ending("wait", WaitFor<int>(Answer(3), double.PositiveInfinity));

    [Twin]
    public IEnumerator<Awaitable> CoroutineWithNoTime()
    {
        Log("before");
        yield return Await(Waiting(Never(), 0));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineWithNegativeTime()
    {
        Log("before");
        yield return Await(Waiting(Never(), -1));
    }

    [Twin]
    public IEnumerator<Awaitable> NewTask()
    {
        Log("before");
        yield return Await(Waiting(CreateTask(Noop()), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> NewTaskWithNoTime()
    {
        Log("before");
        yield return Await(Waiting(CreateTask(Never()), 0));
    }

    [Twin]
    public IEnumerator<Awaitable> DoneTask()
    {
        CoTask<int> task = CreateTask<int>(Answer());
        yield return Await(Pause());
        Log("before");
        yield return Await(Waiting<int>(task, 1));
        yield return Await(Waiting<int>(task, 0));
    }

    [Twin]
    public IEnumerator<Awaitable> FailedTask()
    {
        CoTask task = CreateTask(Fail(new ArgumentException("lost")));
        yield return Await(Pause());
        Log("before");
        yield return Await(Waiting(task, 1));
        yield return Await(Waiting(task, 0));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledTask()
    {
        CoTask task = CreateTask(Never());
        task.Cancel();
        yield return Await(Pause());
        Log("before");
        yield return Await(Waiting(task, 1));
        yield return Await(Waiting(task, 0));
    }

    [Twin]
    public IEnumerator<Awaitable> DoneFuture()
    {
        var done = new Future<int>();
        done.SetResult(3);
        Log("before");
        yield return Await(Waiting<int>(done, 1));
        yield return Await(Waiting<int>(done, 0));
    }

    [Twin]
    public IEnumerator<Awaitable> PendingFutureWithNoTime()
    {
        var pending = new Future();
        Log("before");
        yield return Await(Waiting(pending, 0));
        Log("cancelled", pending.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> PendingFutureTooLate()
    {
        var pending = new Future();
        yield return Await(Waiting(pending, 1));
        Log("cancelled", pending.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskTooLate()
    {
        CoTask<int> task = CreateTask<int>(Answer(5));
        yield return Await(Waiting<int>(task, 1));
        Log("cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskInTime()
    {
        yield return Await(Waiting<int>(CreateTask<int>(Answer(1)), 2));
    }

    [Twin]
    public IEnumerator<Awaitable> CauseOfTheTimeout()
    {
        foreach (double limit in (double[])[1, 0])
        {
            yield return Try(WaitFor(CreateTask<int>(Answer(5)), limit)).Catch<TimeoutException>(
                error => Log("caught, caused by", Kind(error.InnerException)));
        }
    }

    // Whose task it is.

    [Twin]
    public IEnumerator<Awaitable> CoroutineRunsInTheTaskOfTheCaller()
    {
        IEnumerator<Awaitable> Inner()
        {
            Log("in", Self.Name);
            yield return Sleep(1);
            Log("in", Self.Name, "cancelling", Self.Cancelling);
        }

        yield return Await(Waiting(Inner(), 5));
        yield return Await(Waiting(Inner(), null));
    }

    [Twin]
    public IEnumerator<Awaitable> NoTimeMakesATask()
    {
        CoTask before = CreateTask(Noop());
        yield return Await(Waiting(Never(), 0));
        CoTask after = CreateTask(Noop());
        Log(before.Name, after.Name);
    }

    [Twin]
    public IEnumerator<Awaitable> SomeTimeMakesNone()
    {
        CoTask before = CreateTask(Noop());
        yield return Await(Ending("wait", WaitFor<int>(Answer(1), 5)));
        CoTask after = CreateTask(Noop());
        Log(before.Name, after.Name);
    }

    // Clean-up.

    [Twin]
    public IEnumerator<Awaitable> CoroutineWhoseCleanupTakesTime() => Waiting(SlowCleanup(10, 3), 1);

    [Twin]
    public IEnumerator<Awaitable> CoroutineThatSwallowsTheExpiry() => Ending("wait", WaitFor<int>(Swallow(10), 1));

    [Twin]
    public IEnumerator<Awaitable> CoroutineThatFailsOnTheExpiry()
    {
        yield return Await(Waiting(FailWhenCancelled(), 1));
        Log("cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskWhoseCleanupTakesTime()
    {
        CoTask task = CreateTask(SlowCleanup(10, 3));
        yield return Await(Waiting(task, 1));
        Log("cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskThatSwallowsTheExpiry()
    {
        yield return Await(Waiting<int>(CreateTask<int>(Swallow(10)), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> TaskThatFailsOnTheExpiry()
    {
        yield return Await(Waiting(CreateTask(FailWhenCancelled()), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> NoTimeAndACleanupThatTakesTime()
    {
        CoTask task = CreateTask(SlowCleanup(10, 3));
        yield return Await(Pause());
        yield return Await(Waiting(task, 0));
        Log("cancelled", task.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> NoTimeAndATaskThatSwallows()
    {
        CoTask<int> task = CreateTask<int>(Swallow(10));
        yield return Await(Pause());
        yield return Await(Waiting<int>(task, 0));
    }

    [Twin]
    public IEnumerator<Awaitable> NoTimeAndATaskThatFails()
    {
        CoTask task = CreateTask(FailWhenCancelled());
        yield return Await(Pause());
        yield return Await(Waiting(task, 0));
    }

    [Twin]
    public IEnumerator<Awaitable> NoTimeAndATaskThatSwallowsAndGoesOn()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            yield return Await(Swallow(10));
            yield return Sleep(5);
            yield return Return("stubborn");
        }

        CoTask<string> task = CreateTask<string>(Stubborn());
        yield return Await(Pause());
        yield return Await(Waiting<string>(task, 0));
    }

    // What ends in the very iteration of the expiry.

    [Twin]
    public IEnumerator<Awaitable> ResultJustBeforeTheExpiry()
    {
        var pending = new Future<int>();
        Loop.CallAt(1, () => pending.SetResult(3));
        yield return Await(Waiting<int>(pending, 1));
        Log("cancelled", pending.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> ResultJustAfterTheExpiry()
    {
        var pending = new Future<int>();
        Scheduler loop = Loop;
        loop.CallLater(0.5, () => loop.CallAt(1, () => Log("done", pending.IsDone)));
        yield return Await(Waiting<int>(pending, 1));
    }

    [Twin]
    public IEnumerator<Awaitable> ErrorJustBeforeTheExpiry()
    {
        var pending = new Future();
        Loop.CallAt(1, () => pending.SetException(new ArgumentException("lost")));
        yield return Await(Waiting(pending, 1));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineThatTakesAsLongAsTheLimit() => Ending("wait", WaitFor<int>(Answer(1), 1));

    [Twin]
    public IEnumerator<Awaitable> TaskThatTakesAsLongAsTheLimit()
    {
        CoTask<int> task = CreateTask<int>(Answer(1));
        yield return Await(Pause());
        yield return Await(Waiting<int>(task, 1));
        Log("cancelled", task.IsCancelled);
    }

    // What is cancelled by others.

    [Twin]
    public IEnumerator<Awaitable> AwaitedTaskIsCancelled()
    {
        CoTask<int> task = CreateTask<int>(Answer(10));
        Loop.CallAt(1, () => task.Cancel("the task"));
        yield return Await(Waiting<int>(task, 5));
        Log("cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> AwaitedFutureIsCancelledInTheIterationOfTheExpiry()
    {
        var pending = new Future();
        Loop.CallAt(1, () => pending.Cancel("the future"));
        yield return Await(Waiting(pending, 1));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineRaisesACancelItself() => Waiting(Fail(new CancelledException("own")), 1);

    [Twin]
    public IEnumerator<Awaitable> CoroutineRaisesATimeoutItself() => Waiting(Fail(new TimeoutException()), 1);

    [Twin]
    public IEnumerator<Awaitable> CoroutineCancelsItsTask()
    {
        IEnumerator<Awaitable> Inner()
        {
            Self.Cancel("own");
            yield return Sleep(1);
        }

        CoTask task = CreateTask(Waiting(Inner(), 5));
        yield return task;
        Log("cancelling", task.Cancelling);
    }
}

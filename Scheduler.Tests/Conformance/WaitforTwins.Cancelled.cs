using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class WaitforTwins
{
    // A task that waits is cancelled from outside.
    private IEnumerator<Awaitable> Cancelled(
        IEnumerator<Awaitable> waiting, double cancelAt, double? twiceAt = null)
    {
        CoTask task = CreateTask(waiting);
        Loop.CallAt(cancelAt, () => task.Cancel("outside"));
        if (twiceAt is { } again)
        {
            Loop.CallAt(again, () => task.Cancel("again"));
        }

        yield return task;
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWhileACoroutineRuns() => Cancelled(Waiting(Answer(10), 5), 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledWhileATaskRuns()
    {
        CoTask task = CreateTask(SlowCleanup(10, 3));
        yield return Await(Pause());
        yield return Await(Cancelled(Waiting(task, 5), 1));
        Log("cancelled", task.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWithoutALimit()
    {
        CoTask task = CreateTask(Answer(10));
        yield return Await(Cancelled(Waiting(task, null), 1));
        Log("cancelled", task.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWhileTheCoroutineSwallows() =>
        Cancelled(Ending("wait", WaitFor<int>(Swallow(10), 5)), 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledWhileTheTaskSwallows()
    {
        yield return Await(Cancelled(Waiting<int>(CreateTask<int>(Swallow(10)), 5), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWhileTheTaskFails()
    {
        yield return Await(Cancelled(Waiting(CreateTask(FailWhenCancelled()), 5), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledInTheIterationOfTheExpiry() => Cancelled(Waiting(Answer(10), 1), 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledInTheIterationOfTheExpiryWhileATaskRuns()
    {
        CoTask task = CreateTask(Answer(10));
        yield return Await(Pause());
        yield return Await(Cancelled(Waiting(task, 1), 1));
        Log("cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledDuringTheCleanupAfterTheExpiry() =>
        Cancelled(Waiting(SlowCleanup(10, 5), 1), 3);

    [Twin]
    public IEnumerator<Awaitable> CancelledDuringTheCleanupOfATaskAfterTheExpiry()
    {
        CoTask task = CreateTask(SlowCleanup(10, 5));
        yield return Await(Pause());
        yield return Await(Cancelled(Waiting(task, 1), 3));
        Log("cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledDuringTheCleanupWithNoTime()
    {
        CoTask task = CreateTask(SlowCleanup(10, 5));
        yield return Await(Pause());
        yield return Await(Cancelled(Waiting(task, 0), 3));
        Log("done", task.IsDone, "cancelling", task.Cancelling);
        yield return Sleep(5);
        Log("done", task.IsDone);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledTwiceDuringTheCleanupWithNoTime()
    {
        CoTask task = CreateTask(SlowCleanup(10, 5));
        yield return Await(Pause());
        yield return Await(Cancelled(Waiting(task, 0), 3, twiceAt: 3));
        yield return Sleep(5);
        Log("done", task.IsDone);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWhenTheCleanupWithNoTimeHasJustEnded()
    {
        CoTask waiter = null!;

        IEnumerator<Awaitable> Child()
        {
            yield return Try(Sleep(10)).Finally(() => { waiter.Cancel("outside"); });
        }

        CoTask task = CreateTask(Child());
        yield return Await(Pause());
        waiter = CreateTask(Waiting(task, 0));
        yield return waiter;
        Log("cancelled", task.IsCancelled, "cancelling", waiter.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledBeforeTheWait()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("earlier");
            yield return WaitFor(Answer(), 1);
        }

        yield return Await(Ending("wait", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledBeforeTheWaitWithNoTime()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("earlier");
            yield return WaitFor(Never(), 0);
        }

        yield return Await(Ending("wait", CreateTask(Ending("body", Body()))));
    }

    [Twin]
    public IEnumerator<Awaitable> ResultAndThenACancel()
    {
        var pending = new Future<int>();
        Loop.CallAt(1, () => pending.SetResult(3));
        yield return Await(Cancelled(Waiting<int>(pending, 5), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelAndThenAResult()
    {
        var pending = new Future();
        CoTask task = CreateTask(Waiting(pending, 5));
        yield return Await(Pause());
        Loop.CallAt(1, () => task.Cancel("outside"));
        Loop.CallAt(1, () => Log("done", pending.IsDone));
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> TaskEndsAndThenACancel()
    {
        CoTask<int> inner = CreateTask<int>(Answer(1));
        yield return Await(Pause());
        yield return Await(Cancelled(Waiting<int>(inner, 5), 1));
        Log("inner cancelled", inner.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> TaskHasEndedAndThenACancel()
    {
        CoTask inner = CreateTask(Pause(3));
        CoTask task = CreateTask(Waiting(inner, 5));
        inner.AddDoneCallback(_ => task.Cancel("outside"));
        yield return task;
        Log("inner cancelled", inner.IsCancelled, "cancelling", task.Cancelling);
    }

    // Several.

    private IEnumerator<Awaitable> GoOnAfter(IEnumerator<Awaitable> first)
    {
        yield return Await(first);
        yield return Return("went on");
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheInnerExpires() =>
        Ending("outer", WaitFor<string>(GoOnAfter(Ending("inner", WaitFor(Answer(10), 1))), 2));

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterExpires() =>
        Ending("outer", WaitFor<string>(GoOnAfter(Ending("inner", WaitFor(Answer(10), 2))), 1));

    [Twin]
    public IEnumerator<Awaitable> NestedAndBothExpire()
    {
        yield return Await(Ending("outer", WaitFor(WaitFor(Answer(10), 1), 1)));
        Log("cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> NestedWithNoTimeInside() => Ending("outer", WaitFor(WaitFor(Never(), 0), 1));

    [Twin]
    public IEnumerator<Awaitable> NestedWithNoTimeOutside() => Ending("outer", WaitFor(WaitFor(Never(), 1), 0));

    [Twin]
    public IEnumerator<Awaitable> InsideATimeoutThatExpires()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return WaitFor(Answer(10), 2);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> InsideATimeoutThatExpiresAsWell()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await(Waiting(Answer(10), 1));
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> AroundATimeoutThatExpires()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Sleep(10);
            }
        }

        yield return Await(Waiting(Body(), 2));
        yield return Await(Waiting(Body(), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> TwoThatWaitForOneTask()
    {
        CoTask<int> shared = CreateTask<int>(Answer(3));
        CoTask a = CreateTask(Ending("a", WaitFor(shared, 1)));
        CoTask b = CreateTask(Ending("b", WaitFor(shared, 5)));
        yield return a;
        yield return b;
    }

    [Twin]
    public IEnumerator<Awaitable> TaskGroupThatExpires()
    {
        IEnumerator<Awaitable> Child(string name)
        {
            yield return Try(Sleep(10)).Finally(() => Log(name, "is left"));
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a"));
            group.CreateTask(Child("b"));
            yield return group;
        }

        yield return Await(Waiting(Body(), 1));
    }

    [Twin]
    public IEnumerator<Awaitable> SameCallAgainAndAgain()
    {
        foreach (double limit in (double[])[3, 1, 2])
        {
            yield return Await(Ending($"{limit} s", WaitFor<int>(Answer(2), limit)));
        }
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class TimeoutsTwins
{
    private IEnumerator<Awaitable> CancelledWhileSleeping(Action<Scheduler, CoTask> setup)
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
                Log("caught", outcome.Exception, "expired", timeout.IsExpired, "cancelling", Self.Cancelling);
                outcome.ThrowIfFailed();
            }
        }

        CoTask task = CreateTask(Ending("body", Body()), name: "sleeper");
        setup(Loop, task);
        yield return task;
        Log("cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledBeforeTheExpiry() =>
        CancelledWhileSleeping((loop, task) => loop.CallAt(0.5, () => task.Cancel("outside")));

    [Twin]
    public IEnumerator<Awaitable> CancelledInTheIterationOfTheExpiryJustBefore() =>
        CancelledWhileSleeping((loop, task) => loop.CallAt(1, () => task.Cancel("outside")));

    [Twin]
    public IEnumerator<Awaitable> CancelledInTheIterationOfTheExpiryJustAfter() => CancelledWhileSleeping(
        (loop, task) => loop.CallLater(0.5, () => loop.CallAt(1, () => task.Cancel("outside"))));

    [Twin]
    public IEnumerator<Awaitable> CancelledTwiceInTheIterationOfTheExpiry() => CancelledWhileSleeping((loop, task) =>
    {
        loop.CallAt(1, () => task.Cancel("before"));
        loop.CallLater(0.5, () => loop.CallAt(1, () => task.Cancel("after")));
    });

    [Twin]
    public IEnumerator<Awaitable> CancelledInTheIterationAfterTheExpiry() => CancelledWhileSleeping(
        (loop, task) => loop.CallAt(1, () => loop.CallSoon(() => task.Cancel("outside"))));

    [Twin]
    public IEnumerator<Awaitable> CancelledAndUncancelledInTheIterationOfTheExpiry() =>
        CancelledWhileSleeping((loop, task) =>
        {
            loop.CallAt(1, () => task.Cancel("outside"));
            loop.CallAt(1, () => task.Uncancel());
        });

    private IEnumerator<Awaitable> CancelledWhileCleaningUp(double delay, double cancelAt)
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(delay))
            {
                yield return Await(SlowCleanup(10, 5));
            }
        }

        CoTask task = CreateTask(Ending("body", Body()));
        Loop.CallAt(cancelAt, () => task.Cancel("outside"));
        yield return task;
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledDuringTheCleanupAfterTheExpiry() =>
        CancelledWhileCleaningUp(delay: 1, cancelAt: 3);

    [Twin]
    public IEnumerator<Awaitable> ExpiresDuringTheCleanupAfterACancel() =>
        CancelledWhileCleaningUp(delay: 3, cancelAt: 1);

    // Runs the body in a task of its own.
    private IEnumerator<Awaitable> InATask(IEnumerator<Awaitable> body)
    {
        CoTask task = CreateTask(Ending("body", body));
        yield return task;
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledBeforeTheBlockAroundZero()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("earlier");
            using (Timeout(0))
            {
                yield return Sleep(10);
            }
        }

        return InATask(Body());
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledBeforeTheBlockAndSwallowedInside()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("earlier");
            using (Timeout(1))
            {
                yield return Await(Swallow(10));
                yield return Sleep(10);
            }
        }

        return InATask(Body());
    }

    [Twin]
    public IEnumerator<Awaitable> SwallowedACancelBeforeTheBlock()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("earlier");
            yield return Await(Swallow(10));
            yield return Await(SleepWithin(1, 10));
        }

        return InATask(Body());
    }

    [Twin]
    public IEnumerator<Awaitable> CancelsItsOwnTaskInside()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                Self.Cancel("own");
                yield return Sleep(10);
            }
        }

        return InATask(Body());
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelsInside()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Try(Sleep(10)).Finally(() => Log("uncancel", Self.Uncancel()));
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelThatNobodyAskedForInside()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await(Fail(new CancelledException("own")));
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledFutureInside()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return pending;
            }
        }

        Loop.CallAt(0.5, () => pending.Cancel("the future"));
        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledFutureInTheIterationOfTheExpiry()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Try(pending).Finally(() => LogExpired(timeout));
            }
        }

        Loop.CallAt(1, () => pending.Cancel("the future"));
        yield return Await(Ending("body", Body()));
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class LocksTwins
{
    private IEnumerator<Awaitable> Listen(string name, CoCondition condition)
    {
        yield return condition.Acquire().Into(out var held);
        using (held.Result)
        {
            Log(name, "waits");
            yield return condition.Wait();
            Log(name, "goes on");
            yield return Await(Pause(1));
        }
    }

    private IEnumerator<Awaitable> Notify(CoCondition condition, int count, int before = 0, int hold = 0)
    {
        yield return Await(Pause(before));
        yield return condition.Acquire().Into(out var held);
        using (held.Result)
        {
            Log("notify", count);
            condition.Notify(count);
            yield return Await(Pause(hold));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionNotifiesInOrder()
    {
        var condition = new CoCondition();
        CoTask[] tasks = StartEach("abcde", name => Listen(name, condition));
        yield return Await(Pause());
        yield return Await(Notify(condition, 2));
        yield return Await(Pause(4));
        yield return Await(Notify(condition, 0));
        yield return condition.Acquire().Into(out var held);
        using (held.Result)
        {
            condition.NotifyAll();
            Log("all");
        }

        yield return Await(Finish(tasks));
        Log("locked", condition.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionNotifiedGoesOnWhenItHasTheLock()
    {
        var condition = new CoCondition();
        CoTask waiter = Start("waiter", Listen("waiter", condition));
        yield return Await(Pause());
        yield return condition.Acquire();
        CoTask rival = Start("rival", Use("rival", condition.Acquire));
        yield return Await(Pause());
        condition.Notify();
        yield return Await(Pause(3));
        Log("release");
        condition.Release();
        yield return Await(Finish(waiter, rival));
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionNotifiedGetsTheLockAtOnceIfItIsFree()
    {
        var condition = new CoCondition();
        CoTask waiter = Start("waiter", Listen("waiter", condition));
        yield return Await(Pause());
        yield return condition.Acquire();
        condition.Notify();
        condition.Release();
        Log("released");
        yield return waiter;
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionWithoutTheLock()
    {
        var condition = new CoCondition();
        Log(
            "notify", Attempt(() => condition.Notify()), "all", Attempt(condition.NotifyAll), "release", Attempt(condition.Release));
        yield return Await(Guard("wait", condition.Wait()));
        yield return Await(Guard("wait_for", condition.WaitFor(() => false)));
        yield return Await(Guard("wait_for", condition.WaitFor(() => true)));
        Log("locked", condition.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionWaitsForAPredicate()
    {
        var condition = new CoCondition();
        int state = 0;

        bool Predicate()
        {
            Log("asked", state);
            return state >= 2;
        }

        IEnumerator<Awaitable> Body()
        {
            yield return condition.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return condition.WaitFor(Predicate);
                Log("goes on");
            }
        }

        CoTask waiter = Start("waiter", Body());
        for (int i = 0; i < 3; i++)
        {
            yield return Await(Pause(3));
            yield return condition.Acquire().Into(out var held);
            using (held.Result)
            {
                state++;
                condition.Notify();
            }
        }

        yield return waiter;
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionWhosePredicateFails()
    {
        var condition = new CoCondition();
        int asked = 0;

        IEnumerator<Awaitable> Body()
        {
            yield return condition.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return condition.WaitFor(() => ++asked == 2 ? throw new ArgumentException("lost") : false);
            }
        }

        CoTask waiter = Start("waiter", Body());
        yield return Await(Pause());
        yield return Await(Notify(condition, 1));
        yield return waiter;
        Log("locked", condition.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionCancelOfAWaiterAtEachMoment() => AtEachMoment(12, () =>
    {
        var condition = new CoCondition();
        CoTask[] tasks =
        [
            .. StartEach("abc", name => Listen(name, condition)),
            Start("notifier", Notify(condition, 1, before: 3, hold: 2)),
            Start("last", Notify(condition, 9, before: 14)),
        ];
        return (tasks[0], tasks, () => condition.IsLocked);
    });

    [Twin]
    public IEnumerator<Awaitable> ConditionCancelTwiceAtEachMoment()
    {
        return AtEachMoment(12, Scenario, times: 2);

        (CoTask, CoTask[], Func<object>) Scenario()
        {
            var condition = new CoCondition();
            CoTask[] tasks =
            [
                .. StartEach("ab", name => Listen(name, condition)),
                Start("notifier", Notify(condition, 1, before: 3, hold: 2)),
                Start("last", Notify(condition, 9, before: 14)),
            ];
            return (tasks[0], tasks, () => condition.IsLocked);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionCancelledAgainWhileItTakesTheLock()
    {
        var condition = new CoCondition();
        string message = "";

        IEnumerator<Awaitable> Body()
        {
            yield return condition.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return Settle(condition.Wait(), out Outcome outcome, includeCancellation: true);
                message = outcome.Exception!.Message;
                Log("has the lock", condition.IsLocked);
                outcome.ThrowIfFailed();
            }
        }

        CoTask waiter = Start("waiter", Body());
        yield return Await(Pause());
        yield return condition.Acquire();
        CoTask rival = Start("rival", Use("rival", condition.Acquire));
        foreach (string word in new[] { "one", "two", "three" })
        {
            Log("cancel", waiter.Cancel(word));
            yield return Await(Pause(2));
        }

        condition.Release();
        yield return Await(Finish(rival, waiter));
        Log(message);
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionPassesOnTheNotificationOfOneThatWasCancelled()
    {
        for (int moment = 0; moment < 4; moment++)
        {
            var condition = new CoCondition();
            CoTask[] tasks = StartEach("ab", name => Listen(name, condition));
            yield return Await(Pause(3));
            yield return condition.Acquire();
            condition.Notify();
            Log("notified");
            yield return Await(Pause(moment));
            tasks[0].Cancel();
            condition.Release();
            yield return Await(Pause(5));
            yield return Await(Notify(condition, 2));
            yield return Await(Finish(tasks));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionOnALockFromOutside()
    {
        var gate = new CoLock();
        var first = new CoCondition(gate);
        var second = new CoCondition(gate);
        CoTask[] tasks = [Start("a", Listen("a", first)), Start("b", Listen("b", second))];
        yield return Await(Pause(3));
        yield return gate.Acquire().Into(out var held);
        using (held.Result)
        {
            Log("locked", first.IsLocked, second.IsLocked);
            first.Notify();
            second.Notify();
        }

        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> ConditionOfWhichEverybodyIsNotifiedAndTheLockIsTakenAgain()
    {
        var condition = new CoCondition();
        CoTask[] tasks = StartEach("abc", name => Listen(name, condition));
        yield return Await(Pause(3));
        for (int i = 0; i < 2; i++)
        {
            yield return condition.Acquire();
            condition.NotifyAll();
            condition.Release();
            Log("released");
        }

        yield return Await(Finish(tasks));
    }
}

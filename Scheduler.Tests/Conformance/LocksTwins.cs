using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Locks, events, conditions, semaphores and barriers. Rules 29, 30, 32 and 33.</summary>
public sealed partial class LocksTwins : Twins<LocksTwins>
{
    /// <summary>Acquires, holds for some iterations, releases.</summary>
    private IEnumerator<Awaitable> Use(string name, Func<Awaitable<Releaser>> acquire, int hold = 1)
    {
        Log(name, "asks");
        yield return acquire().Into(out var held);
        using (held.Result)
        {
            Log(name, "has it");
            yield return Await(Pause(hold));
            Log(name, "lets go");
        }
    }

    [Twin]
    public IEnumerator<Awaitable> LockGoesRoundInOrder()
    {
        var gate = new CoLock();
        yield return Await(Finish(StartEach("abcd", name => Use(name, gate.Acquire))));
        Log("locked", gate.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> LockThatIsFreeCostsNoIteration()
    {
        var gate = new CoLock();
        for (int i = 0; i < 3; i++)
        {
            yield return gate.Acquire().Into(out var held);
            using (held.Result)
            {
                Log("locked", gate.IsLocked);
            }
        }

        Log("locked", gate.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> LockReleasedReadsUnlockedUntilTheNextOneRuns()
    {
        var gate = new CoLock();
        yield return gate.Acquire();
        CoTask waiter = Start("waiter", Use("waiter", gate.Acquire));
        yield return Await(Pause());
        gate.Release();
        Log("locked", gate.IsLocked);
        yield return null;
        Log("locked", gate.IsLocked);
        yield return waiter;
    }

    [Twin]
    public IEnumerator<Awaitable> LockLetsNobodyGetAheadOfOneThatWasWoken()
    {
        var gate = new CoLock();
        yield return gate.Acquire();
        CoTask waiter = Start("waiter", Use("waiter", gate.Acquire));
        yield return Await(Pause());
        gate.Release();
        Log("released");
        CoTask newcomer = Start("newcomer", Use("newcomer", gate.Acquire));
        yield return gate.Acquire();
        Log("again");
        gate.Release();
        yield return Await(Finish(waiter, newcomer));
    }

    [Twin]
    public IEnumerator<Awaitable> LockCancelOfTheFirstWaiterAtEachMoment() => AtEachMoment(9, () =>
    {
        var gate = new CoLock();
        CoTask[] tasks =
        [
            Start("a", Use("a", gate.Acquire, 3)), Start("b", Use("b", gate.Acquire, 2)), Start("c", Use("c", gate.Acquire)),
        ];
        return (tasks[1], tasks, () => gate.IsLocked);
    });

    [Twin]
    public IEnumerator<Awaitable> LockCancelOfAWaiterInTheStepThatReleases()
    {
        foreach (bool cancelFirst in new[] { true, false })
        {
            var gate = new CoLock();
            yield return gate.Acquire();
            CoTask[] tasks = StartEach("ab", name => Use(name, gate.Acquire));
            yield return Await(Pause());
            if (cancelFirst)
            {
                tasks[0].Cancel();
                gate.Release();
            }
            else
            {
                gate.Release();
                tasks[0].Cancel();
            }

            Log("locked", gate.IsLocked);
            yield return Await(Finish(tasks));
            Log("locked", gate.IsLocked);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> LockWhoseWaitersAreAllCancelledIsTakenAtOnce()
    {
        var gate = new CoLock();
        yield return gate.Acquire();
        CoTask[] tasks = StartEach("ab", name => Use(name, gate.Acquire));
        yield return Await(Pause());
        foreach (CoTask task in tasks)
        {
            task.Cancel();
        }

        gate.Release();
        yield return gate.Acquire();
        Log("taken");
        yield return Await(Finish(tasks));
        gate.Release();
        Log("locked", gate.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> LockCancelOfAllWaitersButTheLast()
    {
        var gate = new CoLock();
        yield return gate.Acquire();
        CoTask[] tasks = StartEach("abcd", name => Use(name, gate.Acquire));
        yield return Await(Pause());
        foreach (CoTask task in tasks.Take(3))
        {
            task.Cancel();
        }

        gate.Release();
        CoTask late = Start("late", Use("late", gate.Acquire));
        yield return Await(Finish([.. tasks, late]));
    }

    [Twin]
    public IEnumerator<Awaitable> LockReleasedTwiceBetweenTwoSteps()
    {
        var gate = new CoLock();
        yield return gate.Acquire();
        CoTask[] tasks = StartEach("ab", name => Use(name, gate.Acquire));
        yield return Await(Pause());
        gate.Release();
        Log("again", Attempt(gate.Release));
        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> LockReleasedByAnotherTask()
    {
        var gate = new CoLock();
        yield return gate.Acquire();

        IEnumerator<Awaitable> Other()
        {
            gate.Release();
            yield break;
        }

        yield return CreateTask(Other());
        Log("locked", gate.IsLocked);
        Log("again", Attempt(gate.Release));
    }

    [Twin]
    public IEnumerator<Awaitable> LockAskedForWithACancelRemembered()
    {
        var gate = new CoLock();
        yield return gate.Acquire();

        IEnumerator<Awaitable> Body()
        {
            Self.Cancel();
            yield return Await(Use("b", gate.Acquire));
        }

        CoTask first = Start("b", Body());
        CoTask second = Start("c", Use("c", gate.Acquire));
        yield return Await(Pause());
        gate.Release();
        Log("released");
        yield return Await(Finish(first, second));
    }

    [Twin]
    public IEnumerator<Awaitable> LockAcquiredWithACancelRemembered()
    {
        var gate = new CoLock();

        IEnumerator<Awaitable> Body()
        {
            Self.Cancel();
            yield return gate.Acquire();
            Log("has it");
            gate.Release();
            yield return gate.Acquire();
            Log("has it again");
        }

        yield return Await(Finish(Start("b", Body())));
        Log("locked", gate.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> LockReleasedByCallSoon()
    {
        var gate = new CoLock();
        yield return gate.Acquire();
        Log("asks");
        Loop.CallSoon(gate.Release);
        yield return gate.Acquire();
        Log("has it");
    }

    [Twin]
    public void PrimitivesOfAnotherLoop()
    {
        var gate = new CoLock();
        var change = new CoEvent();
        var semaphore = new CoSemaphore(0);
        var condition = new CoCondition();
        var barrier = new CoBarrier(2);
        using Scheduler first = NewScheduler();
        using Scheduler second = NewScheduler();
        CoTask[] tasks = [];

        IEnumerator<Awaitable> Body()
        {
            yield return gate.Acquire();
            tasks =
            [
                Start("lock", gate.Acquire()), Start("event", change.Wait()), Start("semaphore", semaphore.Acquire()),
                Start("condition", UseCondition()), Start("barrier", barrier.Wait()),
            ];
        }

        IEnumerator<Awaitable> UseCondition()
        {
            yield return condition.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return condition.Wait();
            }
        }

        first.RunUntilComplete(Body());
        first.RunUntilComplete(Pause());

        IEnumerator<Awaitable> Other()
        {
            yield return Await(Guard("lock", gate.Acquire()));
            yield return Await(Guard("event", change.Wait()));
            yield return Await(Guard("semaphore", semaphore.Acquire()));
            yield return Await(Guard("condition", UseCondition()));
        }

        second.RunUntilComplete(Other());
        foreach (CoTask task in tasks)
        {
            task.Cancel();
        }

        first.RunUntilComplete(Finish(tasks));
    }
}

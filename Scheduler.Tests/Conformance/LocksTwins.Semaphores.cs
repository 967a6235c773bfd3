using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class LocksTwins
{
    private static IEnumerator<Awaitable> Acquire(CoSemaphore gate)
    {
        yield return gate.Acquire();
    }

    [Twin]
    public IEnumerator<Awaitable> SemaphoreLetsInAsManyAsItHasPlaces()
    {
        var gate = new CoSemaphore(2);
        yield return Await(Finish(StartEach("abcde", name => Use(name, gate.Acquire))));
        Log("locked", gate.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> SemaphoreReadsLockedWhileOneThatWasWokenHasNotRun()
    {
        var gate = new CoSemaphore(1);
        yield return gate.Acquire();
        Log("locked", gate.IsLocked);
        CoTask waiter = Start("waiter", Use("waiter", gate.Acquire));
        yield return Await(Pause());
        gate.Release();
        Log("locked", gate.IsLocked);
        gate.Release();
        Log("locked", gate.IsLocked);
        CoTask newcomer = Start("newcomer", Use("newcomer", gate.Acquire));
        yield return gate.Acquire();
        Log("main has it");
        gate.Release();
        yield return Await(Finish(waiter, newcomer));
        Log("locked", gate.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> SemaphoreCancelOfTheFirstWaiterAtEachMoment() => AtEachMoment(9, () =>
    {
        var gate = new CoSemaphore(1);
        CoTask[] tasks =
        [
            Start("a", Use("a", gate.Acquire, 3)), Start("b", Use("b", gate.Acquire, 2)), Start("c", Use("c", gate.Acquire)),
            Start("d", Use("d", gate.Acquire)),
        ];
        return (tasks[1], tasks, () => gate.IsLocked);
    });

    [Twin]
    public IEnumerator<Awaitable> SemaphoreCancelOfAWaiterInTheStepThatReleases()
    {
        foreach (string order in new[]
            { "cancel release", "release cancel", "release release cancel", "cancel release release", "release cancel release" })
        {
            var gate = new CoSemaphore(0);
            CoTask[] tasks = StartEach("abc", name => Use(name, gate.Acquire));
            yield return Await(Pause());
            foreach (string word in order.Split(' '))
            {
                if (word == "cancel")
                {
                    tasks[0].Cancel();
                }
                else
                {
                    gate.Release();
                }
            }

            Log(order, "locked", gate.IsLocked);
            yield return Await(Pause());
            gate.Release();
            gate.Release();
            yield return Await(Finish(tasks));
            Log("locked", gate.IsLocked);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SemaphoreReleasedMoreOftenThanSomebodyWaits()
    {
        var gate = new CoSemaphore(0);
        CoTask[] tasks = StartEach("ab", name => Use(name, gate.Acquire, 0));
        yield return Await(Pause());
        for (int i = 0; i < 4; i++)
        {
            gate.Release();
        }

        CoTask[] late = StartEach("cd", name => Use(name, gate.Acquire, 0));
        yield return Await(Finish([.. tasks, .. late]));
        for (int i = 0; i < 4; i++)
        {
            yield return gate.Acquire();
            Log("locked", gate.IsLocked);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SemaphoreNewcomersBehindOneThatWasWokenAreWokenByIt()
    {
        var gate = new CoSemaphore(0);
        CoTask first = Start("first", Acquire(gate));
        yield return Await(Pause());
        gate.Release();
        gate.Release();
        Log("locked", gate.IsLocked);

        CoTask[] late = StartEach("ab", _ => Acquire(gate));
        yield return Await(Finish(first, late[0]));
        Log("late is done", late[1].IsDone);
        gate.Release();
        yield return late[1];
    }

    [Twin]
    public IEnumerator<Awaitable> SemaphoreWhoseWokenWaitersAreAllCancelled()
    {
        var gate = new CoSemaphore(0);
        CoTask[] tasks = StartEach("abc", _ => Acquire(gate));
        yield return Await(Pause());
        gate.Release();
        gate.Release();
        tasks[0].Cancel();
        tasks[1].Cancel();
        yield return Await(Finish(tasks));
        Log("locked", gate.IsLocked);
    }

    [Twin]
    public IEnumerator<Awaitable> BoundedSemaphore()
    {
        var gate = new CoBoundedSemaphore(2);
        Log("release", Attempt(gate.Release));
        yield return gate.Acquire();
        gate.Release();
        Log("release", Attempt(gate.Release));
        yield return gate.Acquire();
        yield return gate.Acquire();
        CoTask[] tasks = StartEach("ab", name => Use(name, gate.Acquire, 0));
        yield return Await(Pause());
        gate.Release();
        gate.Release();
        Log("release", Attempt(gate.Release));
        yield return Await(Finish(tasks));
        Log("release", Attempt(gate.Release));
    }

    [Twin]
    public IEnumerator<Awaitable> SemaphoreBelowZero()
    {
        Log(Attempt(() => new CoSemaphore(-1)), Attempt(() => new CoBoundedSemaphore(-1)));
        yield break;
    }
}

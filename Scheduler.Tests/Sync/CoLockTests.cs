using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

public class CoLockTests
{
    private readonly CoLock _gate = new("db");
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Acquire_WithUsing_ReleasesAtTheEndOfTheBlock()
    {
        _rig.Run(Main());
        _rig.ShouldHaveLogged("held True", "held False");

        IEnumerator<Awaitable> Main()
        {
            yield return _gate.Acquire().Into(out var held);
            using (held.Result)
            {
                _rig.Log($"held {_gate.IsLocked}");
            }

            _rig.Log($"held {_gate.IsLocked}");
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Acquire_WithUsingInAVariable_ReleasesWhenTheCoroutineFails()
    {
        yield return Settle(Hold(), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<IOException>();
        _gate.IsLocked.ShouldBeFalse();

        IEnumerator<Awaitable> Hold()
        {
            Awaitable<Releaser> acquire = _gate.Acquire();
            yield return acquire;
            using Releaser held = acquire.Result;
            yield return null;
            throw new IOException("lost");
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Release_ByHand_ThenDispose_ReleasesOnce()
    {
        yield return _gate.Acquire().Into(out var held);
        Releaser first = held.Result;
        Releaser copy = held.Result;
        _gate.Release();
        first.Dispose();

        // Not even what somebody else holds by now.
        yield return _gate.Acquire();
        first.Dispose();
        copy.Dispose();
        default(Releaser).Dispose();
        _gate.IsLocked.ShouldBeTrue();
    }

    [Test]
    public void Result_BeforeTheAcquireIsDone_IsAnError()
    {
        _rig.Start(Hold(), "holder");
        _rig.Run(Main());

        IEnumerator<Awaitable> Hold()
        {
            yield return _gate.Acquire();
            yield return null;
            _gate.Release();
        }

        IEnumerator<Awaitable> Main()
        {
            // While another task holds the lock: its releaser is nobody else's.
            Awaitable<Releaser> acquire = _gate.Acquire();
            Should.Throw<InvalidStateException>(() => acquire.Result).Message.ShouldBe(
                "lock 'db' is not held by this Acquire: it is not done yet, or was released already. Yield it first, then read its Result.");
            yield return acquire;
            acquire.Result.Dispose();

            yield return _gate.Acquire().Into(out var released);
            _gate.Release();
            Should.Throw<InvalidStateException>(() => released.Result);
        }
    }

    [Test]
    public void Lock_TellsWhoHoldsItAndWhoWaits()
    {
        CoTask first = _rig.Start(Hold(), "first");
        CoTask second = _rig.Start(Hold(), "second");
        CoTask third = _rig.Start(Hold(), "third");
        _gate.Holder.ShouldBeNull();
        _gate.ToString().ShouldBe("lock 'db' [unlocked]");

        _rig.Iterate();
        _gate.Holder.ShouldBe(first);
        _gate.Waiters.ShouldBe([second, third]);
        _gate.ToString().ShouldBe("lock 'db' [locked, 2 waiting]");

        // A cancelled one is not counted, though it has not run yet; a woken one is.
        _rig.Iterate();
        second.Cancel();
        _gate.Waiters.ShouldBe([third]);
        _rig.Iterate();
        _gate.Holder.ShouldBe(first);
        _rig.Iterate(20);
        _gate.Waiters.ShouldBeEmpty();
        _gate.Holder.ShouldBeNull();
        new CoLock().ToString().ShouldBe("a lock [unlocked]");

        IEnumerator<Awaitable> Hold()
        {
            yield return _gate.Acquire();
            yield return Await(_rig.Steps("", 4));
            _gate.Release();
        }
    }

    [Test]
    public void Waiters_AreASnapshot()
    {
        _rig.Start(Hold(), "first");
        CoTask second = _rig.Start(Hold(), "second");
        _rig.Iterate(2);
        IReadOnlyList<CoTask> waiters = _gate.Waiters;
        _gate.Release();
        _rig.Iterate();

        waiters.ShouldBe([second]);
        _gate.Waiters.ShouldBeEmpty();

        IEnumerator<Awaitable> Hold()
        {
            yield return _gate.Acquire();
        }
    }

    [Test]
    public void Release_OfWhatNobodyHolds_NamesLockAndTask()
    {
        Should.Throw<InvalidOperationException>(_gate.Release).Message.ShouldBe(
            "Code outside of any scheduler releases lock 'db', which nobody holds. Release it once for each Acquire.");

        CoTask task = _rig.Start(Main(), "main");
        Should.Throw<InvalidOperationException>(() => _rig.Scheduler.RunUntilComplete(task)).Message.ShouldBe(
            "Main (task 'main') releases lock 'db', which nobody holds. Release it once for each Acquire.");

        IEnumerator<Awaitable> Main()
        {
            yield return _gate.Acquire();
            _gate.Release();
            _gate.Release();
        }
    }

    [Test]
    public void Acquire_OfWhatAnotherSchedulerWaitsFor_IsAnErrorAtTheYield()
    {
        _rig.Start(Hold());
        _rig.Start(Hold());
        _rig.Iterate();

        using var other = new Rig();
        other.Run(Main());

        IEnumerator<Awaitable> Hold()
        {
            yield return _gate.Acquire();
            yield return new Future();
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(_gate.Acquire(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldStartWith(
                "Main (task 'Task-1') waits for lock 'db', which belongs to another scheduler. That is scheduler ");
        }
    }

    [Test]
    public void Deadlock_OnALock_NamesItsHolder()
    {
        DeadlockException deadlock = Should.Throw<DeadlockException>(() => Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() }));
        deadlock.Message.ShouldContain("\n  Take (task 'writer'): waiting for lock 'log' held by task 'reader'\n");
        deadlock.Message.ShouldContain("\n  Take (task 'reader'): waiting for lock 'db' held by task 'writer'\n");

        IEnumerator<Awaitable> Main()
        {
            var log = new CoLock("log");
            CoTask writer = CreateTask(Take(_gate, log), "writer");
            CoTask reader = CreateTask(Take(log, _gate), "reader");
            yield return writer;
            yield return reader;
        }

        static IEnumerator<Awaitable> Take(CoLock first, CoLock second)
        {
            yield return first.Acquire();
            yield return null;
            yield return second.Acquire();
        }
    }

    [Test]
    public void Waiter_IsAskedForTheHolder()
    {
        CoTask holder = _rig.Start(Hold());
        _rig.Start(Hold());
        _rig.Iterate();

        _gate.Queue.Holders.ShouldBe([holder]);
        _gate.Queue.PeekNext()!.Holders.ShouldBe([holder]);

        IEnumerator<Awaitable> Hold()
        {
            yield return _gate.Acquire();
            yield return new Future();
        }
    }

    [Test]
    public void Dispose_OfTheScheduler_LeavesNobodyWaiting()
    {
        for (int i = 0; i < 3; i++)
        {
            _rig.Start(Hold());
        }

        _rig.Iterate(2);
        _gate.Release();
        _gate.Waiters.Count.ShouldBe(2);
        _rig.Dispose();
        _gate.Waiters.ShouldBeEmpty();

        IEnumerator<Awaitable> Hold()
        {
            yield return _gate.Acquire();
            yield return new Future();
        }
    }

    [Test]
    public void ManyWaiters_EachGetItsTurn_WithCancelledOnesAmongThem()
    {
        const int Count = 1000;
        int had = 0;
        CoTask[] tasks = [.. Enumerable.Range(0, Count).Select(_ => _rig.Start(Hold()))];
        _rig.Iterate(2);
        for (int i = 1; i < Count; i += 3)
        {
            tasks[i].Cancel();
        }

        foreach (CoTask task in tasks.Where(task => task.Cancelling == 0))
        {
            _rig.Scheduler.RunUntilComplete(task);
        }

        had.ShouldBe(Count - (Count / 3));
        _gate.Waiters.ShouldBeEmpty();
        _gate.IsLocked.ShouldBeFalse();

        IEnumerator<Awaitable> Hold()
        {
            yield return _gate.Acquire().Into(out var held);
            using (held.Result)
            {
                had++;
                yield return null;
                yield return null;
            }
        }
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

public class CoConditionTests
{
    private readonly CoCondition _change = new(name: "change");
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Using_AroundAWait_ReleasesTheLockThatTheWaitHasTakenAgain()
    {
        CoTask waiter = _rig.Start(Wait("waiter"));
        _rig.Iterate();
        _change.IsLocked.ShouldBeFalse();
        _rig.Run(Notify());

        waiter.IsDone.ShouldBeTrue();
        _change.IsLocked.ShouldBeFalse();
        _rig.ShouldHaveLogged("waiter has the lock: True");
    }

    [Test]
    public void Using_AroundACancelledWait_ReleasesTheLock()
    {
        CoTask waiter = _rig.Start(Wait("waiter"));
        _rig.Iterate();
        waiter.Cancel();
        _rig.Iterate();
        waiter.IsCancelled.ShouldBeTrue();
        _change.IsLocked.ShouldBeFalse();
    }

    [Test]
    public void Condition_TellsHowItStandsAndWhoWaits()
    {
        CoTask first = _rig.Start(Wait("first"), "first");
        CoTask second = _rig.Start(Wait("second"), "second");
        _rig.Iterate();

        _change.Waiters.ShouldBe([first, second]);
        _change.Holder.ShouldBeNull();
        _change.ToString().ShouldBe("condition 'change' [unlocked, 2 waiting]");

        _rig.Run(Acquire());
        _change.ToString().ShouldBe("condition 'change' [locked, 2 waiting]");

        IEnumerator<Awaitable> Acquire()
        {
            yield return _change.Acquire();
        }
    }

    [Test]
    public void Deadlock_OnACondition_NamesItOrTheLockThatIsMissing()
    {
        var exception = Should.Throw<DeadlockException>(() => Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() }));
        exception.Message.ShouldContain("Listen (task 'listener'): waiting for condition 'change' to be notified\n");
        exception.Message.ShouldContain("Listen (task 'notified'): waiting for lock 'change' held by task 'Task-1'\n");

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Listen(), "notified");
            CreateTask(Listen(), "listener");
            yield return null;
            yield return _change.Acquire().Into(out var held);
            using (held.Result)
            {
                _change.Notify();
                yield return new Future();
            }
        }

        IEnumerator<Awaitable> Listen()
        {
            yield return _change.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return _change.Wait();
            }
        }
    }

    [Test]
    public void Wait_WithoutTheLock_IsAnErrorAtTheYield()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(_change.Wait(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
                "Main (task 'Task-1') waits for condition 'change' while nobody holds its lock. Acquire it first.");
            Should.Throw<InvalidOperationException>(() => _change.Notify()).Message.ShouldBe(
                "Main (task 'Task-1') notifies condition 'change' while nobody holds its lock. Acquire it first.");
        }
    }

    [Test]
    public void Wait_AwaitedASecondTime_IsAnErrorAtTheYield()
    {
        CoTask waiter = _rig.Start(Twice());
        _rig.Iterate();
        _rig.Run(Notify());
        Should.Throw<InvalidOperationException>(() => waiter.Result).Message.ShouldBe(
            "Twice (task 'Task-1') awaits the same Wait of condition 'change' a second time: a call can be awaited only once. Make a new one for each wait.");

        IEnumerator<Awaitable> Twice()
        {
            yield return _change.Acquire().Into(out var held);
            using (held.Result)
            {
                Awaitable wait = _change.Wait();
                yield return wait;
                yield return wait;
            }
        }
    }

    [Test]
    public void WaitFor_WhosePredicateThrows_FailsWithTheLockAndPassesTheNotificationOn()
    {
        int asked = 0;
        CoTask failing = _rig.Start(WaitFor(() => asked++ > 0 ? throw new IOException("lost") : false));
        CoTask waiter = _rig.Start(Wait("waiter"));
        _rig.Iterate();
        _rig.Run(Notify());

        Should.Throw<IOException>(() => failing.Result);
        _rig.Iterate(2);
        waiter.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("waiter has the lock: True");
    }

    [Test]
    public void WaitFor_WhosePredicateThrowsAtOnce_Fails()
    {
        CoTask failing = _rig.Start(WaitFor(() => throw new IOException("lost")));
        _rig.Iterate();
        Should.Throw<IOException>(() => failing.Result);
        _change.IsLocked.ShouldBeFalse();
    }

    [Test]
    public void WaitFor_OfNothing_IsAnErrorOfTheArgument() => Should.Throw<ArgumentNullException>(() => _change.WaitFor(null!));

    [Test]
    public void Wait_OnALockOfAnotherScheduler_IsAnErrorThatLeavesTheLockHeld()
    {
        var gate = new CoLock("gate");
        _rig.Start(Hold());
        _rig.Start(Hold());
        _rig.Iterate(6);
        gate.IsLocked.ShouldBeFalse();

        using var other = new Rig();
        var condition = new CoCondition(gate, "change");
        other.Run(Main());

        IEnumerator<Awaitable> Hold()
        {
            yield return gate.Acquire();
            yield return null;
            gate.Release();
        }

        IEnumerator<Awaitable> Main()
        {
            yield return condition.Acquire();
            yield return Settle(condition.Wait(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("lock 'gate', which belongs to another scheduler");
            condition.IsLocked.ShouldBeTrue();
            condition.Waiters.ShouldBeEmpty();
        }
    }

    [Test]
    public void Dispose_OfTheScheduler_LeavesNobodyWaiting()
    {
        _rig.Start(Wait("first"));
        _rig.Start(Wait("second"));
        _rig.Iterate();
        _change.Waiters.Count.ShouldBe(2);
        _rig.Dispose();
        _change.Waiters.ShouldBeEmpty();
    }

    private IEnumerator<Awaitable> Wait(string name)
    {
        yield return _change.Acquire().Into(out var held);
        using (held.Result)
        {
            yield return _change.Wait();
            _rig.Log($"{name} has the lock: {_change.Holder == CoTask.Current}");
        }
    }

    private IEnumerator<Awaitable> WaitFor(Func<bool> predicate)
    {
        yield return _change.Acquire().Into(out var held);
        using (held.Result)
        {
            yield return _change.WaitFor(predicate);
        }
    }

    private IEnumerator<Awaitable> Notify()
    {
        yield return _change.Acquire().Into(out var held);
        using (held.Result)
        {
            _change.Notify();
        }

        yield return null;
        yield return null;
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_locks, LockTests and EventTests, and cancels of those who wait at any of the primitives.</summary>
public sealed class CPythonLockTests
{
    private readonly CoLock _gate = new();
    private readonly CoEvent _event = new();
    private readonly List<int> _passed = [];
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Pass(int number, Awaitable awaitable)
    {
        yield return awaitable;
        _passed.Add(number);
    }

    // LockTests.test_acquire
    [Test]
    public void Lock_IsTakenByOneTaskForEachRelease_InOrder()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return _gate.Acquire();
            CreateTask(Pass(1, _gate.Acquire()));
            CreateTask(Pass(2, _gate.Acquire()));
            yield return null;
            _passed.ShouldBeEmpty();

            _gate.Release();
            yield return null;
            _passed.ShouldBe([1]);
            yield return null;
            _passed.ShouldBe([1]);

            CreateTask(Pass(3, _gate.Acquire()));
            _gate.Release();
            yield return null;
            _passed.ShouldBe([1, 2]);

            _gate.Release();
            yield return null;
            _passed.ShouldBe([1, 2, 3]);
        }

        _rig.Run(Main());
    }

    // EventTests.test_wait
    [Test]
    public void Event_SetBeforeTheFirstStepOfATask_LetsItPassBeforeThoseThatWait()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Pass(1, _event.Wait()));
            CreateTask(Pass(2, _event.Wait()));
            yield return null;
            _passed.ShouldBeEmpty();

            CreateTask(Pass(3, _event.Wait()));
            _event.Set();
            yield return null;
            _passed.ShouldBe([3, 1, 2]);
        }

        _rig.Run(Main());
    }

    // EventTests.test_clear_with_waiters
    [Test]
    public void Event_SetAgainBeforeTheWokenTaskRuns_WakesItOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Pass(1, _event.Wait()));
            yield return null;
            _event.Set();
            _event.Clear();
            _event.IsSet.ShouldBeFalse();
            _event.Set();
            _event.Set();
            _event.Waiters.Count.ShouldBe(1);

            yield return null;
            _passed.ShouldBe([1]);
            _event.Waiters.ShouldBeEmpty();
        }

        _rig.Run(Main());
    }

    // LockTests.test_acquire_cancel, EventTests.test_wait_cancel, ConditionTests.test_wait_cancel, SemaphoreTests.test_acquire_cancel
    [Test]
    public void Cancel_OfTheOneTaskThatWaits_LeavesNobodyWaiting()
    {
        var semaphore = new CoSemaphore();
        var condition = new CoCondition();
        _rig.Run(Pass(1, _gate.Acquire()));
        _rig.Run(Pass(2, semaphore.Acquire()));
        _rig.Run(Pass(3, condition.Acquire()));

        CancelOneThatWaits(_gate, _gate.Acquire());
        CancelOneThatWaits(_event, _event.Wait());
        CancelOneThatWaits(semaphore, semaphore.Acquire());
        CancelOneThatWaits(condition, condition.Wait());
        _passed.ShouldBe([1, 2, 3]);
        condition.IsLocked.ShouldBeTrue();
    }

    private void CancelOneThatWaits(SyncPrimitive primitive, Awaitable wait)
    {
        CoTask waiter = _rig.Start(Pass(4, wait));
        _rig.Scheduler.CallSoon(() => waiter.Cancel());
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(waiter));
        waiter.IsCancelled.ShouldBeTrue();
        primitive.Waiters.ShouldBeEmpty();
    }
}

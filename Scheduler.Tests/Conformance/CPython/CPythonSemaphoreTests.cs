using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_locks, SemaphoreTests.</summary>
public sealed class CPythonSemaphoreTests
{
    private readonly CoSemaphore _none = new(0);
    private readonly List<int> _passed = [];
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Take(int number, CoSemaphore gate)
    {
        yield return gate.Acquire();
        _passed.Add(number);
    }

    private CoTask[] StartTakers(int count, CoSemaphore gate) =>
        [.. Enumerable.Range(1, count).Select(number => _rig.Start(Take(number, gate)))];

    // test_initial_value_zero, test_release_no_waiters
    [Test]
    public void Semaphore_IsLocked_WhileNoPlaceIsFree()
    {
        _none.IsLocked.ShouldBeTrue();

        var gate = new CoSemaphore();
        _rig.Run(Take(1, gate));
        gate.IsLocked.ShouldBeTrue();
        gate.Release();
        gate.IsLocked.ShouldBeFalse();
    }

    // test_acquire
    [Test]
    public void Places_GoToThoseThatWait_BeforeANewcomer()
    {
        var gate = new CoSemaphore(3);
        IEnumerator<Awaitable> Main()
        {
            yield return gate.Acquire();
            yield return gate.Acquire();
            gate.IsLocked.ShouldBeFalse();
            StartTakers(3, gate);
            yield return null;
            _passed.ShouldBe([1]);
            ShouldBeLocked(waiting: 2);

            CoTask last = CreateTask(Take(4, gate));
            gate.Release();
            gate.Release();
            gate.Value.ShouldBe(0);
            yield return null;
            _passed.ShouldBe([1, 2, 3]);
            ShouldBeLocked(waiting: 1);

            gate.Release();
            yield return last;
            ShouldBeLocked(waiting: 0);
        }

        _rig.Run(Main());

        void ShouldBeLocked(int waiting)
        {
            gate.IsLocked.ShouldBeTrue();
            gate.Value.ShouldBe(0);
            gate.Waiters.Count.ShouldBe(waiting);
        }
    }

    // test_acquire_cancel_before_awoken
    [Test]
    public void Release_BehindCancelledTasks_WakesOneTask()
    {
        CoTask[] tasks = StartTakers(4, _none);
        _rig.Iterate();
        tasks[0].Cancel();
        tasks[1].Cancel();
        _none.Release();
        _rig.Iterate(2);

        _passed.ShouldBe([3]);
        tasks.Select(task => task.IsDone).ShouldBe([true, true, true, false]);
    }

    // test_acquire_fifo_order
    [Test]
    public void PlaceThatIsAskedForAgain_GoesRound()
    {
        var gate = new CoSemaphore(1);
        IEnumerator<Awaitable> TakeTwice(int number)
        {
            for (int round = 1; round <= 2; round++)
            {
                yield return gate.Acquire();
                _passed.Add((10 * round) + number);
                yield return Sleep(0.01);
                gate.Release();
            }
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int i = 1; i <= 3; i++)
            {
                group.CreateTask(TakeTwice(i));
            }

            yield return group;
        }

        _rig.Run(Main());

        _passed.ShouldBe([11, 12, 13, 21, 22, 23]);
    }

    // test_acquire_fifo_order_2
    [Test]
    public void TaskThatAsksAgain_WaitsBehindOneThatWasWoken()
    {
        var gate = new CoSemaphore(1);
        IEnumerator<Awaitable> TakeTwice()
        {
            yield return gate.Acquire();
            _passed.Add(2);
            gate.Release();
            yield return gate.Acquire();
            _passed.Add(4);
        }

        _rig.Start(Take(1, gate));
        CoTask twice = _rig.Start(TakeTwice());
        _rig.Start(Take(3, gate));
        _rig.Iterate();
        gate.Release();
        gate.Release();
        _rig.Scheduler.RunUntilComplete(twice);

        _passed.ShouldBe([1, 2, 3, 4]);
    }

    // test_acquire_fifo_order_3
    [Test]
    public void TaskThatIsCancelled_TakesNoPlace()
    {
        CoTask[] tasks = StartTakers(3, _none);
        _rig.Iterate();
        tasks[0].Cancel();
        _rig.Iterate();
        _none.Release();
        _none.Release();
        _rig.Scheduler.RunUntilComplete(tasks[2]);

        _passed.ShouldBe([2, 3]);
        _none.Value.ShouldBe(0);
    }

    // test_acquire_fifo_order_4
    [Test]
    public void Acquire_OfATaskThatWasWoken_WakesThoseBehindIt_InTheSameStep()
    {
        CoTask fourth = null!;
        IEnumerator<Awaitable> First()
        {
            _none.Value.ShouldBe(0);
            yield return _none.Acquire();
            _none.Value.ShouldBe(0);
            fourth = CreateTask(Fourth());
            _passed.Add(1);
        }

        IEnumerator<Awaitable> Second()
        {
            _none.Release();
            _none.Release();
            _none.Release();
            _none.Value.ShouldBe(2);
            _none.IsLocked.ShouldBeTrue();
            yield return _none.Acquire();
            _passed.Add(2);
        }

        IEnumerator<Awaitable> Fourth()
        {
            _passed.Add(4);
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask[] tasks = [CreateTask(First()), CreateTask(Second()), CreateTask(Take(3, _none))];
            yield return null;
            _none.Value.ShouldBe(2);
            _none.Waiters.ShouldBe(tasks);
            yield return null;
            yield return Gather([.. tasks, fourth]);
        }

        _rig.Run(Main());

        _passed.ShouldBe([1, 2, 3, 4]);
    }
}

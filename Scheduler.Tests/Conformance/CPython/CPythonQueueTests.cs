using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_queues: QueueBasicTests, QueueGetTests and QueuePutTests.</summary>
public sealed class CPythonQueueTests
{
    private readonly List<int> _put = [];
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Put(CoQueue<int> queue, params int[] items)
    {
        foreach (int item in items)
        {
            yield return queue.Put(item);
            _put.Add(item);
        }
    }

    // QueueBasicTests.test_maxsize
    [Test]
    public void Put_IntoAFullQueue_WaitsForAGet()
    {
        var queue = new CoQueue<int>(2);
        queue.MaxSize.ShouldBe(2);
        IEnumerator<Awaitable> Main()
        {
            CoTask putter = CreateTask(Put(queue, 0, 1, 2));
            yield return null;
            yield return null;
            _put.ShouldBe([0, 1]);

            yield return queue.Get().Into(out var first);
            first.Result.ShouldBe(0);
            yield return null;
            _put.ShouldBe([0, 1, 2]);
            putter.IsDone.ShouldBeTrue();

            yield return queue.Get().Into(out var second);
            second.Result.ShouldBe(1);
            yield return queue.Get().Into(out var third);
            third.Result.ShouldBe(2);
        }

        _rig.Run(Main());
    }

    // QueueGetTests.test_cancelled_getters_not_being_held_in_self_getters
    [Test]
    public void Get_WhoseTimeIsUp_LeavesNobodyWaiting()
    {
        var queue = new CoQueue<int>(5);
        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor(queue.Get(), 0.1);
        }

        Should.Throw<TimeoutException>(() => _rig.Run(Main()));
        queue.Getters.ShouldBeEmpty();
    }

    // QueuePutTests.test_cancelled_puts_not_being_held_in_self_putters
    [Test]
    public void Put_ThatIsCancelled_LeavesNobodyWaiting()
    {
        var queue = new CoQueue<int>(1);
        CoTask putter = _rig.Start(Put(queue, 1, 2));
        _rig.Iterate();
        queue.Putters.ShouldBe([putter]);

        putter.Cancel();
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(putter));
        queue.Putters.ShouldBeEmpty();
    }

    // QueuePutTests.test_put_cancelled_race
    [Test]
    public void Put_CancelledBehindAnotherOne_LeavesThatAlone()
    {
        var queue = new CoQueue<int>(1);
        CoTask[] putters = [.. Enumerable.Range(1, 3).Select(item => _rig.Start(Put(queue, item)))];
        _rig.Iterate();
        putters.Select(putter => putter.IsDone).ShouldBe([true, false, false]);

        putters[2].Cancel();
        _rig.Iterate();
        putters.Select(putter => putter.IsDone).ShouldBe([true, false, true]);
        queue.GetNoWait().ShouldBe(1);
        _rig.Iterate();
        queue.GetNoWait().ShouldBe(2);
        putters[1].IsDone.ShouldBeTrue();
    }

    // QueuePutTests.test_why_are_putters_waiting
    [Test]
    public void GetsInOneStep_WakeOnePutEach()
    {
        var queue = new CoQueue<int>(2);
        IEnumerator<Awaitable> GetAll()
        {
            yield return null;
            for (int count = queue.Count; count > 0; count--)
            {
                queue.GetNoWait();
            }
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(GetAll());
            for (int i = 0; i < 4; i++)
            {
                group.CreateTask(Put(queue, i));
            }

            yield return group;
        }

        _rig.Run(Main());

        _put.ShouldBe([0, 1, 2, 3]);
        queue.Count.ShouldBe(2);
    }
}

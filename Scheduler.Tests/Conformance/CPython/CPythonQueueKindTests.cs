using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_queues: what CPython tests of each kind of queue, joining and shutting down.</summary>
[TestFixture("fifo")]
[TestFixture("lifo")]
[TestFixture("priority")]
public sealed class CPythonQueueKindTests(string kind)
{
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private CoQueue<int> NewQueue(int maxSize = 0) => kind switch
    {
        "fifo" => new CoQueue<int>(maxSize),
        "lifo" => new CoLifoQueue<int>(maxSize),
        _ => new CoPriorityQueue<int>(maxSize),
    };

    private static IEnumerator<Awaitable> Join(CoQueue<int> queue)
    {
        yield return queue.Join();
    }

    private static IEnumerator<Awaitable> Put(CoQueue<int> queue, int item)
    {
        yield return queue.Put(item);
    }

    private static IEnumerator<Awaitable> Get(CoQueue<int> queue)
    {
        yield return queue.Get().Into(out var item);
        yield return Return(item.Result);
    }

    private static IEnumerator<Awaitable> ShouldRefuseAll(CoQueue<int> queue)
    {
        yield return Settle(queue.Put(1), out Outcome put);
        put.Exception.ShouldBeOfType<QueueShutDownException>();
        Should.Throw<QueueShutDownException>(() => queue.PutNoWait(1));

        yield return Settle(queue.Get(), out Outcome<int> get);
        get.Exception.ShouldBeOfType<QueueShutDownException>();
        Should.Throw<QueueShutDownException>(() => queue.GetNoWait());
    }

    // _QueueJoinTestMixin.test_task_done_underflow
    [Test]
    public void TaskDone_OfAnEmptyQueue_IsRefused() => Should.Throw<ArgumentException>(NewQueue().TaskDone);

    // _QueueJoinTestMixin.test_task_done
    [Test]
    public void Join_WaitsForAllThatWorkersAreAt()
    {
        CoQueue<int> queue = NewQueue();
        bool isOpen = true;
        int sum = 0;
        IEnumerator<Awaitable> Work()
        {
            while (isOpen)
            {
                yield return queue.Get().Into(out var item);
                sum += item.Result;
                queue.TaskDone();
            }
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Work());
            group.CreateTask(Work());
            for (int i = 0; i < 100; i++)
            {
                queue.PutNoWait(i);
            }

            yield return queue.Join();
            sum.ShouldBe(4950);
            isOpen = false;
            queue.PutNoWait(0);
            queue.PutNoWait(0);
            yield return group;
        }

        _rig.Run(Main());
    }

    // _QueueJoinTestMixin.test_join_empty_queue
    [Test]
    public void Join_OfAnEmptyQueue_IsOverAtOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            CoQueue<int> queue = NewQueue();
            yield return queue.Join();
            yield return queue.Join();
        }

        _rig.Run(Main());
    }

    // _QueueShutdownTestMixin.test_shutdown_empty
    [Test]
    public void Shutdown_OfAnEmptyQueue_EndsAGet()
    {
        CoQueue<int> queue = NewQueue();
        IEnumerator<Awaitable> Main()
        {
            CoTask getter = CreateTask(Get(queue));
            yield return null;
            queue.Shutdown();
            yield return queue.Join();
            yield return null;
            getter.Exception.ShouldBeOfType<QueueShutDownException>();
            yield return Await(ShouldRefuseAll(queue));
        }

        _rig.Run(Main());
    }

    // _QueueShutdownTestMixin.test_shutdown_nonempty
    [Test]
    public void Shutdown_OfAFullQueue_EndsAPut_AndKeepsTheItem()
    {
        CoQueue<int> queue = NewQueue(1);
        IEnumerator<Awaitable> Main()
        {
            queue.PutNoWait(7);
            CoTask joiner = CreateTask(Join(queue));
            CoTask putter = CreateTask(Put(queue, 8));
            yield return null;
            putter.IsDone.ShouldBeFalse();
            queue.Shutdown();
            queue.Count.ShouldBe(1);
            yield return null;
            putter.Exception.ShouldBeOfType<QueueShutDownException>();

            yield return queue.Get().Into(out var item);
            item.Result.ShouldBe(7);
            yield return null;
            joiner.IsDone.ShouldBeFalse();
            yield return Await(ShouldRefuseAll(queue));

            queue.TaskDone();
            yield return null;
            joiner.IsDone.ShouldBeTrue();
            Should.Throw<ArgumentException>(queue.TaskDone);
        }

        _rig.Run(Main());
    }

    // _QueueShutdownTestMixin.test_shutdown_immediate
    [Test]
    public void Shutdown_AtOnce_DropsTheItemsAndEndsAJoin()
    {
        CoQueue<int> queue = NewQueue();
        IEnumerator<Awaitable> Main()
        {
            queue.PutNoWait(7);
            CoTask joiner = CreateTask(Join(queue));
            queue.Shutdown(immediate: true);
            queue.Count.ShouldBe(0);
            yield return null;
            joiner.IsDone.ShouldBeTrue();
            yield return Await(ShouldRefuseAll(queue));
            Should.Throw<ArgumentException>(queue.TaskDone);
        }

        _rig.Run(Main());
    }

    // _QueueShutdownTestMixin.test_shutdown_immediate_with_unfinished
    [Test]
    public void Shutdown_AtOnce_LeavesAJoinToWhoeverIsAtAnItem()
    {
        CoQueue<int> queue = NewQueue();
        IEnumerator<Awaitable> Main()
        {
            queue.PutNoWait(7);
            queue.PutNoWait(7);
            CoTask joiner = CreateTask(Join(queue));
            yield return queue.Get().Into(out var item);
            item.Result.ShouldBe(7);
            queue.Shutdown(immediate: true);
            queue.Count.ShouldBe(0);
            yield return null;
            joiner.IsDone.ShouldBeFalse();
            yield return Await(ShouldRefuseAll(queue));

            queue.TaskDone();
            Should.Throw<ArgumentException>(queue.TaskDone);
            yield return null;
            joiner.IsDone.ShouldBeTrue();
        }

        _rig.Run(Main());
    }
}

using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Queues;

public class CoQueueTests
{
    private readonly CoQueue<string> _jobs = new(2, "jobs");
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Queue_TellsHowItStandsAndWhoWaits()
    {
        CoTask[] putters = [.. "abcd".Select(name => _rig.Start(Put(name.ToString()), name.ToString()))];
        CoTask joiner = _rig.Start(Join());
        _rig.Iterate();
        _jobs.Putters.ShouldBe(putters[2..]);
        _jobs.Getters.ShouldBeEmpty();
        _jobs.Waiters.ShouldBe([.. putters[2..], joiner]);
        _jobs.Unfinished.ShouldBe(2);
        _jobs.ToString().ShouldBe("queue 'jobs' [2 of 2, 3 waiting]");

        var other = new CoQueue<int>();
        CoTask getter = _rig.Start(Get(other));
        _rig.Iterate(2);
        other.Getters.ShouldBe([getter]);
        other.Shutdown();
        _rig.Iterate();
        other.ToString().ShouldBe("a queue [0 items, shut down]");
        Should.Throw<QueueShutDownException>(() => getter.Result).Message.ShouldBe("Get (task 'Task-2') uses a queue, which was shut down.");
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Items_PutAndTakenInAnyOrder_ComeOutAsTheyWentIn(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var queue = new CoQueue<object>();
        var model = new Queue<object>();
        for (int round = 0; round < 5000; round++)
        {
            // Longer and shorter, so that it grows with its head anywhere.
            if (model.Count == 0 || random.Next(100) < (round / 700 % 2 == 0 ? 60 : 40))
            {
                object item = new();
                queue.PutNoWait(item);
                model.Enqueue(item);
            }
            else if (random.Next(1000) == 0)
            {
                while (model.Count > 0)
                {
                    queue.GetNoWait().ShouldBeSameAs(model.Dequeue());
                }
            }
            else
            {
                queue.GetNoWait().ShouldBeSameAs(model.Dequeue());
            }

            queue.Count.ShouldBe(model.Count);
        }
    }

    [Test]
    public void Get_WhoseResultNobodyReads_IsForgottenWhenOthersFollow([Values] bool isCancelled)
    {
        var queue = new CoQueue<object>();
        WeakReference? left = null;
        Scheduler.Run(Main());
        Garbage.Collect(left!);

        left!.IsAlive.ShouldBeFalse();
        GC.KeepAlive(queue);

        IEnumerator<Awaitable> Main()
        {
            yield return Await(PutAndGet());
            yield return Await(isCancelled ? Cancelled() : Unread());
            yield return Await(PutAndGet());
        }

        IEnumerator<Awaitable> PutAndGet()
        {
            for (int i = 0; i < 2; i++)
            {
                queue.PutNoWait(new object());
                yield return queue.Get().Into(out Awaitable<object> got);
                _ = got.Result;
            }
        }

        IEnumerator<Awaitable> Unread()
        {
            left = PutNew(queue);
            yield return queue.Get();
        }

        IEnumerator<Awaitable> Cancelled()
        {
            yield return Settle(GetAndBeCancelled(), out Outcome outcome, includeCancellation: true);
            left = Weak(outcome.Exception!);
        }

        IEnumerator<Awaitable> GetAndBeCancelled()
        {
            CoTask self = CoTask.Current!;
            Scheduler.Current.CallSoon(() => self.Cancel());
            yield return queue.Get();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Weak(object target) => new(target);
    }

    [Test]
    public void Item_ThatWasTakenOrDropped_IsNoLongerHeld()
    {
        var queue = new CoQueue<object>();
        WeakReference[] items = [PutNew(queue), PutNew(queue)];
        Take(queue);
        Garbage.Collect(items[0]);
        items.Select(static item => item.IsAlive).ShouldBe([false, true]);

        queue.Shutdown(immediate: true);
        Garbage.Collect(items[1]);
        items[1].IsAlive.ShouldBeFalse();
        GC.KeepAlive(queue);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Take(CoQueue<object> queue) => queue.GetNoWait();
    }

    [Test]
    public void Deadlock_AtAQueue_SaysWhichSideWaits()
    {
        var exception = Should.Throw<DeadlockException>(() => Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() }));
        exception.Message.ShouldContain("Put (task 'putter'): waiting to put into queue 'jobs'\n");
        exception.Message.ShouldContain("Get (task 'getter'): waiting to get from queue 'results'\n");
        exception.Message.ShouldContain("Join (task 'joiner'): waiting for queue 'jobs' to be done (2 unfinished)\n");

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Put("a", "b", "c"), "putter");
            CreateTask(Get(new CoQueue<int>(name: "results")), "getter");
            CreateTask(Join(), "joiner");
            yield return new Future();
        }
    }

    [Test]
    public void NoWait_OfWhatIsFullOrEmpty_SaysWhatToUseInstead()
    {
        Should.Throw<QueueEmptyException>(() => _jobs.GetNoWait()).Message.ShouldBe("queue 'jobs' is empty. Use Get, which waits for an item.");
        _jobs.PutNoWait("a");
        _jobs.PutNoWait("b");
        Should.Throw<QueueFullException>(() => _jobs.PutNoWait("c")).Message.ShouldBe("queue 'jobs' is full: it has 2 items. Use Put, which waits for room.");
        _jobs.Shutdown();
        Should.Throw<QueueShutDownException>(() => _jobs.PutNoWait("c")).Message.ShouldBe("Code outside of any scheduler uses queue 'jobs', which was shut down.");
    }

    [Test]
    public void TaskDone_TooOften_NamesTheQueue() => Should.Throw<ArgumentException>(_jobs.TaskDone).Message.ShouldBe(
        "Code outside of any scheduler calls TaskDone of queue 'jobs' more often than items were put. Call it once for each item.");

    [Test]
    public void Awaitable_OfAPrimitive_SaysWhatItIs()
    {
        _jobs.Put("a").ToString().ShouldBe("Put into queue 'jobs'");
        ((Awaitable)_jobs.Get()).ToString().ShouldBe("Get from queue 'jobs'");
        ((Awaitable)new CoLock("db").Acquire()).ToString().ShouldBe("waiting for lock 'db'");
        ((Awaitable)new CoBarrier(2, "start").Wait()).ToString().ShouldBe("waiting for barrier 'start' (0 of 2 arrived)");
        WaitUntil(() => true).ToString().ShouldBe("waiting until a predicate is true");
    }

    [Test]
    public void Put_ThatIsNeverAwaited_PutsNothing()
    {
        _ = _jobs.Put("lost");
        _ = _jobs.Get();
        _jobs.Count.ShouldBe(0);
        _rig.Run(Put("a"));
        _jobs.GetNoWait().ShouldBe("a");
    }

    [Test]
    public void Put_AwaitedASecondTime_IsAnErrorAtTheYield()
    {
        _rig.Run(Main());
        _jobs.Count.ShouldBe(1);

        IEnumerator<Awaitable> Main()
        {
            Awaitable put = _jobs.Put("a");
            yield return put;
            yield return Settle(put, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
                "Main (task 'Task-1') awaits the same Put into queue 'jobs' a second time: a call can be awaited only once. Make a new one for each wait.");
        }
    }

    [Test]
    public void Get_WithATimeoutAroundIt_LosesNoItem()
    {
        CoTask getter = _rig.Start(Get(_jobs));
        _rig.Iterate();
        _jobs.PutNoWait("a");
        getter.Cancel();
        _rig.Iterate();
        getter.IsCancelled.ShouldBeTrue();
        _jobs.GetNoWait().ShouldBe("a");
    }

    [Test]
    public void Dispose_OfTheScheduler_LeavesNobodyWaiting()
    {
        _rig.Start(Put("a", "b", "c"));
        var other = new CoQueue<int>();
        _rig.Start(Get(other));
        _rig.Start(Get(other));
        _rig.Start(Join());
        _rig.Iterate();
        other.PutNoWait(1);
        _rig.Dispose();
        _jobs.Waiters.ShouldBeEmpty();
        other.Waiters.ShouldBeEmpty();
    }

    [Test]
    public void Queue_OfManyProducersAndConsumers_LosesNothing([Values(0, 1, 3)] int size)
    {
        const int Each = 200;
        const int Parties = 10;
        var queue = new CoQueue<int>(size);
        List<int> got = [];
        CoTask[] producers = [.. Enumerable.Range(0, Parties).Select(i => _rig.Start(Produce(i)))];
        for (int i = 0; i < Parties; i++)
        {
            _rig.Start(Consume());
        }

        _rig.Run(End());
        got.Order().ShouldBe(Enumerable.Range(0, Parties * Each));

        IEnumerator<Awaitable> Produce(int producer)
        {
            for (int i = 0; i < Each; i++)
            {
                yield return queue.Put((producer * Each) + i);
                if (i % 5 == producer % 5)
                {
                    yield return null;
                }
            }
        }

        IEnumerator<Awaitable> Consume()
        {
            QueueReader<int> items = queue.ReadAll();
            while (true)
            {
                yield return items.Next();
                if (items.IsAtEnd)
                {
                    yield break;
                }

                got.Add(items.Current);
                queue.TaskDone();
            }
        }

        IEnumerator<Awaitable> End()
        {
            foreach (CoTask producer in producers)
            {
                yield return producer;
            }

            yield return queue.Join();
            queue.Shutdown();
        }
    }

    private IEnumerator<Awaitable> Put(params string[] items)
    {
        foreach (string item in items)
        {
            yield return _jobs.Put(item);
        }
    }

    private IEnumerator<Awaitable> Join()
    {
        yield return _jobs.Join();
    }

    private static IEnumerator<Awaitable> Get<T>(CoQueue<T> queue)
    {
        yield return queue.Get();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PutNew(CoQueue<object> queue)
    {
        object item = new();
        queue.PutNoWait(item);
        return new WeakReference(item);
    }
}

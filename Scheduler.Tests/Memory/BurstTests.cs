using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

/// <summary>The room that a burst has needed is let go when the burst is over, and is not paid for again by one that follows at once.</summary>
public sealed class BurstTests
{
    private const int Size = 40_000;

    // A reference for each of a burst would be more.
    private const long Little = 1 << 18;

    private static readonly (string Name, Func<Scheduler, IEnumerator<Awaitable>> Make)[] _bursts =
    [
        ("tasks", _ => Many(static () => Computes())),
        ("yields", _ => Many(static () => Waits(null))),
        ("sleeps of one length", _ => Many(static () => Waits(Sleep(1)))),
        ("sleeps of many lengths", _ => Sleeps()),
        ("frames", _ => Many(static () => Waits(WaitFrames(3)))),
        ("callbacks", Callbacks),
        ("posts", Posts),
        ("timers that are cancelled", CancelledTimers),
        ("waiters", _ => Waiters()),
        ("a group", GroupOfMany),
    ];

    private static IEnumerable<string> Bursts() => _bursts.Select(burst => burst.Name);

    [TestCaseSource(nameof(Bursts))]
    public void RoomOfABurst_IsLetGo_InFrames(string burst)
    {
        using var scheduler = new Scheduler();
        long before = Memory();
        CoTask task = scheduler.CreateTask(Make(burst, scheduler));
        while (!task.IsDone)
        {
            scheduler.Tick(0.1);
        }

        task = null!;
        for (int i = 0; i < 200; i++)
        {
            scheduler.Tick(0.1);
        }

        ShouldHaveGrownLittle(before);
        GC.KeepAlive(scheduler);
    }

    [TestCaseSource(nameof(Bursts))]
    public void RoomOfABurst_IsLetGo_InARun(string burst)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.RunUntilComplete(Main());

        IEnumerator<Awaitable> Main()
        {
            long before = Memory();
            yield return CreateTask(Make(burst, scheduler));
            for (int i = 0; i < 200; i++)
            {
                yield return null;
            }

            ShouldHaveGrownLittle(before);
        }
    }

    [Test]
    public void RoomOfABurst_IsLetGo_ByQueues([Values] bool dropped)
    {
        var queues = new CoQueue<object>[] { new(), new CoLifoQueue<object>(), new CoPriorityQueue<object>(comparer: Comparer<object>.Create(static (_, _) => 0)) };
        object item = new();
        long before = Memory();
        foreach (CoQueue<object> queue in queues)
        {
            for (int i = 0; i < Size; i++)
            {
                queue.PutNoWait(item);
            }

            if (dropped)
            {
                queue.Shutdown(immediate: true);
            }

            while (!queue.IsEmpty)
            {
                queue.GetNoWait();
            }
        }

        ShouldHaveGrownLittle(before);
        GC.KeepAlive(queues);
    }

    [Test]
    public void Bursts_ThatFollowOneAnother_AllocateNothing()
    {
        const int Sleepers = 20_000;
        using var scheduler = new Scheduler();
        for (int i = 0; i < Sleepers; i++)
        {
            scheduler.CreateTask(Sleeper());
        }

        var queue = new CoQueue<int>();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                // In every third frame all of them are ready, and in the others nobody is.
                scheduler.Tick(0.1);
                for (int j = 0; j < Sleepers; j++)
                {
                    queue.PutNoWait(j);
                }

                while (!queue.IsEmpty)
                {
                    queue.GetNoWait();
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);

        static IEnumerator<Awaitable> Sleeper()
        {
            while (true)
            {
                yield return Sleep(0.3);
            }
        }
    }

    private static IEnumerator<Awaitable> Make(string burst, Scheduler scheduler) => _bursts.Single(one => one.Name == burst).Make(scheduler);

    private static void ShouldHaveGrownLittle(long before)
    {
        if (Memory() - before >= Little)
        {
            // Something may hang on what a finalizer has still to let go. A collection costs more than a burst, hence only then.
            GC.WaitForPendingFinalizers();
            (Memory() - before).ShouldBeLessThan(Little);
        }
    }

    private static long Memory()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private static IEnumerator<Awaitable> Many(Func<IEnumerator<Awaitable>> make)
    {
        int left = Size;
        var all = new CoEvent();
        for (int i = 0; i < Size; i++)
        {
            CreateTask(Counted());
        }

        yield return all.Wait();

        IEnumerator<Awaitable> Counted()
        {
            yield return Await(make());
            if (--left == 0)
            {
                all.Set();
            }
        }
    }

    private static IEnumerator<Awaitable> Computes()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Waits(Awaitable wait)
    {
        yield return wait;
    }

    private static IEnumerator<Awaitable> Sleeps()
    {
        var random = new Random(1);
        yield return Await(Many(() => Waits(Sleep(random.NextDouble()))));
    }

    private static IEnumerator<Awaitable> Callbacks(Scheduler scheduler)
    {
        for (int i = 0; i < Size; i++)
        {
            scheduler.CallSoon(static () => { });
        }

        yield return null;
        yield return null;
    }

    private static IEnumerator<Awaitable> Posts(Scheduler scheduler)
    {
        var thread = new Thread(() =>
        {
            for (int i = 0; i < Size; i++)
            {
                scheduler.CallSoonThreadsafe(static () => { });
            }
        });
        thread.Start();
        thread.Join();
        yield return null;
        yield return null;
    }

    private static IEnumerator<Awaitable> CancelledTimers(Scheduler scheduler)
    {
        TimerHandle[] handles = [.. Enumerable.Range(1, Size).Select(i => scheduler.CallLater(1000 + i, static () => { }))];
        foreach (TimerHandle handle in handles)
        {
            handle.Cancel();
        }

        yield return null;
    }

    private static IEnumerator<Awaitable> Waiters()
    {
        var start = new CoEvent();
        CreateTask(Starter());
        yield return Await(Many(() => Waits(start.Wait())));

        IEnumerator<Awaitable> Starter()
        {
            yield return Sleep(1);
            start.Set();
        }
    }

    private static IEnumerator<Awaitable> GroupOfMany(Scheduler scheduler)
    {
        var group = new CoGroup(scheduler);
        for (int i = 0; i < Size; i++)
        {
            group.CreateTask(Waits(Sleep(1)));
        }

        yield return null;
        group.Pause();
        yield return null;
        group.Resume();
        yield return group;
        group.Dispose();
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Queues: each item that was put is got once, or is still there.</summary>
internal static class QueueScenarios
{
    internal static IEnumerable<RaceScenario> All =>
    [
        new("CoQueue of size 1", run => Exchange(run, new CoQueue<int>(1, "queue"))),
        new("CoQueue of size 2", run => Exchange(run, new CoQueue<int>(2, "queue"))),
        new("CoQueue without a limit", run => Exchange(run, new CoQueue<int>(name: "queue"))),
        new("CoPriorityQueue", run => Exchange(run, new CoPriorityQueue<int>(1, name: "queue"))),
        new("CoLifoQueue", run => Exchange(run, new CoLifoQueue<int>(2, "queue"))),
        new("CoQueue, its getters come first", run => Exchange(run, new CoQueue<int>(1, "queue"), delay: 1)),
        new("CoQueue, put and got for a limited time", run =>
        {
            Exchange(run, new CoQueue<int>(1, "queue"), delay: 1, limit: 1);
            run.MayFail<TimeoutException>();
        }),
        new("CoQueue, put and got by eager tasks", run => Exchange(run, new CoQueue<int>(1, "queue"), eager: true)),
        new("CoQueue with one putter and several getters", ServeMany),
        new("CoQueue, several putters wait", run => FillUp(run, new CoQueue<int>(1, "queue"))),
        new("CoQueue, somebody else gets the item", Barge),
        new("CoQueue, joined", Join),
        new("CoQueue, read to its end", run => ReadToEnd(run, new CoQueue<int>(1, "queue"))),
        new("CoPriorityQueue, read to its end", run => ReadToEnd(run, new CoPriorityQueue<int>(2, name: "queue"))),
        new("CoQueue, shut down", run => ShutDown(run, immediate: false)),
        new("CoQueue, shut down at once", run => ShutDown(run, immediate: true)),
    ];

    private static void Exchange(RaceRun run, CoQueue<int> queue, double delay = 0, double? limit = null, bool eager = false)
    {
        QueueLedger ledger = new(run, queue) { Limit = limit };
        if (eager)
        {
            run.Start("starter", Starter());
        }
        else
        {
            run.Start("getter", ledger.Get(2));
            run.Start("putter", ledger.Put([3, 1], delay));
            run.Start("other getter", ledger.Get(2));
            run.Start("other putter", ledger.Put([2, 4], delay));
        }

        IEnumerator<Awaitable> Starter()
        {
            run.Join(CreateTask(ledger.Get(2), "getter", eager: true));
            run.Join(CreateTask(ledger.Put([3, 1]), "putter", eager: true));
            yield return null;
        }
    }

    private static void ServeMany(RaceRun run)
    {
        QueueLedger ledger = new(run, new CoQueue<int>(2, "queue"));
        run.Start("a", ledger.Get(1));
        run.Start("b", ledger.Get(1));
        run.Start("c", ledger.Get(1));
        run.Start("putter", ledger.Put([1, 2, 3]));
    }

    private static void FillUp(RaceRun run, CoQueue<int> queue)
    {
        QueueLedger ledger = new(run, queue);
        run.Start("a", ledger.Put([1]));
        run.Start("b", ledger.Put([2]));
        run.Start("c", ledger.Put([3]));
        run.Start("getter", ledger.Get(3));
    }

    private static void Barge(RaceRun run)
    {
        QueueLedger ledger = new(run, new CoQueue<int>(1, "queue"));
        run.Start("a", ledger.Get(1));
        run.Start("b", ledger.Get(1));
        run.Start("putter", PutAndTake());

        IEnumerator<Awaitable> PutAndTake()
        {
            yield return Await(ledger.Put([1]));

            // One was woken for it, and finds the queue empty.
            ledger.TakeNow();
            yield return Await(ledger.Put([2, 3]));
        }
    }

    private static void Join(RaceRun run)
    {
        QueueLedger ledger = new(run, new CoQueue<int>(2, "queue"));
        run.Start("putter", ledger.Put([1, 2, 3]));
        run.Start("worker", ledger.Get(2));
        run.Start("other worker", ledger.Get(1));
        run.Start("joiner", Joiner());
        run.Start("other joiner", Joiner());

        IEnumerator<Awaitable> Joiner()
        {
            yield return null;
            yield return ledger.Queue.Join();
        }
    }

    private static void ReadToEnd(RaceRun run, CoQueue<int> queue)
    {
        QueueLedger ledger = new(run, queue) { IsReadToEnd = true };
        run.Start("reader", ledger.Read());
        run.Start("other reader", ledger.Read());
        run.Start("putter", Putter());

        IEnumerator<Awaitable> Putter()
        {
            yield return Await(ledger.Put([1, 2, 3]));
            queue.Shutdown();
        }
    }

    private static void ShutDown(RaceRun run, bool immediate)
    {
        QueueLedger ledger = new(run, new CoQueue<int>(1, "queue")) { IsReadToEnd = true };
        run.Start("putter", ledger.Put([1, 2, 3]));
        run.Start("other putter", ledger.Put([4]));
        run.Start("reader", ledger.Read());
        run.Start("joiner", Joiner());
        run.Start("closer", Closer());
        run.MayFail<QueueShutDownException>();

        IEnumerator<Awaitable> Joiner()
        {
            yield return null;
            yield return ledger.Queue.Join();
        }

        IEnumerator<Awaitable> Closer()
        {
            yield return null;
            yield return null;
            ledger.Shutdown(immediate);
        }
    }
}

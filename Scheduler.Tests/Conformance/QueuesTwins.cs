using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Queues. Rules 31 and 34.</summary>
public sealed partial class QueuesTwins : Twins<QueuesTwins>
{
    private static string Standing<T>(CoQueue<T> queue) => $"size {queue.Count} empty {queue.IsEmpty} full {queue.IsFull}";

    private IEnumerator<Awaitable> Produce<T>(string name, CoQueue<T> queue, params T[] items)
    {
        foreach (T item in items)
        {
            yield return queue.Put(item);
            Log(name, "put", item);
        }
    }

    private IEnumerator<Awaitable> Consume<T>(string name, CoQueue<T> queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return queue.Get().Into(out var item);
            Log(name, "got", item.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ItemsComeInOrder()
    {
        var queue = new CoQueue<int>();
        yield return Await(Produce("main", queue, 1, 2, 3));
        Log(Standing(queue));
        yield return Await(Consume("main", queue, 3));
        Log(Standing(queue));
    }

    [Twin]
    public IEnumerator<Awaitable> SizeOfNoBound()
    {
        foreach (int size in new[] { 0, -1 })
        {
            var queue = new CoQueue<int>(size);
            for (int item = 0; item < 3; item++)
            {
                queue.PutNoWait(item);
            }

            Log(Standing(queue), "maxsize", queue.MaxSize);
        }

        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> Nowait()
    {
        var queue = new CoQueue<int>(2);
        Log("get", Attempt(queue.GetNoWait));
        Log("put", Attempt(() => queue.PutNoWait(1)), Attempt(() => queue.PutNoWait(2)), Attempt(() => queue.PutNoWait(3)));
        Log(Standing(queue));
        Log("get", Attempt(queue.GetNoWait), Attempt(queue.GetNoWait), Attempt(queue.GetNoWait));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> GettersAreServedInOrder()
    {
        var queue = new CoQueue<int>();
        CoTask[] tasks = StartGetters("abc", queue);
        yield return Await(Pause());
        for (int item = 0; item < 3; item++)
        {
            queue.PutNoWait(item);
        }

        Log(Standing(queue));
        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> PuttersAreServedInOrder()
    {
        var queue = new CoQueue<string>(1);
        CoTask[] tasks = StartEach("abcd", name => Produce(name, queue, name));
        yield return Await(Pause());
        for (int i = 0; i < 4; i++)
        {
            Log("got", queue.GetNoWait());
            yield return Await(Pause());
        }

        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> PingPong()
    {
        var left = new CoQueue<int>(1);
        var right = new CoQueue<int>(1);

        IEnumerator<Awaitable> Pong()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return left.Get().Into(out var item);
                yield return right.Put(item.Result);
            }
        }

        CoTask task = Start("pong", Pong());
        for (int i = 0; i < 3; i++)
        {
            yield return left.Put(i);
            Log("put", i);
            yield return right.Get().Into(out var item);
            Log("got", item.Result);
        }

        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> ProducersAndConsumers()
    {
        foreach (int size in new[] { 1, 2, 3 })
        {
            var queue = new CoQueue<int>(size);
            yield return Await(Finish(
                Start("p", Produce("p", queue, 1, 2, 3, 4)),
                Start("q", Produce("q", queue, 5, 6, 7)),
                Start("c", Consume("c", queue, 3)),
                Start("d", Consume("d", queue, 4))));
            Log(Standing(queue));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> GetterWhoseItemWasTakenWaitsAtTheTail()
    {
        var queue = new CoQueue<int>();
        CoTask[] tasks = StartGetters("ab", queue);
        yield return Await(Pause());
        queue.PutNoWait(1);
        Log("barging", queue.GetNoWait());
        yield return Await(Pause());
        queue.PutNoWait(2);
        queue.PutNoWait(3);
        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> PutterWhosePlaceWasTakenWaitsAtTheTail()
    {
        var queue = new CoQueue<string>(1);
        queue.PutNoWait("0");
        CoTask[] tasks = StartEach("ab", name => Produce(name, queue, name));
        yield return Await(Pause());
        Log("got", queue.GetNoWait());
        queue.PutNoWait("barging");
        yield return Await(Pause());
        for (int i = 0; i < 3; i++)
        {
            Log("got", queue.GetNoWait());
            yield return Await(Pause());
        }

        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> JoinWaitsUntilAllIsDone()
    {
        var queue = new CoQueue<int>();
        yield return queue.Join();
        Log("nothing to join");
        List<CoTask> tasks = [Start("a", queue.Join()), Start("b", queue.Join())];
        for (int item = 0; item < 3; item++)
        {
            queue.PutNoWait(item);
        }

        tasks.Add(Start("c", queue.Join()));

        IEnumerator<Awaitable> Work()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return queue.Get().Into(out var item);
                Log("got", item.Result);
                yield return Sleep(1);
                queue.TaskDone();
                Log("task done");
            }
        }

        yield return Start("worker", Work());
        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> JoinCancelledAndReleasedAtOnce()
    {
        var queue = new CoQueue<int>();
        queue.PutNoWait(1);
        CoTask[] tasks = [Start("a", queue.Join()), Start("b", queue.Join())];
        yield return Await(Pause());
        queue.GetNoWait();
        queue.TaskDone();
        queue.PutNoWait(2);
        tasks[0].Cancel();
        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> TaskDoneTooOften()
    {
        var queue = new CoQueue<int>();
        Log(Attempt(queue.TaskDone));
        queue.PutNoWait(1);
        Log(Attempt(queue.TaskDone), Attempt(queue.TaskDone));
        Log(Standing(queue));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> Lifo()
    {
        var queue = new CoLifoQueue<int>();
        yield return Await(Produce("main", queue, 1, 2, 3));
        yield return Await(Consume("main", queue, 2));
        yield return Await(Produce("main", queue, 4));
        yield return Await(Consume("main", queue, 2));
    }

    [Twin]
    public IEnumerator<Awaitable> Priorities()
    {
        var queue = new CoPriorityQueue<int>();
        foreach (int item in new[] { 5, 1, 4, 1, 3 })
        {
            queue.PutNoWait(item);
        }

        yield return Await(Consume("main", queue, 5));
    }

    [Twin]
    public IEnumerator<Awaitable> EqualPrioritiesComeAsTheHeapHasThem()
    {
        var byPriority = Comparer<(long Priority, int Name)>.Create((left, right) => left.Priority.CompareTo(right.Priority));
        var queue = new CoPriorityQueue<(long Priority, int Name)>(comparer: byPriority);
        long state = 12345;
        List<object?> taken = [];
        for (int number = 0; number < 400; number++)
        {
            state = ((state * 1103515245) + 12345) % 2147483648;
            if (state / 65536 % 3 > 0 || queue.IsEmpty)
            {
                queue.PutNoWait((state / 1024 % 5, number));
            }
            else
            {
                taken.Add(queue.GetNoWait().Name);
            }
        }

        while (!queue.IsEmpty)
        {
            taken.Add(queue.GetNoWait().Name);
        }

        Log([.. taken]);
        yield break;
    }

    [Twin]
    public void QueueOfAnotherLoop()
    {
        var queue = new CoQueue<int>();
        var full = new CoQueue<int>(1);
        full.PutNoWait(1);
        using Scheduler first = NewScheduler();
        using Scheduler second = NewScheduler();
        CoTask[] tasks = [];

        IEnumerator<Awaitable> Body()
        {
            tasks = [StartResult("get", queue.Get()), Start("put", full.Put(2)), Start("join", full.Join())];
            yield return Await(Pause());
        }

        first.RunUntilComplete(Body());

        IEnumerator<Awaitable> Other()
        {
            yield return Await(GuardResult("get", queue.Get()));
            yield return Await(Guard("put", full.Put(3)));
            yield return Await(Guard("join", full.Join()));
        }

        second.RunUntilComplete(Other());
        foreach (CoTask task in tasks)
        {
            task.Cancel();
        }

        first.RunUntilComplete(Finish(tasks));
    }

    private CoTask[] StartGetters<T>(string names, CoQueue<T> queue) =>
        [.. names.Select(name => StartResult(name.ToString(), queue.Get()))];
}

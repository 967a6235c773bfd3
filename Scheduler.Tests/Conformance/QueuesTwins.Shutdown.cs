using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class QueuesTwins
{
    [Twin]
    public IEnumerator<Awaitable> ShutdownOfAnEmptyQueue()
    {
        foreach (bool immediate in new[] { false, true })
        {
            var queue = new CoQueue<int>();
            CoTask[] tasks = StartGetters("ab", queue);
            yield return Await(Pause());
            queue.Shutdown(immediate);
            Log("shut down");
            yield return Await(Finish(tasks));
            yield return Await(GuardResult("get", queue.Get()));
            yield return Await(Guard("put", queue.Put(1)));
            Log(Attempt(queue.GetNoWait), Attempt(() => queue.PutNoWait(1)), Attempt(() => queue.Shutdown()));
            yield return Await(Guard("join", queue.Join()));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ShutdownOfAFullQueue()
    {
        foreach (bool immediate in new[] { false, true })
        {
            var queue = new CoQueue<string>(2);
            CoTask[] tasks = StartEach("abcd", name => Produce(name, queue, name));
            CoTask join = Start("join", queue.Join());
            yield return Await(Pause(3));
            queue.Shutdown(immediate);
            Log("shut down", Standing(queue));
            yield return Await(Finish(tasks));
            yield return Await(Guard("put", queue.Put("1")));
            Log(Attempt(() => queue.PutNoWait("1")));
            for (int i = 0; i < 3; i++)
            {
                yield return Await(GuardResult("get", queue.Get()));
            }

            Log(Attempt(queue.GetNoWait));
            if (!immediate)
            {
                queue.TaskDone();
                queue.TaskDone();
            }

            yield return join;
            Log(Attempt(queue.TaskDone));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ShutdownWithItemsUnderWork()
    {
        var queue = new CoQueue<int>();
        for (int item = 0; item < 3; item++)
        {
            queue.PutNoWait(item);
        }

        CoTask join = Start("join", queue.Join());
        yield return queue.Get().Into(out var got);
        Log("got", got.Result);
        queue.Shutdown(immediate: true);
        yield return Await(Pause());
        Log("join is done", join.IsDone);
        queue.TaskDone();
        yield return join;
        Log(Attempt(queue.TaskDone));
    }

    [Twin]
    public IEnumerator<Awaitable> ShutdownAtEachMoment()
    {
        for (int moment = 0; moment < 7; moment++)
        {
            Log("moment", moment);
            var queue = new CoQueue<int>(1);
            CoTask[] tasks =
            [
                Start("p", Produce("p", queue, 1, 2, 3)), Start("c", Consume("c", queue, 2)), Start("d", Consume("d", queue, 2)),
            ];
            yield return Await(Pause(moment));
            queue.Shutdown();
            yield return Await(Finish(tasks));
            Log(Standing(queue));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ShutdownCancelsAWokenGetter()
    {
        var queue = new CoQueue<int>();
        CoTask[] tasks = StartGetters("ab", queue);
        yield return Await(Pause());
        queue.Shutdown();
        tasks[0].Cancel();
        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> ReadingUntilTheShutdown()
    {
        var queue = new CoQueue<int>(2);

        IEnumerator<Awaitable> Read(string name)
        {
            QueueReader<int> items = queue.ReadAll();
            while (true)
            {
                yield return items.Next();
                if (items.IsAtEnd)
                {
                    break;
                }

                Log(name, "got", items.Current);
                yield return Await(Pause(1));
            }

            Log(name, "is at the end");
        }

        CoTask[] tasks = StartEach("ab", Read);
        yield return Await(Produce("main", queue, 1, 2, 3, 4, 5));
        queue.Shutdown();
        Log("shut down", Standing(queue));
        yield return Await(Finish(tasks));
    }
}

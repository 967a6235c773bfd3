using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class QueuesTwins
{
    [Twin]
    public IEnumerator<Awaitable> GetCancelledAtEachMoment() => AtEachMoment(8, () =>
    {
        var queue = new CoQueue<int>();
        CoTask[] tasks = StartEach("abc", name => Consume(name, queue, 1));

        IEnumerator<Awaitable> Put()
        {
            yield return Await(Pause(3));
            queue.PutNoWait(1);
            Log("put");
            yield return Await(Pause(4));
            queue.PutNoWait(2);
            queue.PutNoWait(3);
        }

        return (tasks[0], [.. tasks, Start("putter", Put())], () => Standing(queue));
    });

    [Twin]
    public IEnumerator<Awaitable> PutCancelledAtEachMoment() => AtEachMoment(8, () =>
    {
        var queue = new CoQueue<string>(1);
        queue.PutNoWait("0");
        CoTask[] tasks = StartEach("abc", name => Produce(name, queue, name));

        IEnumerator<Awaitable> Get()
        {
            yield return Await(Pause(3));
            Log("got", queue.GetNoWait());
            yield return Await(Pause(4));
            for (int i = 0; i < 2; i++)
            {
                yield return queue.Get().Into(out var item);
                Log("got", item.Result);
            }
        }

        return (tasks[0], [.. tasks, Start("getter", Get())], () => Standing(queue));
    });

    [Twin]
    public IEnumerator<Awaitable> GetCancelledInTheStepThatPuts()
    {
        foreach (string order in new[] { "cancel put", "put cancel", "put get cancel", "put put cancel", "put cancel get" })
        {
            var queue = new CoQueue<string>();
            CoTask[] tasks = StartGetters("ab", queue);
            yield return Await(Pause());
            Perform(order, tasks[0], queue);
            yield return Await(Pause());
            Log(order, Standing(queue), "done", tasks[0].IsDone, tasks[1].IsDone);
            queue.PutNoWait("late");
            queue.PutNoWait("later");
            yield return Await(Finish(tasks));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> PutCancelledInTheStepThatGets()
    {
        foreach (string order in new[] { "cancel get", "get cancel", "get put cancel" })
        {
            var queue = new CoQueue<string>(1);
            queue.PutNoWait("first");
            CoTask[] tasks = StartEach("ab", name => Produce(name, queue, name));
            yield return Await(Pause());
            Perform(order, tasks[0], queue);
            yield return Await(Pause());
            Log(order, Standing(queue), "done", tasks[0].IsDone, tasks[1].IsDone);
            while (!tasks[1].IsDone)
            {
                yield return queue.Get().Into(out var item);
                Log("got", item.Result);
                yield return Await(Pause());
            }

            yield return Await(Finish(tasks));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> GetWithACancelRemembered()
    {
        var queue = new CoQueue<int>();

        IEnumerator<Awaitable> Body()
        {
            Self.Cancel();
            queue.PutNoWait(1);
            yield return Await(Consume("getter", queue, 2));
        }

        yield return Await(Finish(Start("getter", Body())));
        Log(Standing(queue));
    }

    private static void Perform(string order, CoTask victim, CoQueue<string> queue)
    {
        foreach (string word in order.Split(' '))
        {
            switch (word)
            {
                case "cancel":
                    victim.Cancel();
                    break;
                case "put":
                    queue.PutNoWait(word);
                    break;
                default:
                    queue.GetNoWait();
                    break;
            }
        }
    }
}

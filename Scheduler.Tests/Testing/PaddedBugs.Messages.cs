using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

// What is sent, answered, and granted for a time.
internal static partial class PaddedBugs
{
    /// <summary>A request is forgotten at its time limit, and its answer comes afterwards and finds no one.</summary>
    private static IEnumerator<Awaitable> LateAnswer(int pad, bool isFixed)
    {
        Dictionary<int, Future<string>> pending = [];
        yield return Gather(Ask(), Answer());

        IEnumerator<Awaitable> Ask()
        {
            Future<string> answer = pending[1] = new Future<string>(Scheduler.Current);
            yield return Settle(WaitFor(answer, 1.0), out Outcome<string> _);
            pending.Remove(1);
        }

        IEnumerator<Awaitable> Answer()
        {
            yield return Sleep(0.8);
            yield return Await(Pad(pad));
            if (isFixed)
            {
                if (pending.TryGetValue(1, out Future<string>? waiting) && !waiting.IsDone)
                {
                    waiting.SetResult("yes");
                }
            }
            else
            {
                Verify(pending.ContainsKey(1), "an answer to nobody");
                pending[1].SetResult("yes");
            }
        }
    }

    /// <summary>A lease of a second is taken for work that mostly takes less.</summary>
    private static IEnumerator<Awaitable> Lease(int pad, bool isFixed)
    {
        int holder = 0;
        double until = 0;
        int version = 0;
        int written = 0;
        yield return Gather(Work(1, 0), Work(2, 0.1));

        IEnumerator<Awaitable> Work(int number, double after)
        {
            yield return Sleep(after);
            while (holder != 0 && Scheduler.Current.Time < until)
            {
                yield return Sleep(0.05);
            }

            holder = number;
            until = Scheduler.Current.Time + 1;
            int mine = ++version;
            yield return Sleep(0.8);
            yield return Await(Pad(pad));
            if (isFixed && mine < version)
            {
                yield break;
            }

            Verify(mine > written, "an older write over a newer one");
            Verify(mine == version, "writes without the lease");
            written = mine;
            holder = 0;
        }
    }

    /// <summary>Each message is handled by a task of its own, and they are expected to end in order.</summary>
    private static IEnumerator<Awaitable> MessagesInOrder(int pad, bool isFixed)
    {
        List<int> handled = [];
        CoTask[] handlers = new CoTask[2];
        for (int i = 0; i < 2; i++)
        {
            handlers[i] = CreateTask(Handle(i), $"handler {i}");
            yield return null;
        }

        yield return Gather(handlers);
        Verify(handled[0] == 0, "out of order");

        IEnumerator<Awaitable> Handle(int number)
        {
            yield return Await(Pad(pad));
            if (isFixed && number > 0)
            {
                yield return handlers[number - 1];
            }

            handled.Add(number);
        }
    }

    /// <summary>A request that takes too long is sent again, and carried out twice.</summary>
    private static IEnumerator<Awaitable> RetriedTwice(int pad, bool isFixed)
    {
        int paid = 0;
        HashSet<int> seen = [];
        List<CoTask> requests = [];
        for (int attempt = 0; attempt < 2; attempt++)
        {
            CoTask request = CreateTask(Pay(1), "request");
            requests.Add(request);
            yield return Settle(WaitFor(Shield(request), 1.0), out Outcome outcome);
            if (outcome.IsSuccess)
            {
                break;
            }
        }

        yield return Gather(requests);
        Verify(paid == 1, "paid twice");

        IEnumerator<Awaitable> Pay(int id)
        {
            yield return Sleep(0.8);
            yield return Await(Pad(pad));
            if (!isFixed || seen.Add(id))
            {
                paid++;
            }
        }
    }
}

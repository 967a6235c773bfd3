using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>
/// Classical bugs, none of which shows in an ordinary run, with any number of yields between their steps: the measure of an exploration. Each
/// stands beside the program that is right.
/// </summary>
internal static class PaddedBugs
{
    internal static readonly (string Name, Func<int, bool, IEnumerator<Awaitable>> Program)[] All =
    [
        ("lost wake-up", LostWakeUp),
        ("check, then act", CheckThenAct),
        ("lost update", LostUpdate),
        ("lock order", LockOrder),
        ("philosophers", Philosophers),
        ("cache stampede", CacheStampede),
        ("withdrawals by time", WithdrawalsByTime),
        ("pool: lost wake-up", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.LostWakeUp)),
        ("pool: leak on cancel", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.LeakOnCancel)),
        ("pool: double hand-out", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.DoubleHandOut)),
        ("pool: too many", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.TooMany)),
        ("half initialised", HalfInitialised),
        ("queue empty, work not done", EmptyIsNotDone),
        ("condition without a loop", ConditionWithoutLoop),
        ("changed while iterated", ChangedWhileIterated),
        ("answer after the time limit", LateAnswer),
        ("lease that runs out", Lease),
        ("used after close", UsedAfterClose),
        ("messages in order", MessagesInOrder),
        ("same value, other meaning", SameValue),
        ("barrier used again", BarrierUsedAgain),
        ("subscribed too late", SubscribedTooLate),
        ("stopped between check and put", StoppedBetween),
        ("retried, and done twice", RetriedTwice),
    ];

    private static IEnumerator<Awaitable> Pad(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            yield return null;
        }
    }

    /// <summary>A worker looks whether there is work, and forgets old signals only afterwards: one in between is lost.</summary>
    private static IEnumerator<Awaitable> LostWakeUp(int pad, bool isFixed)
    {
        List<int> work = [];
        CoEvent arrived = new("arrived");
        yield return Gather(Work(), Give());

        IEnumerator<Awaitable> Work()
        {
            while (work.Count == 0)
            {
                if (!isFixed)
                {
                    yield return null;
                }

                arrived.Clear();
                yield return arrived.Wait();
            }
        }

        IEnumerator<Awaitable> Give()
        {
            yield return Await(Pad(pad + 3));
            work.Add(1);
            arrived.Set();
        }
    }

    /// <summary>Whether there is enough is looked at before a yield, and the money taken after it.</summary>
    private static IEnumerator<Awaitable> CheckThenAct(int pad, bool isFixed)
    {
        int balance = 100;
        CoLock account = new("account");
        yield return Gather(Withdraw(0), Withdraw(pad + 3));
        Verify(balance >= 0, "overdrawn");

        IEnumerator<Awaitable> Withdraw(int pauses)
        {
            yield return Await(Pad(pauses));
            if (isFixed)
            {
                yield return account.Acquire();
            }

            if (balance >= 60)
            {
                yield return null;
                balance -= 60;
            }

            if (isFixed)
            {
                account.Release();
            }
        }
    }

    /// <summary>A counter is read, and written a while later.</summary>
    private static IEnumerator<Awaitable> LostUpdate(int pad, bool isFixed)
    {
        int counter = 0;
        CoLock gate = new("gate");
        yield return Gather(Add(0), Add((pad + 2) * 2));
        Verify(counter == 2, "an update is lost");

        IEnumerator<Awaitable> Add(int pauses)
        {
            yield return Await(Pad(pauses));
            if (isFixed)
            {
                yield return gate.Acquire();
            }

            int read = counter;
            yield return Await(Pad(pad + 1));
            counter = read + 1;
            if (isFixed)
            {
                gate.Release();
            }
        }
    }

    /// <summary>Two tasks take the same two locks, one of them the other way round.</summary>
    private static IEnumerator<Awaitable> LockOrder(int pad, bool isFixed)
    {
        CoLock left = new("left");
        CoLock right = new("right");
        yield return Gather(Transfer(left, right, 0), isFixed ? Transfer(left, right, pad + 4) : Transfer(right, left, pad + 4));

        static IEnumerator<Awaitable> Transfer(CoLock first, CoLock second, int pauses)
        {
            yield return Await(Pad(pauses));
            yield return first.Acquire();
            yield return null;
            yield return second.Acquire();
            second.Release();
            first.Release();
        }
    }

    /// <summary>Three philosophers, each of whom takes the left fork first; or, fixed, the one with the lower number.</summary>
    private static IEnumerator<Awaitable> Philosophers(int pad, bool isFixed)
    {
        CoLock[] forks = [.. Enumerable.Range(0, 3).Select(i => new CoLock($"fork {i}"))];
        yield return Gather(Enumerable.Range(0, 3).Select(i => (Awaitable)CreateTask(Dine(i), $"philosopher {i}")));

        IEnumerator<Awaitable> Dine(int number)
        {
            int first = number;
            int second = (number + 1) % 3;
            if (isFixed && second < first)
            {
                (first, second) = (second, first);
            }

            yield return Await(Pad(number * (pad + 3)));
            yield return forks[first].Acquire();
            yield return null;
            yield return forks[second].Acquire();
            yield return null;
            forks[second].Release();
            forks[first].Release();
        }
    }

    /// <summary>Two readers miss the cache at the same time, and both load.</summary>
    private static IEnumerator<Awaitable> CacheStampede(int pad, bool isFixed)
    {
        Dictionary<string, string> cache = [];
        CoLock loading = new("loading");
        int loads = 0;
        yield return Gather(Read(0), Read(pad + 4));
        Verify(loads == 1, "loaded twice");

        IEnumerator<Awaitable> Read(int pauses)
        {
            yield return Await(Pad(pauses));
            if (isFixed)
            {
                yield return loading.Acquire();
            }

            if (!cache.ContainsKey("key"))
            {
                yield return null;
                yield return null;
                loads++;
                cache["key"] = "value";
            }

            if (isFixed)
            {
                loading.Release();
            }
        }
    }

    /// <summary>As <see cref="CheckThenAct"/>, by tasks whose sleeps are of different length.</summary>
    private static IEnumerator<Awaitable> WithdrawalsByTime(int pad, bool isFixed)
    {
        int balance = 100;
        CoLock account = new("account");
        yield return Gather(Withdraw(1.0), Withdraw(1.2));
        Verify(balance >= 0, "overdrawn");

        IEnumerator<Awaitable> Withdraw(double seconds)
        {
            yield return Sleep(seconds);
            yield return Await(Pad(pad));
            if (isFixed)
            {
                yield return account.Acquire();
            }

            if (balance >= 60)
            {
                yield return null;
                balance -= 60;
            }

            if (isFixed)
            {
                account.Release();
            }
        }
    }

    /// <summary>A service can be seen before it is ready.</summary>
    private static IEnumerator<Awaitable> HalfInitialised(int pad, bool isFixed)
    {
        List<int>? table = null;
        yield return Gather(Initialise(), Use());

        IEnumerator<Awaitable> Initialise()
        {
            List<int> made = [];
            if (!isFixed)
            {
                table = made;
            }

            yield return null;
            made.Add(1);
            table = made;
        }

        IEnumerator<Awaitable> Use()
        {
            yield return Await(Pad(pad + 2));
            Verify(table is null || table.Count == 1, "used while it is empty");
        }
    }

    /// <summary>Whoever waits until the queue is empty takes the work for done, while the last item is still being worked on.</summary>
    private static IEnumerator<Awaitable> EmptyIsNotDone(int pad, bool isFixed)
    {
        CoQueue<int> queue = new();
        int done = 0;
        CoTask worker = CreateTask(Work(), "worker");
        queue.PutNoWait(1);
        queue.PutNoWait(2);
        yield return Await(Pad((3 * pad) + 12));
        if (isFixed)
        {
            yield return queue.Join();
        }
        else
        {
            yield return WaitUntil(() => queue.IsEmpty);
        }

        worker.Cancel();
        yield return Settle(worker, out _, includeCancellation: true);
        Verify(done == 2, "work is lost");

        IEnumerator<Awaitable> Work()
        {
            while (true)
            {
                yield return queue.Get().Into(out _);
                yield return Await(Pad(pad + 1));
                done++;
                queue.TaskDone();
            }
        }
    }

    /// <summary>Whoever is woken takes what he was woken for, without looking whether it is still there.</summary>
    private static IEnumerator<Awaitable> ConditionWithoutLoop(int pad, bool isFixed)
    {
        Stack<int> items = [];
        CoCondition changed = new();
        yield return Gather(Take(), Give(), Snatch());

        IEnumerator<Awaitable> Take()
        {
            yield return changed.Acquire();
            while (isFixed && items.Count == 0)
            {
                yield return changed.Wait();
            }

            if (items.Count == 0)
            {
                yield return changed.Wait();
            }

            Verify(items.Count > 0, "woken for nothing");
            items.Pop();
            changed.Release();
        }

        IEnumerator<Awaitable> Give()
        {
            for (int i = 0; i < 2; i++)
            {
                yield return Await(Pad(pad + 2));
                yield return changed.Acquire();
                yield return null;
                items.Push(i);
                changed.Notify();
                changed.Release();
            }
        }

        IEnumerator<Awaitable> Snatch()
        {
            yield return Await(Pad((2 * pad) + 12));
            yield return changed.Acquire();
            if (items.Count > 0)
            {
                items.Pop();
            }

            changed.Release();
        }
    }

    /// <summary>A list is gone through with yields in between, while another task adds to it.</summary>
    private static IEnumerator<Awaitable> ChangedWhileIterated(int pad, bool isFixed)
    {
        List<int> members = [1, 2];
        yield return Gather(Broadcast(), Join());

        IEnumerator<Awaitable> Broadcast()
        {
            foreach (int _ in isFixed ? [.. members] : members)
            {
                yield return null;
            }
        }

        IEnumerator<Awaitable> Join()
        {
            yield return Await(Pad(pad + 4));
            members.Add(3);
        }
    }

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

    /// <summary>A connection is closed while somebody is about to use it.</summary>
    private static IEnumerator<Awaitable> UsedAfterClose(int pad, bool isFixed)
    {
        bool isOpen = true;
        CoTask user = CreateTask(Use(), "user");
        yield return Await(Pad((2 * pad) + 5));
        if (isFixed)
        {
            yield return user;
        }

        isOpen = false;
        yield return user;

        IEnumerator<Awaitable> Use()
        {
            for (int i = 0; i < 2; i++)
            {
                Verify(isOpen, "used after it was closed");
                yield return Await(Pad(pad));
            }
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

    /// <summary>A value is the same as before, and has been another one meanwhile.</summary>
    private static IEnumerator<Awaitable> SameValue(int pad, bool isFixed)
    {
        Stack<string> stack = new(["c", "b", "a"]);
        int version = 0;
        yield return Gather(PopSlowly(), PopTwoAndPush());

        IEnumerator<Awaitable> PopSlowly()
        {
            string top = stack.Peek();
            string next = stack.ElementAt(1);
            int seen = version;
            yield return null;
            yield return null;
            if (stack.Peek() == top && (!isFixed || seen == version))
            {
                stack.Pop();
                Verify(stack.Count > 0 && stack.Peek() == next, "another one stands below");
            }
        }

        IEnumerator<Awaitable> PopTwoAndPush()
        {
            yield return Await(Pad(pad + 4));
            if (stack.Count == 3)
            {
                string top = stack.Pop();
                stack.Pop();
                stack.Push(top);
                version++;
            }
        }
    }

    /// <summary>A hand-made barrier is used again before all have left it.</summary>
    private static IEnumerator<Awaitable> BarrierUsedAgain(int pad, bool isFixed)
    {
        int arrived = 0;
        CoEvent all = new("all");
        int[] rounds = [-1, -1];
        CoBarrier right = new(2);
        yield return Gather(Take(0), Take(1));

        IEnumerator<Awaitable> Take(int number)
        {
            for (int round = 0; round < 3; round++)
            {
                rounds[number] = round;
                if (isFixed)
                {
                    yield return right.Wait();
                }
                else if (++arrived == 2)
                {
                    arrived = 0;
                    all.Set();
                }
                else
                {
                    yield return all.Wait();
                    all.Clear();
                }

                Verify(rounds[1 - number] >= round, "gone on alone");
                yield return Await(Pad(pad + 1));
            }
        }
    }

    /// <summary>Whoever subscribes after the first event waits for ever.</summary>
    private static IEnumerator<Awaitable> SubscribedTooLate(int pad, bool isFixed)
    {
        bool isUp = false;
        CoSignal started = new();
        yield return Gather(Watch(), Start());

        IEnumerator<Awaitable> Watch()
        {
            yield return null;
            if (!isFixed || !isUp)
            {
                yield return started.Next();
            }
        }

        IEnumerator<Awaitable> Start()
        {
            yield return Await(Pad(pad + 3));
            isUp = true;
            started.Emit();
        }
    }

    /// <summary>Whether there is still a consumer is looked at before a yield, and the item put after it.</summary>
    private static IEnumerator<Awaitable> StoppedBetween(int pad, bool isFixed)
    {
        bool isStopped = false;
        CoQueue<int> queue = new(1);
        List<int> got = [];
        yield return Gather(Produce(), Consume());
        Verify(queue.IsEmpty, "an item is left");

        IEnumerator<Awaitable> Produce()
        {
            if (!isStopped)
            {
                if (!isFixed)
                {
                    yield return null;
                }

                queue.PutNoWait(1);
            }

            yield break;
        }

        IEnumerator<Awaitable> Consume()
        {
            yield return Await(Pad(pad + 3));
            isStopped = true;
            while (!queue.IsEmpty)
            {
                got.Add(queue.GetNoWait());
            }
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

    private static void Verify(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException(what);
        }
    }
}

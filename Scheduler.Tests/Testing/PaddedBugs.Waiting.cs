using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

// Who waits for whom, and is woken for what.
internal static partial class PaddedBugs
{
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
}

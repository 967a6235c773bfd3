using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>
/// Three classical bugs, none of which shows in the queue's own order, each beside the program that is right.
/// </summary>
internal static class ClassicBugs
{
    /// <summary>A worker looks whether there is work, and forgets old signals only afterwards: one in between is lost.</summary>
    internal static IEnumerator<Awaitable> LostWakeUp(bool isFixed)
    {
        List<int> work = [];
        CoEvent arrived = new("arrived");
        yield return Gather(Work(), Give());

        IEnumerator<Awaitable> Work()
        {
            yield return Sleep(1.0);
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
            yield return Sleep(1.0);
            yield return null;
            work.Add(1);
            arrived.Set();
        }
    }

    /// <summary>Whether there is enough on the account is looked at before a yield, and the money taken after it.</summary>
    internal static IEnumerator<Awaitable> CheckThenAct(bool isFixed)
    {
        int balance = 100;
        CoLock account = new("account");
        yield return Gather(Withdraw(pauses: 1), Withdraw(pauses: 3), Withdraw(pauses: 5));
        balance.ShouldBeGreaterThanOrEqualTo(0);

        IEnumerator<Awaitable> Withdraw(int pauses)
        {
            for (int i = 0; i < pauses; i++)
            {
                yield return null;
            }

            if (isFixed)
            {
                yield return account.Acquire();
            }

            if (balance >= 60)
            {
                yield return null;
                yield return null;
                balance -= 60;
            }

            if (isFixed)
            {
                account.Release();
            }
        }
    }

    /// <summary>Two tasks take the same two locks, one of them the other way round.</summary>
    internal static IEnumerator<Awaitable> LockOrder(bool isFixed)
    {
        CoLock left = new("left");
        CoLock right = new("right");
        yield return Gather(Transfer(left, right, pauses: 0), isFixed ? Transfer(left, right, pauses: 1) : Transfer(right, left, pauses: 1));

        static IEnumerator<Awaitable> Transfer(CoLock first, CoLock second, int pauses)
        {
            for (int i = 0; i < pauses; i++)
            {
                yield return null;
            }

            yield return first.Acquire();
            yield return null;
            yield return second.Acquire();
            second.Release();
            first.Release();
        }
    }

    /// <summary>Four philosophers, each of whom takes the left fork first; or, fixed, the one with the lower number.</summary>
    internal static IEnumerator<Awaitable> Philosophers(bool isFixed)
    {
        CoLock[] forks = [.. Enumerable.Range(0, 4).Select(i => new CoLock($"fork {i}"))];
        yield return Gather(Enumerable.Range(0, 4).Select(i => (Awaitable)CreateTask(Dine(i), $"philosopher {i}")));

        IEnumerator<Awaitable> Dine(int number)
        {
            int first = number;
            int second = (number + 1) % 4;
            if (isFixed && second < first)
            {
                (first, second) = (second, first);
            }

            // They sit down one after the other.
            for (int i = 0; i < number; i++)
            {
                yield return null;
            }

            yield return forks[first].Acquire();
            yield return null;
            yield return forks[second].Acquire();
            yield return null;
            forks[second].Release();
            forks[first].Release();
        }
    }

    /// <summary>Goes wrong if, in the 20th round of tasks that yield, one certain task comes before another.</summary>
    internal static IEnumerator<Awaitable> LatePair(bool isFixed)
    {
        bool isReady = false;
        yield return Gather(Round(19, () => isReady = true), Round(20, static () => { }), Round(19, () => (isReady || isFixed).ShouldBeTrue()));

        static IEnumerator<Awaitable> Round(int rounds, Action atTheEnd)
        {
            for (int i = 0; i < rounds; i++)
            {
                yield return null;
            }

            atTheEnd();
        }
    }

    /// <summary>Goes wrong only if one task comes last in each of five rounds: it needs them all.</summary>
    internal static IEnumerator<Awaitable> SlowOne(bool isFixed)
    {
        int round = 0;
        int late = 0;
        int arrived = 0;
        yield return Gather(Racer(isSlow: true), Racer(isSlow: false), Racer(isSlow: false));
        (late == 5 && !isFixed).ShouldBeFalse();

        IEnumerator<Awaitable> Racer(bool isSlow)
        {
            for (int i = 0; i < 5; i++)
            {
                if (round != i)
                {
                    (round, arrived) = (i, 0);
                }

                if (++arrived == 3 && isSlow)
                {
                    late++;
                }

                yield return null;
            }
        }
    }
}

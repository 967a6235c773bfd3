using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

// What is shared, and changed between a look and a step.
internal static partial class PaddedBugs
{
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
}

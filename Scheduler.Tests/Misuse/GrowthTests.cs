using static Coroutines.Awaitable;
using static Coroutines.Tests.Misuse.LargePrograms;

namespace Coroutines.Tests.Misuse;

/// <summary>
/// Nothing costs the square, or worse, of anything whose number a user controls: with four times as many, about four times the memory is
/// allocated on the way. (What a search costs that allocates nothing does not show in it.)
/// </summary>
public sealed class GrowthTests
{
    private const int Few = 500;
    private const int Times = 4;

    // Lists grow by doubling, and sorting costs a logarithm; a square would be 16.
    private const double MostGrowth = 6;

    private static readonly Dictionary<string, Func<int, IEnumerator<Awaitable>>> _operations = new()
    {
        ["exceptions thrown anew at each level"] = ThrowAnew,
        ["an exception settled and thrown on at each level"] = SettleAndThrowOn,
        ["failing clean-ups of one coroutine"] = FailingCleanUps,
        ["time limits at each level"] = LimitsAtEachLevel,
        ["time limits left in the order in which they were opened"] = LimitsOutOfOrder,
        ["task groups at each level, the innermost fails"] = GroupsAtEachLevel,
        ["children of a group that all fail"] = FailingChildren,
        ["nested shields, reported"] = n => Report(() => CreateTask(WaitForIt(Nested(n, static inner => Shield(inner))))),
        ["nested gathers, reported"] = n => Report(() => CreateTask(WaitForIt(NestedGathers(n)))),
        ["a gather with as many waiters as children, reported"] = n => Report(() => SharedGather(n)),
        ["a chain of tasks, reported"] = n => Report(() => Chain(n)),
        ["a chain of tasks at the end of a run"] = n => Start(() => Chain(n)),
        ["a chain of tasks in a group that is cancelled"] = ChainInAGroup,
        ["a chain of tasks that deadlocks"] = DeadlockedChain,
        ["calls at each level that deadlock"] = n => Deep(n, new Future()),
        ["places of a limiter that are all held, in a deadlock"] = HeldPlaces,
        ["tasks that wait for a group of as many, in a deadlock"] = GroupWithAsManyWaiters,
        ["a gather that is cancelled"] = n => Start(() => Gather(Sleepers(n)).Cancel()),
        ["a gather whose children all fail"] = n => WaitOn(() => Gather(Enumerable.Range(0, n).Select(static _ => Fail()))),
        ["a race that nobody wins"] = n => WaitOn(() => Race(Enumerable.Range(0, n).Select(static _ => Fail()))),
        ["tasks taken as they are completed"] = TakenAsCompleted,
        ["tasks queued under a key"] = n => UnderAKey(n, RestartPolicy.Queue, areCancelled: false),
        ["tasks queued under a key that are cancelled"] = n => UnderAKey(n, RestartPolicy.Queue, areCancelled: true),
        ["tasks that replace each other under a key"] = n => UnderAKey(n, RestartPolicy.Replace, areCancelled: false),
        ["waiters of a lock that are cancelled"] = n => Cancelled(n, new CoLock().Acquire),
        ["waiters of a future that leave"] = n => Cancelled(n, SharedWait()),
        ["sleepers that are cancelled"] = n => Cancelled(n, static () => Sleep(1e6)),
        ["waiters of a signal"] = Signalled,
        ["parties of a barrier"] = Parties,
        ["done-callbacks taken back"] = TakenBack,
        ["starts with a handshake"] = Handshakes,
        ["failed tasks that nobody looks at"] = n => Start(() => DoTimes(n, static () => CreateTask(Fail()))),
    };

    private static IEnumerable<string> Operations => _operations.Keys;

    [TestCaseSource(nameof(Operations))]
    public void FourTimesAsMany_AllocateAboutFourTimesAsMuch(string operation)
    {
        Func<int, IEnumerator<Awaitable>> program = _operations[operation];
        Bytes(program, Few);
        double growth = (double)LeastBytes(program, Few * Times) / LeastBytes(program, Few);
        growth.ShouldBeLessThan(MostGrowth);
    }

    // The table of what is noted about exceptions is one for the process, and may have to grow in the middle of any run.
    private static long LeastBytes(Func<int, IEnumerator<Awaitable>> program, int n) =>
        Enumerable.Range(0, 3).Min(_ => Bytes(program, n));

    private static long Bytes(Func<int, IEnumerator<Awaitable>> program, int n)
    {
        var options = new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } };
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Scheduler.Run(program(n), options);
        }
        catch (Exception expected) when (expected is IOException or AggregateException or DeadlockException or TimeoutException)
        {
            // How they end is for other tests.
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IEnumerator<Awaitable> Start(Action start)
    {
        start();
        yield return null;
    }

    private static IEnumerator<Awaitable> Report(Action start)
    {
        start();
        yield return null;
        Scheduler.Current.FormatTasks().ShouldNotBeEmpty();
    }

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }

    private static IEnumerable<Awaitable> Sleepers(int n) => Enumerable.Range(0, n).Select(static _ => (Awaitable)CreateTask(SleepFor(1e6)));

    private static CoTask Chain(int n)
    {
        CoTask last = CreateTask(SleepFor(1e6));
        DoTimes(n, () => last = CreateTask(WaitForIt(last)));
        return last;
    }

    private static Awaitable Nested(int n, Func<Awaitable, Awaitable> wrap)
    {
        Awaitable nested = CreateTask(SleepFor(1e6));
        DoTimes(n, () => nested = wrap(nested));
        return nested;
    }

    private static Future NestedGathers(int n)
    {
        Future nested = CreateTask(SleepFor(1e6));
        DoTimes(n, () => nested = Gather(nested));
        return nested;
    }

    private static void SharedGather(int n)
    {
        Future all = Gather(Sleepers(n));
        DoTimes(n, () => CreateTask(WaitForIt(all)));
    }

    private static IEnumerator<Awaitable> Deep(int n, Awaitable innermost)
    {
        yield return n == 0 ? innermost : Await(Deep(n - 1, innermost));
    }

    private static IEnumerator<Awaitable> SettleAndThrowOn(int n)
    {
        if (n == 0)
        {
            throw new IOException("first");
        }

        yield return Settle(SettleAndThrowOn(n - 1), out Outcome outcome);
        outcome.ThrowIfFailed();
    }

    private static IEnumerator<Awaitable> FailingCleanUps(int n)
    {
        DoTimes(n, static () => Defer(Fail()));
        yield break;
    }

    private static IEnumerator<Awaitable> LimitsAtEachLevel(int n)
    {
        using (Timeout(1000 + n))
        {
            yield return n == 0 ? Sleep(1) : Await(LimitsAtEachLevel(n - 1));
        }
    }

    private static IEnumerator<Awaitable> LimitsOutOfOrder(int n)
    {
        CoTimeout[] limits = [.. Enumerable.Range(0, n).Select(static i => Timeout(1000 + i))];
        yield return null;
        foreach (CoTimeout limit in limits)
        {
            limit.Dispose();
        }
    }

    private static IEnumerator<Awaitable> GroupsAtEachLevel(int n)
    {
        var group = new TaskGroup();
        group.CreateTask(n == 0 ? Fail() : GroupsAtEachLevel(n - 1));
        yield return group;
    }

    private static IEnumerator<Awaitable> FailingChildren(int n)
    {
        var group = new TaskGroup();
        DoTimes(n, () => group.CreateTask(Fail()));
        yield return group;
    }

    private static IEnumerator<Awaitable> ChainInAGroup(int n)
    {
        var group = new CoGroup(Scheduler.Current);
        CoTask last = group.CreateTask(SleepFor(1e6));
        DoTimes(n, () => last = group.CreateTask(WaitForIt(last)));
        yield return Sleep(1);
        group.Cancel();
        yield return group;
    }

    private static IEnumerator<Awaitable> DeadlockedChain(int n)
    {
        CoTask last = CreateTask(WaitForIt(new Future()));
        DoTimes(n, () => last = CreateTask(WaitForIt(last)));
        yield return last;
    }

    private static IEnumerator<Awaitable> HeldPlaces(int n)
    {
        var limiter = new CoLimiter(n);
        DoTimes(2 * n, () => CreateTask(Hold()));
        yield return new Future();

        IEnumerator<Awaitable> Hold()
        {
            yield return limiter.Acquire();
            yield return new Future();
        }
    }

    private static IEnumerator<Awaitable> GroupWithAsManyWaiters(int n)
    {
        var group = new CoGroup(Scheduler.Current);
        var never = new Future();
        DoTimes(n, () => group.CreateTask(WaitForIt(never)));
        DoTimes(n, () => CreateTask(WaitForIt(group)));
        yield return new Future();
    }

    private static IEnumerator<Awaitable> TakenAsCompleted(int n)
    {
        foreach (Awaitable next in AsCompleted(Enumerable.Range(0, n).Select(static i => Sleep(i))))
        {
            yield return next;
        }
    }

    private static IEnumerator<Awaitable> UnderAKey(int n, RestartPolicy policy, bool areCancelled)
    {
        var group = new CoGroup(Scheduler.Current);
        CoTask[] tasks = [.. Enumerable.Range(0, n).Select(_ => group.CreateTask("key", SleepFor(1), policy))];
        yield return null;
        foreach (CoTask task in areCancelled ? tasks : [])
        {
            task.Cancel();
        }

        yield return group;
    }

    private static Func<Awaitable> SharedWait()
    {
        Future? never = null;
        return () => Shield(never ??= new Future());
    }

    private static IEnumerator<Awaitable> Cancelled(int n, Func<Awaitable> wait)
    {
        CoTask[] tasks = [.. Enumerable.Range(0, n).Select(_ => CreateTask(WaitForIt(wait())))];
        yield return Sleep(1);
        foreach (CoTask task in tasks)
        {
            task.Cancel();
        }

        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> Cancelled(int n, Func<Awaitable<Releaser>> acquire) => Cancelled(n, () => (Awaitable)acquire());

    private static IEnumerator<Awaitable> Signalled(int n)
    {
        var signal = new CoSignal();
        DoTimes(n, () => CreateTask(WaitForIt(signal.Next())));
        yield return Sleep(1);
        signal.Emit();
        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> Parties(int n)
    {
        var barrier = new CoBarrier(n);
        DoTimes(n, () => CreateTask(WaitForIt(barrier.Wait())));
        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> TakenBack(int n)
    {
        var future = new Future();
        Action<Future>[] callbacks = [.. Enumerable.Range(0, n).Select(static i => (Action<Future>)(_ => GC.KeepAlive(i)))];
        foreach (Action<Future> callback in callbacks)
        {
            future.AddDoneCallback(callback);
        }

        foreach (Action<Future> callback in callbacks)
        {
            future.RemoveDoneCallback(callback).ShouldBe(1);
        }

        yield break;
    }

    private static IEnumerator<Awaitable> Handshakes(int n)
    {
        var group = new TaskGroup();
        for (int i = 0; i < n; i++)
        {
            yield return group.Start(Ready);
        }

        yield return group;

        static IEnumerator<Awaitable> Ready(StartSignal signal)
        {
            signal.Started();
            yield return Sleep(1);
        }
    }
}

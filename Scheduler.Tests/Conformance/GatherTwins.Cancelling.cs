using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary><c>gather</c>: cancels from outside and inside (rule 26).</summary>
public sealed partial class GatherTwins
{
    [Twin]
    public IEnumerator<Awaitable> CancelledChildEndsIt()
    {
        CoTask child = CreateTask(Sleeper("child"));
        CoTask other = CreateTask(Value("other", 6));
        Loop.CallSoon(() => child.Cancel("stop"));
        Future both = Gather(other, child);
        yield return Await(SettleAndLog(both));
        Log("cancelled", both.IsCancelled);
        yield return other;
    }

    [Twin]
    public IEnumerator<Awaitable> CancelGoesToTheChildrenInOrder()
    {
        Future all = Gather(Sleeper("a"), Sleeper("b"), Sleeper("c"));
        yield return Await(Pause());
        Log("cancel", all.Cancel("stop"));
        yield return Await(SettleAndLog(all));
        Log("cancelled", all.IsCancelled, "again", all.Cancel());
    }

    [Twin]
    public IEnumerator<Awaitable> CancelBeforeTheFirstSteps()
    {
        Future all = Gather(Sleeper("a"), Sleeper("b"));
        Log("cancel", all.Cancel());
        yield return Await(SettleAndLog(all));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelThatAllChildrenSwallow()
    {
        Future all = Gather(Stubborn("a", 2), Stubborn("b", 1));
        yield return Await(Pause());
        Log("cancel", all.Cancel("stop"));
        yield return Await(SettleAndLog(all));
    }

    // What is awaited here is an Awaitable with a result, which cannot be cancelled itself: a task that awaits it is.
    [Twin]
    public IEnumerator<Awaitable> CancelThatAllChildrenSwallowWithOutcomes()
    {
        Future all = FutureOf(GatherOutcomes(Stubborn("a", 2), Stubborn("b", 1)));
        yield return Await(Pause());
        Log("cancel", all.Cancel("stop"));
        yield return Await(SettleAndLog(all));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelWithOutcomesWaitsForAll()
    {
        Future all = FutureOf(GatherOutcomes(Sleeper("a"), Stubborn("b", 3)));
        yield return Await(Pause());
        all.Cancel();
        yield return Await(SettleAndLog(all));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelOfTheAwaitingTask()
    {
        IEnumerator<Awaitable> Parent()
        {
            yield return Settle(Gather(Sleeper("a"), Stubborn("b")), out Outcome outcome, includeCancellation: true);
            Log("parent", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        CoTask task = CreateTask(Parent());
        yield return Await(Pause(3));
        Log("cancel", task.Cancel("stop"));
        yield return Await(SettleAndLog(task));
        Log("cancelled", task.IsCancelled, task.Cancelling);
        yield return Await(Pause(4));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelWhenAllChildrenAreDoneButItIsNot()
    {
        IEnumerator<Awaitable> Parent()
        {
            yield return Gather(Noop(), Noop());
            Log("parent goes on");
            yield return Sleep(0);
            Log("never");
        }

        CoTask task = CreateTask(Parent());
        yield return Await(Pause(2));
        Log("cancel", task.Cancel("late"));
        yield return Await(SettleAndLog(task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelAfterTheFailureReachesNobody()
    {
        CoTask a = CreateTask(Sleeper("a"));
        Future both = Gather(a, Await(FailAfter(1, "lost")));
        yield return Await(SettleAndLog(both));
        Log("cancel", both.Cancel());
        yield return Await(Pause(3));
        Log("a done", a.IsDone);
        a.Cancel();
        yield return Await(SettleAndLog(a));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelAtEachIteration()
    {
        IEnumerator<Awaitable> Child(string name)
        {
            yield return Settle(Pause(2), out Outcome outcome, includeCancellation: true);
            Log(name, outcome.IsCancelled ? "cancelled" : "ends");
            outcome.ThrowIfFailed();
        }

        IEnumerator<Awaitable> Parent()
        {
            yield return Gather(Child("a"), Child("b"));
        }

        for (int iterations = 0; iterations < 8; iterations++)
        {
            CoTask task = CreateTask(Parent());
            yield return Await(Pause(iterations));
            Log("-", iterations, "cancel", task.Cancel());
            yield return Await(SettleAndLog(task));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> CancelAtEachIterationWithOutcomes()
    {
        IEnumerator<Awaitable> Child(string name)
        {
            yield return Settle(Pause(1), out Outcome outcome, includeCancellation: true);
            Log(name, outcome.IsCancelled ? "swallows" : "ends");
            if (outcome.IsCancelled)
            {
                yield return Await(Pause(1));
            }
        }

        IEnumerator<Awaitable> Parent()
        {
            yield return GatherOutcomes(Child("a"), Child("b")).Into(out var all);
            Log("results", all.Result.Length);
        }

        for (int iterations = 0; iterations < 7; iterations++)
        {
            CoTask task = CreateTask(Parent());
            yield return Await(Pause(iterations));
            Log("-", iterations, "cancel", task.Cancel());
            yield return Await(SettleAndLog(task));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> NestedFuturesAreCancelledInsideOut()
    {
        Future inner = Gather(Sleeper("a"), Sleeper("b"));
        Future outer = Gather(inner, Await(Sleeper("c")));
        yield return Await(Pause());
        outer.Cancel("stop");
        yield return Await(SettleAndLog(outer));
        yield return Await(Pause(3));
        Log("inner done", inner.IsDone);
    }

    private static Future FutureOf(Awaitable awaitable) => (Future)awaitable.Source;
}

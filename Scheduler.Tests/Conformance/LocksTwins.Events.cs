using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class LocksTwins
{
    [Twin]
    public IEnumerator<Awaitable> EventWakesInOrder()
    {
        var change = new CoEvent();
        CoTask[] tasks = StartEach("abc", _ => WaitFor(change));
        yield return Await(Pause());
        Log("set", change.IsSet);
        change.Set();
        Log("set", change.IsSet);
        yield return Await(Finish(tasks));
    }

    [Twin]
    public IEnumerator<Awaitable> EventThatIsSetCostsNoIteration()
    {
        var change = new CoEvent();
        change.Set();
        for (int i = 0; i < 2; i++)
        {
            yield return change.Wait();
            Log("waited");
        }

        change.Clear();
        Log("set", change.IsSet);
    }

    [Twin]
    public IEnumerator<Awaitable> EventSetAndClearedWakesAll()
    {
        var change = new CoEvent();
        CoTask[] tasks = StartEach("ab", _ => WaitFor(change));
        yield return Await(Pause());
        change.Set();
        change.Clear();
        CoTask late = Start("late", change.Wait());
        yield return Await(Finish(tasks));
        Log("late is done", late.IsDone);
        change.Set();
        change.Set();
        yield return late;
    }

    [Twin]
    public IEnumerator<Awaitable> EventWaitedForAgainAtOnce()
    {
        var change = new CoEvent();

        IEnumerator<Awaitable> Body()
        {
            for (int round = 0; round < 3; round++)
            {
                yield return change.Wait();
                Log("round", round);
                change.Clear();
            }
        }

        CoTask task = Start("waiter", Body());
        for (int i = 0; i < 3; i++)
        {
            yield return Await(Pause(3));
            change.Set();
            Log("set");
        }

        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> EventCancelOfAWaiterAtEachMoment() => AtEachMoment(7, () =>
    {
        var change = new CoEvent();
        CoTask[] tasks = StartEach("abc", _ => WaitFor(change));

        IEnumerator<Awaitable> Setter()
        {
            yield return Await(Pause(3));
            change.Set();
            change.Clear();
            Log("set");
        }

        return (tasks[1], [.. tasks, Start("setter", Setter())], () => change.IsSet);
    });

    private static IEnumerator<Awaitable> WaitFor(CoEvent change)
    {
        yield return change.Wait();
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Children that fail, and that are cancelled.</summary>
public sealed partial class GroupsTwins
{
    [Twin]
    public IEnumerator<Awaitable> ChildFailsWhileTheBodySleeps()
    {
        yield return Await(EndingOfGroup(Sleep(5), Failing("a"), Child("b")));
        Log("cancelling", Self.Cancelling);
        yield return Sleep(10);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> ChildFailsWhileTheBodyWaitsForAFuture()
    {
        var pending = new Future();
        yield return Await(EndingOfGroup(pending, Failing("a")));
        Log("future cancelled", pending.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> ChildFailsWhileTheBodyWaitsForAnotherTask()
    {
        CoTask other = CreateTask(SlowCleanup("other"));
        yield return Await(EndingOfGroup(other, Failing("a")));
        Log("other cancelled", other.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> ChildFailsWhileTheBodyYields()
    {
        IEnumerator<Awaitable> Body()
        {
            while (true)
            {
                yield return Sleep(0);
                if (Loop.Time < 1)
                {
                    yield return Sleep(0.5);
                }

                Log("spinning");
            }
        }

        yield return Await(EndingOfGroup(Await(Body()), Failing("a")));
    }

    [Twin]
    public IEnumerator<Awaitable> ChildFailsWhileTheBodyCleansUp()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(0.5)).Finally(() => SlowCleanup("body"));
        }

        return LogCancellingAfter(EndingOfGroup(Await(Body()), Failing("a")));
    }

    [Twin]
    public IEnumerator<Awaitable> ChildFailsJustWhenTheBodyIsDone() =>
        LogCancellingAfter(EndingOfGroup(Sleep(1), Failing("a")));

    [Twin]
    public IEnumerator<Awaitable> ChildFailsAndTheBodySwallows() =>
        LogCancellingAfter(EndingOfGroup(Await(Swallow("body")), Failing("a"), Child("b")));

    [Twin]
    public IEnumerator<Awaitable> ChildFailsAndTheBodyFailsThen() =>
        LogCancellingAfter(EndingOfGroup(Await(FailingWhenCancelled("body")), Failing("a")));

    [Twin]
    public IEnumerator<Awaitable> TwoFailInOneIteration() =>
        LogCancellingAfter(EndingOfGroup(Failing("a"), Failing("b"), Child("c")));

    [Twin]
    public IEnumerator<Awaitable> TwoFailOneAfterTheOther() => EndingOfGroup(Failing("a", 2), Failing("b", 1));

    [Twin]
    public IEnumerator<Awaitable> ChildFailsWhileTheOthersAreCancelled() =>
        EndingOfGroup(Failing("a"), FailingWhenCancelled("b", 2), FailingWhenCancelled("c"), Child("d"));

    [Twin]
    public IEnumerator<Awaitable> OthersAreCancelledInTheOrderOfCreation() =>
        EndingOfGroup([.. "abcdefghij".Select(name => Child($"{name}")), Failing("last")]);

    [Twin]
    public IEnumerator<Awaitable> OtherSwallowsTheCancel() => EndingOfGroup(Failing("a"), Swallow("b"), Child("c"));

    [Twin]
    public IEnumerator<Awaitable> OtherCleansUp() => EndingOfGroup(Failing("a"), SlowCleanup("b"));

    [Twin]
    public IEnumerator<Awaitable> FailingWithATimeout()
    {
        IEnumerator<Awaitable> Late()
        {
            using (Timeout(1))
            {
                yield return Sleep(10);
            }
        }

        return EndingOfGroup(Late(), Child("b"));
    }

    [Twin]
    public IEnumerator<Awaitable> FailingWithAGroupOfItsOwn() =>
        EndingOfGroup(GroupOf(Failing("inner"), Child("its sibling")), Child("outer"));

    [Twin]
    public IEnumerator<Awaitable> ErrorThatSomebodyElseHasSeen()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Failing("a"));
            CreateTask(Ending("watcher", task));
            yield return group;
        }

        return Ending("group", Body());
    }

    // Cancelled children.

    [Twin]
    public IEnumerator<Awaitable> OneIsCancelled()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Child("a"));
            group.CreateTask(Child("b", 3));
            Loop.CallAt(1, () => task.Cancel("the child"));
            yield return group;
            Log("cancelled", task.IsCancelled);
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> AllAreCancelled()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask[] tasks = [.. "ab".Select(name => group.CreateTask(Child($"{name}")))];
            yield return Sleep(1);
            foreach (CoTask task in tasks)
            {
                task.Cancel();
            }

            yield return group;
            Log("group done");
        }

        return LogCancellingAfter(Ending("group", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> OneIsCancelledBeforeItStarts()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Never()).Cancel();
            yield return group;
            Log("group done");
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> OneRaisesACancelItself() =>
        EndingOfGroup(Fail(new CancelledException("own")), Child("b", 1));

    [Twin]
    public IEnumerator<Awaitable> OneIsCancelledAndFails()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(FailingWhenCancelled("a"));
            group.CreateTask(Child("b"));
            yield return Sleep(1);
            task.Cancel();
            yield return group;
        }

        return Ending("group", Body());
    }

    private static IEnumerator<Awaitable> Waiter(CoTask task)
    {
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> SiblingAwaitsOneThatIsCancelled()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Child("a"));
            group.CreateTask(Waiter(task));
            group.CreateTask(Child("c", 3));
            yield return Sleep(1);
            task.Cancel();
            yield return group;
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> SiblingAwaitsOneThatFails()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Failing("a"));
            group.CreateTask(Waiter(task));
            group.CreateTask(Child("c", 3));
            yield return group;
        }

        return Ending("group", Body());
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Groups whose task is cancelled from outside.</summary>
public sealed partial class GroupsTwins
{
    // Awaits a group, and then meets the next suspension.
    private IEnumerator<Awaitable> Whole(IEnumerator<Awaitable> group)
    {
        yield return Await(Ending("group", group));
        yield return Await(Ending("next", Sleep(0)));
    }

    private IEnumerator<Awaitable> InATask(
        IEnumerator<Awaitable> group, double cancelAt, double? againAt = null)
    {
        CoTask task = CreateTask(Whole(group));
        Loop.CallAt(cancelAt, () => task.Cancel("outside"));
        if (againAt is { } again)
        {
            Loop.CallAt(again, () => task.Cancel("again"));
        }

        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWhileTheBodySleeps() =>
        InATask(GroupOf(Sleep(5), Child("a"), Child("b")), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledAtTheEnd() => InATask(GroupOf(Child("a"), Child("b")), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledAndAChildCleansUp() =>
        InATask(GroupOf(SlowCleanup("a"), Child("b")), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledAndAChildSwallows() =>
        InATask(GroupOf(Swallow("a"), Child("b")), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledAndTheBodySwallows() =>
        InATask(GroupOf(Await(Swallow("body")), Child("a", 6)), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledAndAChildFails() =>
        InATask(GroupOf(FailingWhenCancelled("a"), Child("b")), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledWhileTheBodySleepsAndAChildFails() =>
        InATask(GroupOf(Sleep(5), FailingWhenCancelled("a")), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledAndAChildThatCleansUpFails() =>
        InATask(GroupOf(FailingWhenCancelled("a", 2)), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledTwice() => InATask(GroupOf(SlowCleanup("a")), cancelAt: 1, againAt: 2);

    [Twin]
    public IEnumerator<Awaitable> CancelledTwiceInOneIteration() =>
        InATask(GroupOf(SlowCleanup("a")), cancelAt: 1, againAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledTwiceAndAChildFails() =>
        InATask(GroupOf(FailingWhenCancelled("a", 3)), cancelAt: 1, againAt: 2);

    [Twin]
    public IEnumerator<Awaitable> CancelledTwiceWhileTheBodySleeps() =>
        InATask(GroupOf(Sleep(5), SlowCleanup("a")), cancelAt: 1, againAt: 2);

    [Twin]
    public IEnumerator<Awaitable> CancelledAfterAChildHasFailed() =>
        InATask(GroupOf(Failing("a"), SlowCleanup("b")), cancelAt: 2);

    [Twin]
    public IEnumerator<Awaitable> CancelledAfterAChildHasFailedWhileTheBodyCleansUp() =>
        InATask(GroupOf(Await(SlowCleanup("body")), Failing("a")), cancelAt: 2);

    [Twin]
    public IEnumerator<Awaitable> CancelledAfterTheBodyHasFailed() =>
        InATask(GroupOf(Await(Failing("body")), SlowCleanup("a")), cancelAt: 2);

    [Twin]
    public IEnumerator<Awaitable> CancelledInTheIterationBeforeAChildFails() =>
        InATask(GroupOf(Sleep(5), Failing("a"), Child("b")), cancelAt: 1);

    [Twin]
    public IEnumerator<Awaitable> CancelledWhenAChildHasJustFailed()
    {
        CoTask task = null!;

        IEnumerator<Awaitable> FailsAndCancels()
        {
            yield return Sleep(1);
            Loop.CallSoon(() => task.Cancel("outside"));
            throw new ArgumentException("a");
        }

        task = CreateTask(Whole(GroupOf(Sleep(5), FailsAndCancels(), Child("b"))));
        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledByAChildThatFails()
    {
        CoTask task = null!;

        IEnumerator<Awaitable> CancelsAndFails()
        {
            yield return Sleep(1);
            task.Cancel("by the child");
            throw new ArgumentException("a");
        }

        task = CreateTask(Whole(GroupOf(Sleep(5), CancelsAndFails(), Child("b"))));
        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledByAChild()
    {
        CoTask task = null!;

        IEnumerator<Awaitable> Cancels()
        {
            yield return Sleep(1);
            task.Cancel("by the child");
            yield return Sleep(5);
        }

        task = CreateTask(EndingOfGroup(Cancels(), Child("b")));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWhenAllChildrenAreDone()
    {
        CoTask task = CreateTask(Whole(GroupOf(Child("a", 1))));
        Scheduler loop = Loop;
        loop.CallAt(1, () => loop.CallSoon(() => loop.CallSoon(() => task.Cancel("outside"))));
        yield return Await(Ending("task", task));
    }

    private IEnumerator<Awaitable> CancelledBefore(IEnumerator<Awaitable> whole)
    {
        Self.Cancel("earlier");
        yield return Await(whole);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelRememberedFromBefore()
    {
        CoTask task = CreateTask(CancelledBefore(Whole(GroupOf(Child("a")))));
        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelRememberedFromBeforeAnEmptyOne()
    {
        CoTask task = CreateTask(CancelledBefore(Whole(GroupOf())));
        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelSwallowedBeforeAndAChildFails()
    {
        IEnumerator<Awaitable> SwallowFirst()
        {
            yield return Await(Swallow("before", more: 0));
            yield return Await(Whole(GroupOf(Sleep(5), Failing("a"), Child("b"))));
        }

        CoTask task = CreateTask(CancelledBefore(SwallowFirst()));
        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelTakenBackWhileTheChildrenCleanUp()
    {
        CoTask task = CreateTask(Whole(GroupOf(SlowCleanup("a"))));
        Loop.CallAt(1, () => task.Cancel("outside"));
        Loop.CallAt(2, () => task.Uncancel());
        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    // Left without being yielded: the same thing as the end of the block.

    [Twin]
    public IEnumerator<Awaitable> BodyReturns()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 2));
            yield return Sleep(1);
            yield return Return("early");
        }

        yield return Await(Ending("group", Await<string>(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> BodyReturnsAndAChildFails()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing("a", 2));
            group.CreateTask(Child("b"));
            yield return Sleep(1);
            yield return Return("lost");
        }

        yield return Await(Ending("group", Await<string>(Body())));
        Log("cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> BodyReturnsAndIsCancelled()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a"));
            yield return Return("lost");
        }

        CoTask<string> task = CreateTask<string>(Body());
        Loop.CallAt(1, () => task.Cancel("outside"));
        yield return Await(Ending<string>("task", task));
    }
}

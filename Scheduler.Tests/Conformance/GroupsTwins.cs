using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Task groups: rules 35 to 37.</summary>
public sealed partial class GroupsTwins : Twins<GroupsTwins>
{
    // Sleeps, and logs how it is left.
    private IEnumerator<Awaitable> Child(string name, double seconds = 10)
    {
        yield return Settle(Sleep(seconds), out Outcome outcome, includeCancellation: true);
        if (outcome.IsCancelled)
        {
            Log(name, "cancelled, cancelling", Self.Cancelling);
        }

        outcome.ThrowIfFailed();
        Log(name, "done");
    }

    private IEnumerator<Awaitable> Failing(string name, double seconds = 1)
    {
        yield return Sleep(seconds);
        Log(name, "fails");
        throw new ArgumentException(name);
    }

    private IEnumerator<Awaitable> FailingWhenCancelled(string name, double cleanup = 0)
    {
        IEnumerator<Awaitable> Handle()
        {
            if (cleanup > 0)
            {
                yield return Sleep(cleanup);
            }

            Log(name, "fails");
            throw cleanup > 0 ? new IOException(name) : new ArgumentException(name);
        }

        yield return Try(Sleep(10)).Catch<CancelledException>(_ => Handle());
    }

    private IEnumerator<Awaitable> SlowCleanup(string name, double cleanup = 2)
    {
        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(cleanup);
            Log(name, "cleaned up, cancelling", Self.Cancelling);
        }

        yield return Try(Sleep(10)).Finally(CleanUp);
    }

    private static IEnumerator<Awaitable> CancellingItself()
    {
        yield return Sleep(1);
        throw new CancelledException("own");
    }

    private IEnumerator<Awaitable> Swallow(string name, double more = 3)
    {
        yield return Try(Sleep(10)).Catch<CancelledException>(_ => Log(name, "swallowed"));
        yield return Sleep(more);
        Log(name, "done");
    }

    private IEnumerator<Awaitable> Never()
    {
        Log("never");
        yield break;
    }

    // A group of children, and a body that is awaited in it.
    private IEnumerator<Awaitable> GroupOf(Awaitable? body, params IEnumerator<Awaitable>[] children)
    {
        var group = new TaskGroup();
        foreach (IEnumerator<Awaitable> child in children)
        {
            group.CreateTask(child);
        }

        if (body is { } awaitable)
        {
            yield return awaitable;
            Log("body done");
        }

        yield return group;
        Log("group done");
    }

    private IEnumerator<Awaitable> GroupOf(params IEnumerator<Awaitable>[] children) => GroupOf(null, children);

    private IEnumerator<Awaitable> EndingOfGroup(Awaitable? body, params IEnumerator<Awaitable>[] children) =>
        Ending("group", GroupOf(body, children));

    private IEnumerator<Awaitable> EndingOfGroup(params IEnumerator<Awaitable>[] children) => EndingOfGroup(null, children);

    private IEnumerator<Awaitable> LogCancellingAfter(IEnumerator<Awaitable> first)
    {
        yield return Await(first);
        Log("cancelling", Self.Cancelling);
    }

    private IEnumerator<Awaitable> LogBefore(IEnumerator<Awaitable> second)
    {
        Log("before");
        yield return Await(second);
    }

    // How many iterations pass.

    [Twin]
    public IEnumerator<Awaitable> Empty()
    {
        Log("before");
        yield return new TaskGroup();
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> OneThatEndsAtOnce()
    {
        Log("before");
        var group = new TaskGroup();
        group.CreateTask(Noop());
        yield return group;
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> TwoThatEndAtOnce()
    {
        Log("before");
        var group = new TaskGroup();
        group.CreateTask(Noop());
        group.CreateTask(Noop());
        yield return group;
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> OneThatFailsAtOnce() => LogBefore(EndingOfGroup(Fail(new ArgumentException("lost"))));

    [Twin]
    public IEnumerator<Awaitable> OneThatFailsAtOnceAndOneThatSleeps() =>
        LogBefore(EndingOfGroup(Fail(new ArgumentException("lost")), Child("sleeper")));

    [Twin]
    public IEnumerator<Awaitable> OneThatSleepsAndOneThatFailsAtOnce() =>
        LogBefore(EndingOfGroup(Child("sleeper"), Fail(new ArgumentException("lost"))));

    [Twin]
    public IEnumerator<Awaitable> ChildrenThatWereDoneBeforeTheEnd() =>
        LogBefore(EndingOfGroup(Await(Pause(3)), Noop(), Noop()));

    [Twin]
    public IEnumerator<Awaitable> ChildThatIsDoneButNotNoticedYet() => LogBefore(EndingOfGroup(Await(Pause(1)), Noop()));

    [Twin]
    public IEnumerator<Awaitable> ResultsOfChildren()
    {
        IEnumerator<Awaitable> Answering(IEnumerator<Awaitable> child, string result)
        {
            yield return Await(child);
            yield return Return(result);
        }

        var group = new TaskGroup();
        CoTask<string> a = group.CreateTask<string>(Answering(Child("a", 2), "first"), name: "a");
        CoTask<string> b = group.CreateTask<string>(Answering(Child("b", 1), "second"), name: "b");
        yield return group;
        Log(a.Name, a.Result, b.Name, b.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> NamesOfChildren()
    {
        IEnumerator<Awaitable> Nameless()
        {
            Log("in", Self.Name);
            yield break;
        }

        var group = new TaskGroup();
        group.CreateTask(Nameless());
        group.CreateTask(Nameless(), name: "with a name");
        group.CreateTask(Nameless());
        yield return group;
    }

    [Twin]
    public IEnumerator<Awaitable> OneAfterTheOther()
    {
        for (int seconds = 1; seconds <= 2; seconds++)
        {
            yield return Await(EndingOfGroup(Child("a", seconds)));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> InALoopThatHandlesErrors()
    {
        foreach (char name in "ab")
        {
            yield return Await(EndingOfGroup(Failing($"{name}"), Child("other")));
        }

        Log("cancelling", Self.Cancelling);
    }

    // Errors of the body.

    [Twin]
    public IEnumerator<Awaitable> BodyFails() =>
        LogCancellingAfter(EndingOfGroup(Await(Failing("body")), Child("a"), Child("b")));

    [Twin]
    public IEnumerator<Awaitable> BodyFailsWithoutChildren() =>
        LogBefore(EndingOfGroup(Await(Fail(new ArgumentException("body")))));

    [Twin]
    public IEnumerator<Awaitable> BodyFailsBeforeAChildHasStarted() =>
        LogBefore(EndingOfGroup(Await(Fail(new ArgumentException("body"))), Never()));

    [Twin]
    public IEnumerator<Awaitable> BodyFailsWhenAllChildrenAreDone() => EndingOfGroup(Await(Failing("body")), Noop());

    [Twin]
    public IEnumerator<Awaitable> BodyAndThenChildrenFail() => EndingOfGroup(
        Await(Failing("body")), FailingWhenCancelled("a"), FailingWhenCancelled("b", 2), FailingWhenCancelled("c"));

    [Twin]
    public IEnumerator<Awaitable> BodyFailsAndAChildCleansUp() =>
        EndingOfGroup(Await(Failing("body")), SlowCleanup("a"), Child("b"));

    [Twin]
    public IEnumerator<Awaitable> BodyRaisesACancelItself() =>
        LogCancellingAfter(EndingOfGroup(Await(CancellingItself()), Child("a")));

    [Twin]
    public IEnumerator<Awaitable> BodyRaisesACancelItselfAndAChildFails() =>
        LogCancellingAfter(EndingOfGroup(Await(CancellingItself()), FailingWhenCancelled("a")));

    [Twin]
    public IEnumerator<Awaitable> BodyAwaitsAChildThatFails()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Failing("a"));
            group.CreateTask(Child("b"));
            yield return task;
            yield return group;
        }

        return LogCancellingAfter(Ending("group", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> BodyHandlesTheFailureOfAChild()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Failing("a"));
            yield return Await(Ending("child", task));
            yield return Await(Ending("sleep", Sleep(5)));
            yield return group;
        }

        return LogCancellingAfter(Ending("group", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> BodyAwaitsAChildThatIsCancelled()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Child("a"));
            group.CreateTask(Child("b"));
            Loop.CallAt(1, () => task.Cancel("the child"));
            yield return task;
            yield return group;
        }

        return LogCancellingAfter(Ending("group", Body()));
    }
}

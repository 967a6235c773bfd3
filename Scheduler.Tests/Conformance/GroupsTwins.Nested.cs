using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Groups in groups, with timeouts, with errors that leave the loop, and with eager tasks.</summary>
public sealed partial class GroupsTwins
{
    private IEnumerator<Awaitable> Nested(
        IEnumerator<Awaitable>[] innerChildren, IEnumerator<Awaitable>[] outerChildren, Awaitable? body = null)
    {
        var outer = new TaskGroup();
        foreach (IEnumerator<Awaitable> child in outerChildren)
        {
            outer.CreateTask(child);
        }

        yield return Settle(GroupOf(body, innerChildren), out Outcome inner, includeCancellation: true);
        if (!inner.IsSuccess)
        {
            Log("inner raised", inner.Exception, "cancelling", Self.Cancelling);
            inner.ThrowIfFailed();
        }

        Log("outer body done");
        yield return outer;
        Log("outer done");
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndAllIsWell() =>
        Ending("outer", Nested([Child("inner", 1)], [Child("outer", 2)]));

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheInnerOneFails() =>
        LogCancellingAfter(Ending("outer", Nested([Failing("inner")], [Child("outer")])));

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterOneFails() =>
        LogCancellingAfter(Ending("outer", Nested([Child("inner")], [Failing("outer"), Child("other")])));

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterOneFailsWhileTheInnerBodySleeps() =>
        LogCancellingAfter(Ending("outer", Nested([Child("inner")], [Failing("outer")], Sleep(5))));

    [Twin]
    public IEnumerator<Awaitable> NestedAndBothFailInOneIteration() =>
        LogCancellingAfter(Ending("outer", Nested([Failing("inner")], [Failing("outer")])));

    [Twin]
    public IEnumerator<Awaitable> NestedAndBothFailInOneIterationTheInnerFirst()
    {
        IEnumerator<Awaitable> Body()
        {
            var outer = new TaskGroup();
            var inner = new TaskGroup();
            inner.CreateTask(Failing("inner"));
            outer.CreateTask(Failing("outer"));
            yield return inner;
            yield return outer;
        }

        return LogCancellingAfter(Ending("outer", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterOneFailsWhileTheInnerOneEnds() =>
        LogCancellingAfter(Ending("outer", Nested([Failing("inner"), SlowCleanup("slow")], [Failing("outer", 2)])));

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheInnerOneFailsWhileTheOuterOneEnds() =>
        LogCancellingAfter(Ending("outer", Nested([FailingWhenCancelled("inner")], [Failing("outer")])));

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheInnerBodyFails() =>
        Ending("outer", Nested([Child("inner")], [Child("outer")], Await(Failing("body"))));

    private IEnumerator<Awaitable> CancelledFromOutside(IEnumerator<Awaitable> outer)
    {
        IEnumerator<Awaitable> All()
        {
            yield return Await(Ending("outer", outer));
            yield return Await(Ending("next", Sleep(0)));
        }

        CoTask task = CreateTask(All());
        Loop.CallAt(1, () => task.Cancel("outside"));
        yield return Await(Ending("task", task));
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndCancelledFromOutside() =>
        CancelledFromOutside(Nested([Child("inner")], [Child("outer")]));

    [Twin]
    public IEnumerator<Awaitable> NestedAndCancelledFromOutsideWithErrors() =>
        CancelledFromOutside(Nested([FailingWhenCancelled("inner")], [Child("outer")]));

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheInnerErrorIsHandled()
    {
        IEnumerator<Awaitable> Body()
        {
            var outer = new TaskGroup();
            outer.CreateTask(Child("outer", 3));
            yield return Await(Ending("inner", GroupOf(Failing("inner"), Child("other"))));
            yield return Sleep(1);
            Log("outer body goes on");
            yield return outer;
        }

        return Ending("outer", Body());
    }

    // With timeouts.

    private static IEnumerator<Awaitable> Within(double delay, IEnumerator<Awaitable> body)
    {
        using (Timeout(delay))
        {
            yield return Await(body);
        }
    }

    private IEnumerator<Awaitable> EndingWithin(double delay, IEnumerator<Awaitable> body) =>
        Ending("body", Within(delay, body));

    private IEnumerator<Awaitable> MeetTheNextSuspensionAfter(IEnumerator<Awaitable> first)
    {
        yield return Await(first);
        Log("cancelling", Self.Cancelling);
        yield return Await(Ending("next", Sleep(0)));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutAroundIt() =>
        LogCancellingAfter(EndingWithin(1, GroupOf(Child("a"), Child("b"))));

    [Twin]
    public IEnumerator<Awaitable> TimeoutAroundItAndAChildCleansUp() =>
        EndingWithin(1, GroupOf(SlowCleanup("a"), Child("b")));

    [Twin]
    public IEnumerator<Awaitable> TimeoutAroundItAndAChildFails() =>
        MeetTheNextSuspensionAfter(EndingWithin(1, GroupOf(FailingWhenCancelled("a"), Child("b"))));

    [Twin]
    public IEnumerator<Awaitable> TimeoutAroundItAndAChildFailsBefore()
    {
        yield return Await(EndingWithin(2, GroupOf(Failing("a"), Child("b"))));
        yield return Sleep(5);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutAroundItAndAChildFailsInTheSameIteration() =>
        MeetTheNextSuspensionAfter(EndingWithin(1, GroupOf(Failing("a"), Child("b"))));

    [Twin]
    public IEnumerator<Awaitable> TimeoutAroundItExpiresWhileTheGroupEnds() =>
        MeetTheNextSuspensionAfter(EndingWithin(2, GroupOf(Failing("a"), SlowCleanup("b"))));

    [Twin]
    public IEnumerator<Awaitable> TimeoutAroundItExpiresWhileTheBodySleeps() =>
        EndingWithin(1, GroupOf(Sleep(5), Child("a")));

    [Twin]
    public IEnumerator<Awaitable> TimeoutInItsBody() => EndingOfGroup(Await(Within(1, SleepFor(5))), Child("a"));

    [Twin]
    public IEnumerator<Awaitable> TimeoutInItsBodyAndAChildFails() =>
        LogCancellingAfter(EndingOfGroup(Await(Within(2, SleepFor(5))), Failing("a"), Child("b")));

    [Twin]
    public IEnumerator<Awaitable> TimeoutInItsBodyAndAChildFailsInTheSameIteration() =>
        LogCancellingAfter(EndingOfGroup(Await(Within(1, SleepFor(5))), Failing("a"), Child("b")));

    [Twin]
    public IEnumerator<Awaitable> TimeoutInItsBodyAroundItsEnd()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                var group = new TaskGroup();
                group.CreateTask(Child("a"));
                yield return Sleep(0.5);
                Log("body done");
                yield return group;
            }
        }

        return Ending("group", Body());
    }

    // Errors that leave the loop.

    // Runs main on a loop of its own, which an error may leave.
    private void Leaving(IEnumerator<Awaitable> main) => Ends(() =>
    {
        Scheduler.Run(main, Options());
        return null;
    });

    private static IEnumerator<Awaitable> Interrupted()
    {
        yield return Sleep(1);
        throw new KeyboardInterruptException("by a coroutine");
    }

    [Twin]
    public void ChildIsInterrupted() => Leaving(GroupOf(Interrupted(), Child("b")));

    [Twin]
    public void ChildIsInterruptedWhileTheBodySleeps() => Leaving(GroupOf(Sleep(5), Interrupted(), Child("b")));

    [Twin]
    public void ChildIsInterruptedAndAnotherFails() => Leaving(GroupOf(Interrupted(), FailingWhenCancelled("b")));

    [Twin]
    public void BodyIsInterrupted() => Leaving(GroupOf(Await(Interrupted()), Child("a"), SlowCleanup("b")));

    [Twin]
    public void BodyIsInterruptedAndAChildFails() => Leaving(GroupOf(Await(Interrupted()), FailingWhenCancelled("a")));

    private static IEnumerator<Awaitable> WithCtrlC(IEnumerator<Awaitable> group)
    {
        InterruptAfter(1);
        yield return Await(group);
    }

    [Twin]
    public void CtrlCWhileItWaits() => Log("raised", Kind(Caught(
        () => Scheduler.Run(WithCtrlC(GroupOf(Child("a"), SlowCleanup("b"))), Options()))));

    [Twin]
    public void CtrlCAndAChildFails() => Leaving(WithCtrlC(GroupOf(FailingWhenCancelled("a"))));

    // With eager tasks.

    private static IEnumerator<Awaitable> Eagerly(IEnumerator<Awaitable> body)
    {
        Scheduler loop = Loop;
        loop.TaskFactory = TaskStart.Eagerly;
        yield return Try(body).Finally(() => { loop.TaskFactory = null; });
    }

    [Twin]
    public IEnumerator<Awaitable> EagerChildrenThatDoNotSuspend() =>
        LogBefore(Ending("group", Eagerly(GroupOf(Noop(), Noop()))));

    [Twin]
    public IEnumerator<Awaitable> EagerChildrenThatSuspend() =>
        LogBefore(Ending("group", Eagerly(GroupOf(Child("a", 1), Pause(1), Child("b", 0)))));

    [Twin]
    public IEnumerator<Awaitable> EagerChildThatFailsAtOnce()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a"));
            group.CreateTask(Fail(new ArgumentException("lost")));
            Log("created, cancelling", Self.Cancelling);
            Refused(group, Never());
            yield return group;
        }

        return LogBefore(LogCancellingAfter(Ending("group", Eagerly(Body()))));
    }

    [Twin]
    public IEnumerator<Awaitable> EagerChildThatFailsAtOnceAndTheBodySleeps() => LogBefore(MeetTheNextSuspensionAfter(
        Ending("group", Eagerly(GroupOf(Sleep(5), Child("a"), Fail(new ArgumentException("lost")))))));

    [Twin]
    public IEnumerator<Awaitable> EagerChildThatIsCancelledAtOnce() =>
        Ending("group", Eagerly(GroupOf(Fail(new CancelledException("own")), Child("b", 1))));

    [Twin]
    public IEnumerator<Awaitable> EagerChildThatCreatesASibling()
    {
        IEnumerator<Awaitable> Creator(TaskGroup group)
        {
            Log("creator begins");
            group.CreateTask(Child("sibling", 0));
            Log("creator ends");
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Creator(group));
            yield return group;
            Log("group done");
        }

        return Ending("group", Eagerly(Body()));
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>A group cannot outlive the coroutine that made it, however that one ends.</summary>
public sealed class GroupScopeTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Child(string name, double seconds)
    {
        using var resource = new Cleanup(() => _rig.LogTime($"{name} closed"));
        yield return Sleep(seconds);
        _rig.LogTime($"{name} done");
    }

    private static IEnumerator<Awaitable> Failing(double seconds, string message)
    {
        yield return Sleep(seconds);
        throw new IOException(message);
    }

    private IEnumerator<Awaitable> LogStep(string name, double seconds = 0)
    {
        yield return Sleep(seconds);
        _rig.LogTime(name);
    }

    private static IEnumerator<Awaitable> SwallowEachCancel()
    {
        while (true)
        {
            yield return Settle(Sleep(100), out _, includeCancellation: true);
        }
    }

    private static IEnumerator<Awaitable> AwaitOnly(Awaitable awaitable)
    {
        yield return awaitable;
    }

    private void LogOutcome(string name, Outcome outcome) => _rig.LogTime(outcome.Exception switch
    {
        null => $"{name}: success",
        AggregateException group => $"{name}: {string.Join(" + ", group.InnerExceptions.Select(inner => inner.Message))}",
        Exception other => $"{name}: {other.GetType().Name}",
    });

    private IEnumerator<Awaitable> Ending(string name, Awaitable awaitable)
    {
        yield return Settle(awaitable, out Outcome outcome, includeCancellation: true);
        LogOutcome(name, outcome);
    }

    private CoTask StartEnding(IEnumerator<Awaitable> body, double? cancelAt = null)
    {
        CoTask task = _rig.Start(Ending("body", Await(body)), "task");
        if (cancelAt is { } time)
        {
            _rig.Scheduler.CallLater(time, () => task.Cancel("outside"));
        }

        return task;
    }

    private void RunEnding(IEnumerator<Awaitable> body, double? cancelAt = null) =>
        _rig.Scheduler.RunUntilComplete(StartEnding(body, cancelAt));

    // Not yielded.

    [Test]
    public void PlainEnd_WaitsForTheChildren()
    {
        IEnumerator<Awaitable> Body()
        {
            using var resource = new Cleanup(() => _rig.LogTime("using"));
            new TaskGroup().CreateTask(Child("a", 2));
            yield return Sleep(1);
            _rig.LogTime("body ends");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 body ends", "1 using", "2 a done", "2 a closed", "2 body: success");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void PlainEnd_OfACoroutineThatNeverSuspends_WaitsForTheChildren()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Child("a", 2));
            yield break;
        }

        _rig.Run(Body());
        _rig.ShouldHaveLogged("2 a done", "2 a closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Return_WaitsForTheChildren_AndKeepsTheResult()
    {
        IEnumerator<Awaitable> Answer()
        {
            using var resource = new Cleanup(() => _rig.LogTime("using"));
            new TaskGroup().CreateTask(Child("a", 2));
            yield return Sleep(1);
            yield return Return(42);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await<int>(Answer()).Into(out Awaitable<int> answer);
            _rig.LogTime($"answer {answer.Result}");
        }

        _rig.Run(Main());
        _rig.Run<int>(Answer()).ShouldBe(42);
        _rig.ShouldHaveLogged(
            "2 a done", "2 a closed", "2 using", "2 answer 42", "4 a done", "4 a closed", "4 using");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Return_AndAChildFails_LosesTheResult()
    {
        IEnumerator<Awaitable> Answer()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(2, "child"));
            group.CreateTask(Child("b", 10));
            yield return Return(42);
        }

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(Answer());
            yield return Settle(call, out Outcome<int> outcome);
            LogOutcome("answer", outcome);
            Should.Throw<AggregateException>(() => call.Result).ShouldBe(outcome.Exception);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("2 b closed", "2 answer: child");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Return_OfTheWrongType_CancelsTheChildren()
    {
        IEnumerator<Awaitable> Answer()
        {
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Sleep(1);
            yield return Return("text");
        }

        AggregateException error = Should.Throw<AggregateException>(() => _rig.Run<int>(Answer()));
        error.InnerException.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("was to return Int32");
        _rig.ShouldHaveLogged("1 a closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Exception_CancelsTheChildren_WaitsForThem_AndIsRaisedInAnAggregate()
    {
        IEnumerator<Awaitable> CleaningUp()
        {
            yield return Try(Sleep(10)).Finally(() => LogStep("a cleaned up", 3));
        }

        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(CleaningUp());
            yield return Sleep(1);
            throw new IOException("body");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("4 a cleaned up", "4 body: body");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Exception_OfWhatIsAwaited_IsRaisedAfterThoseOfTheChildren()
    {
        IEnumerator<Awaitable> FailingCleanup(string name)
        {
            yield return Try(Sleep(10)).Finally(() => Failing(1, name));
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(FailingCleanup("a"));
            group.CreateTask(FailingCleanup("b"));
            yield return Await(Failing(1, "body"));
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("2 body: a + b + body");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Exception_WithoutAnyChild_IsRaisedInAnAggregateToo()
    {
        IEnumerator<Awaitable> Body()
        {
            _ = new TaskGroup();
            yield return Await(Failing(1, "body"));
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 body: body");
    }

    [Test]
    public void Exception_AfterTheGroupWasYielded_IsNoAffairOfTheGroup()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            yield return group;
            yield return Await(Failing(1, "body"));
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 body: IOException");
    }

    [Test]
    public void Cancel_CancelsTheChildren_AndPasses()
    {
        IEnumerator<Awaitable> Body()
        {
            using var resource = new Cleanup(() => _rig.LogTime("using"));
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Sleep(5);
        }

        RunEnding(Body(), cancelAt: 1);
        _rig.ShouldHaveLogged("1 a closed", "1 using", "1 body: CancelledException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_WhileTheEndWaits_CancelsTheChildren_AndLosesTheResult()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Return(42);
        }

        CoTask<int> task = _rig.Start<int>(Body());
        _rig.Scheduler.CallLater(1, () => task.Cancel("outside"));

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task)).Message.ShouldBe("outside");
        _rig.ShouldHaveLogged("1 a closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void CancelledBeforeTheFirstStep_OpensNoGroup()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Sleep(5);
        }

        CoTask task = _rig.Start(Body());
        task.Cancel();
        _rig.Iterate(2);
        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void FailingChild_CancelsABodyThatGoesOnWithoutTheGroup()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Failing(1, "child"));
            yield return Sleep(5);
            _rig.Log("never");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 body: child");
        _rig.ShouldBeAtRest();
    }

    // Order.

    [Test]
    public void Cancel_EndsScopes_ThenFinallyAndUsing_ThenDeferred()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred", 1));
            using var outer = new Cleanup(() => _rig.LogTime("outer using"));
            new TaskGroup().CreateTask(Child("a", 100));
            Defer(LogStep("deferred last", 1));
            try
            {
                new TaskGroup().CreateTask(Child("b", 100));
                yield return Sleep(10);
            }
            finally
            {
                _rig.LogTime("finally");
            }
        }

        RunEnding(Body(), cancelAt: 1);
        _rig.ShouldHaveLogged(
            "1 b closed",
            "1 a closed",
            "1 finally",
            "1 outer using",
            "2 deferred last",
            "3 deferred",
            "3 body: CancelledException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OwnThrow_RunsFinallyAndUsing_ThenEndsScopes_ThenDeferred()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred", 1));
            using var outer = new Cleanup(() => _rig.LogTime("outer using"));
            new TaskGroup().CreateTask(Child("a", 100));
            new TaskGroup().CreateTask(Child("b", 100));
            yield return Sleep(1);
            throw new IOException("body");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 outer using", "1 b closed", "1 a closed", "2 deferred", "2 body: Unhandled errors in the task group of Body (task 'task') (body)");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Return_EndsScopes_ThenFinallyAndUsing_ThenDeferred()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred", 1));
            using var outer = new Cleanup(() => _rig.LogTime("outer using"));
            new TaskGroup().CreateTask(Child("a", 2));
            new TaskGroup().CreateTask(Child("b", 3));
            yield return Return(1);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged(
            "2 a done", "2 a closed", "3 b done", "3 b closed", "3 outer using", "4 deferred", "4 body: success");
    }

    [Test]
    public void GroupsLeftOpen_EndFromTheLastToTheFirst_EachInItsTurn()
    {
        IEnumerator<Awaitable> CleaningUp(string name)
        {
            yield return Try(Sleep(100)).Finally(() => LogStep($"{name} cleaned up", 1));
        }

        IEnumerator<Awaitable> Body()
        {
            foreach (char name in "abc")
            {
                new TaskGroup().CreateTask(CleaningUp($"{name}"));
            }

            yield return Sleep(10);
        }

        RunEnding(Body(), cancelAt: 1);
        _rig.ShouldHaveLogged("2 c cleaned up", "3 b cleaned up", "4 a cleaned up", "4 body: CancelledException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void TimeoutAndGroupLeftOpen_EndFromTheLastToTheFirst()
    {
        IEnumerator<Awaitable> Body()
        {
            Timeout(1);
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Sleep(10);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a closed", "1 body: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void GroupAndThenTimeoutLeftOpen_MakeAnAggregateOfTheTimeout()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Child("a", 10));
            Timeout(1);
            yield return Sleep(10);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a closed", "1 body: The timeout at 1 s of Ending > Body (task 'task') has expired.");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void TimeoutLeftOpen_StillHolds_WhileAReturnWaitsForTheChildren()
    {
        IEnumerator<Awaitable> Body()
        {
            Timeout(1);
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Return(1);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a closed", "1 body: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OfNestedFrames_EachEndsWithItsOwn()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            using var resource = new Cleanup(() => _rig.LogTime($"level {n} using"));
            new TaskGroup().CreateTask(Child($"child {n}", 100));
            yield return n == 0 ? Sleep(100) : Await(Level(n - 1));
        }

        RunEnding(Level(2), cancelAt: 1);
        _rig.ShouldHaveLogged(
            "1 child 0 closed",
            "1 level 0 using",
            "1 child 1 closed",
            "1 level 1 using",
            "1 child 2 closed",
            "1 level 2 using",
            "1 body: CancelledException");
        _rig.ShouldBeAtRest();
    }

    // Opened at odd places.

    [Test]
    public void OpenedInAFinallyBlock_IsWaitedForAfterIt([Values] bool cancelled)
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred"));
            try
            {
                yield return Sleep(2);
            }
            finally
            {
                new TaskGroup().CreateTask(Child("a", 3));
                _rig.LogTime("finally");
            }
        }

        RunEnding(Body(), cancelAt: cancelled ? 1 : null);
        if (cancelled)
        {
            // As the end of an `async with` that is left by a cancel: the children are cancelled.
            _rig.ShouldHaveLogged("1 finally", "1 deferred", "1 body: CancelledException");
        }
        else
        {
            _rig.ShouldHaveLogged("2 finally", "5 a done", "5 a closed", "5 deferred", "5 body: success");
        }

        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedInAFinallyBlockOfTheOutermostCoroutine_IsWaitedForAfterIt()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(2);
                yield return Return(42);
            }
            finally
            {
                new TaskGroup().CreateTask(Child("a", 3));
                _rig.LogTime("finally");
            }
        }

        _rig.Run<int>(Main()).ShouldBe(42);
        _rig.ShouldHaveLogged("2 finally", "5 a done", "5 a closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedInADeferredCoroutine_EndsWithIt()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            new TaskGroup().CreateTask(Child("a", 3));
            yield return Sleep(1);
            _rig.LogTime("clean-up ends");
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred"));
            Defer(CleanUp());
            yield return Await(Failing(1, "body"));
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("2 clean-up ends", "4 a done", "4 a closed", "4 deferred", "4 body: IOException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedInAHandler_BelongsToTheCoroutineThatYieldedTheTry()
    {
        TaskGroup opened = null!;

        IEnumerator<Awaitable> Body()
        {
            yield return Try(Failing(1, "first")).Catch<IOException>(_ =>
            {
                opened = new TaskGroup();
                opened.CreateTask(Child("a", 2));
            });
            _rig.LogTime("handled");
            yield return opened;
            _rig.LogTime("waited");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 handled", "3 a done", "3 a closed", "3 waited", "3 body: success");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedByAPlainMethod_BelongsToTheCoroutineThatCallsIt()
    {
        void StartAll()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
        }

        IEnumerator<Awaitable> Inner()
        {
            StartAll();
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Await(Inner());
            _rig.LogTime("inner is over");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a done", "1 a closed", "1 inner is over", "1 body: success");
    }

    [Test]
    public void OpenedByAnEagerTask_BelongsToThatOne()
    {
        IEnumerator<Awaitable> Eager()
        {
            new TaskGroup().CreateTask(Child("a", 1));
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            CoTask task = CreateTask(Eager(), eager: true);
            _rig.LogTime($"done {task.IsDone}");
            yield return task;
            _rig.LogTime("eager one is over");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("0 done False", "1 a done", "1 a closed", "1 eager one is over", "1 body: success");
    }

    // Together with Settle, Try and Defer.

    [Test]
    public void Settle_OfAGroup_TellsHowItEnded()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "child"));
            yield return Settle(group, out Outcome outcome);
            LogOutcome("group", outcome);
            _rig.LogTime($"cancelling {CoTask.Current!.Cancelling}");
            yield return Sleep(1);
            _rig.LogTime("goes on");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 group: child", "1 cancelling 0", "2 goes on", "2 body: success");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Settle_OfABodyThatAGroupCancels_LeavesTheErrorToTheGroup()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "child"));
            yield return Settle(Sleep(10), out Outcome sleep, includeCancellation: true);
            _rig.LogTime($"{sleep}, cancelling {CoTask.Current!.Cancelling}");
            yield return Settle(group, out Outcome outcome);
            LogOutcome("group", outcome);
            _rig.LogTime($"cancelling {CoTask.Current!.Cancelling}");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 cancelled, cancelling 1", "1 group: child", "1 cancelling 0", "1 body: success");
    }

    [Test]
    public void Try_AroundAGroup_HandlesItsErrors()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "child"));
            yield return Try(group)
                .Catch<AggregateException>(error => LogStep($"handled {error.InnerExceptions.Count}", 1))
                .Finally(() => LogStep("cleaned up", 1));
            _rig.LogTime("goes on");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("2 handled 1", "3 cleaned up", "3 goes on", "3 body: success");
    }

    [Test]
    public void Defer_RunsWhenTheChildrenAreDone()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred"));
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
            yield return Sleep(0);
            _rig.LogTime("body ends");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("0 body ends", "1 a done", "1 a closed", "1 deferred", "1 body: success");
    }

    [Test]
    public void Failure_OfADeferredCoroutine_ReplacesTheGroupsErrors()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(Failing(1, "deferred"));
            new TaskGroup().CreateTask(Failing(1, "child"));
            yield return Sleep(5);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Body(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<IOException>().Message.ShouldBe("deferred");
            outcome.Exception.GetReplacedException().ShouldBeOfType<AggregateException>()
                .InnerException!.Message.ShouldBe("child");
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Failure_OfAFinallyBlock_ReplacesTheGroupsErrors()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Failing(1, "child"));
            try
            {
                yield return Sleep(5);
            }
            finally
            {
                Rig.Throw("in finally");
            }
        }

        IOException error = Should.Throw<IOException>(() => _rig.Run(Body()));
        error.Message.ShouldBe("in finally");
        error.GetReplacedException().ShouldBeOfType<AggregateException>().InnerException!.Message.ShouldBe("child");
        _rig.ShouldBeAtRest();
    }

    // The scheduler ends first.

    [Test]
    public void Dispose_WhileTheGroupIsYielded_ClosesTheChildrenFirst()
    {
        IEnumerator<Awaitable> Body()
        {
            using var resource = new Cleanup(() => _rig.LogTime("body closed"));
            var group = new TaskGroup();
            group.CreateTask(Child("a", 10));
            group.CreateTask(Child("b", 10));
            yield return group;
        }

        CoTask task = _rig.Start(Body());
        _rig.Iterate(2);
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 a closed", "0 b closed", "0 body closed");
        _rig.ShouldBeAtRest();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Dispose_WhileAnExitWaitsForAStubbornChild_ClosesAll([Values] bool yielded)
    {
        IEnumerator<Awaitable> Stubborn()
        {
            using var resource = new Cleanup(() => _rig.LogTime("child closed"));
            yield return Await(SwallowEachCancel());
        }

        IEnumerator<Awaitable> Body()
        {
            using var resource = new Cleanup(() => _rig.LogTime("body closed"));
            Timeout(50);
            var group = new TaskGroup();
            group.CreateTask(Stubborn());
            if (yielded)
            {
                yield return group;
            }

            yield return Return(1);
        }

        CoTask task = _rig.Start(Body());
        _rig.Iterate(2);
        task.Cancel();
        _rig.Iterate(2);
        task.IsDone.ShouldBeFalse();
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 child closed", "0 body closed");
        _rig.ShouldBeAtRest();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Dispose_WhileAnExitWaitsWithAnExceptionInFlight_KeepsThatReachable()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(SwallowEachCancel());
            yield return Sleep(1);
            throw new IOException("body");
        }

        CoTask task = _rig.Start(Body());
        Should.Throw<InvalidOperationException>(() =>
        {
            _rig.Scheduler.CallLater(2, _rig.Scheduler.Stop);
            _rig.Scheduler.RunUntilComplete(task);
        });
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        Exception cancel = Should.Throw<CancelledException>(() => task.Result);
        cancel.GetReplacedException().ShouldBeOfType<IOException>().Message.ShouldBe("body");
    }

    [Test]
    public void Run_EndsMainsGroupBeforeItEnds()
    {
        IEnumerator<Awaitable> Main()
        {
            new TaskGroup().CreateTask(Child("a", 3));
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Watch()
        {
            yield return Await(Main());
            _rig.LogTime("main ends");
        }

        _rig.Run(Watch());
        _rig.ShouldHaveLogged("3 a done", "3 a closed", "3 main ends");
    }

    [Test]
    public void Tick_WaitsForTheChildrenFrameByFrame()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(_rig.Steps("a", 2));
            yield return null;
            _rig.Log("body ends");
        }

        CoTask task = _rig.Start(Body());
        for (int frame = 1; frame <= 3; frame++)
        {
            _rig.Log($"frame {frame}");
            _rig.Scheduler.Tick(0.1);
        }

        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("frame 1", "a1", "frame 2", "body ends", "a2", "frame 3", "a end");
    }

    [Test]
    public void Group_YieldedThroughHelpersThatAreNoCoroutines_IsTheOwners()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
            yield return Settle(Try(Settle(group, out _)).Finally(() => { }), out Outcome outcome);
            LogOutcome("group", outcome);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a done", "1 a closed", "1 group: success", "1 body: success");
    }

    [Test]
    public void Group_OfAClosedFrame_RefusesChildren()
    {
        TaskGroup kept = null!;

        IEnumerator<Awaitable> Inner()
        {
            kept = new TaskGroup();
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Await(Inner());
            Should.Throw<InvalidOperationException>(() => kept.CreateTask(Child("late", 1))).Message.ShouldContain("is over");
            yield return Settle(kept, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>();
            yield return Settle(AwaitOnly(kept), out outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>();
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 body: success");
        _rig.ShouldBeAtRest();
    }
}

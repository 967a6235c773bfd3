using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>A group cannot outlive the coroutine that made it, however that one ends.</summary>
public sealed partial class GroupScopeTests
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
}

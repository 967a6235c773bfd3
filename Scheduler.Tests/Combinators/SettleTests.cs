using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>Settle</c>: await something, and look at how it ended.</summary>
public sealed class SettleTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Settle_OfWhatSucceeds_GivesTheResult_ThroughEveryOverload()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<int> task = CreateTask<int>(Returning(1));
            CoTask plain = task;
            var future = new Future<int>();
            future.SetResult(2);
            yield return Settle(task, out Outcome<int> a);
            yield return Settle(future, out Outcome<int> b);
            yield return Settle(Await<int>(Returning(3)), out Outcome<int> c);
            yield return Settle<int>(Returning(4), out Outcome<int> d);
            yield return Settle(Returning(5), out Outcome e);
            yield return Settle(plain, out Outcome f);
            yield return Settle(Sleep(1), out Outcome g);
            _rig.LogTime($"{a.Result} {b.Result} {c.Result} {d.Result} {e.Result ?? "none"} {f.Result} {g.Result ?? "none"}");
            new[] { a, b, c, d, e, f, g }.ShouldAllBe(outcome => outcome.IsSuccess && outcome.Exception == null);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("1 1 2 3 4 none 1 none");
    }

    [Test]
    public void Settle_OfWhatFails_GivesTheException_ThroughEveryOverload()
    {
        IEnumerator<Awaitable> Main()
        {
            var future = new Future<int>();
            future.SetException(new IOException("future"));
            yield return Settle(CreateTask<int>(Failing("task")), out Outcome<int> a);
            yield return Settle(future, out Outcome<int> b);
            yield return Settle(Await<int>(Failing("call")), out Outcome<int> c);
            yield return Settle<int>(Failing("typed"), out Outcome<int> d);
            yield return Settle(Failing("untyped"), out Outcome e);
            foreach (Outcome outcome in new[] { a, b, c, d, e })
            {
                _rig.Log($"{outcome}, {outcome.IsSuccess}, {outcome.IsCancelled}");
                Should.Throw<IOException>(outcome.ThrowIfFailed).ShouldBeSameAs(outcome.Exception);
                Should.Throw<IOException>(() => outcome.Result);
            }

            Should.Throw<IOException>(() => a.Result);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(
            "IOException: task, False, False",
            "IOException: future, False, False",
            "IOException: call, False, False",
            "IOException: typed, False, False",
            "IOException: untyped, False, False");
    }

    [Test]
    public void Settle_LetsACancelPass_UnlessAskedForIt()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask sleeper = CreateTask(Sleeping());
            sleeper.Cancel("stop");
            yield return Settle(sleeper, out Outcome outcome, includeCancellation: true);
            _rig.Log($"{outcome}, {outcome.IsSuccess}, {outcome.IsCancelled}, {outcome.Exception!.Message}");
            Should.Throw<CancelledException>(outcome.ThrowIfFailed);
            yield return Settle(sleeper, out _);
            _rig.Log("never");
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main())).Message.ShouldBe("stop");
        _rig.ShouldHaveLogged("cancelled, False, True, stop");
    }

    [Test]
    public void Settle_OfAnOperationCanceledException_OfUserCode_IsAnOrdinaryFailure()
    {
        static IEnumerator<Awaitable> Throwing()
        {
            yield return null;
            new CancellationToken(canceled: true).ThrowIfCancellationRequested();
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Throwing(), out Outcome outcome);
            _rig.Log($"{outcome.IsCancelled} {outcome.Exception!.GetType().Name}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("False OperationCanceledException");
    }

    [Test]
    public void Settle_WithCancellation_SwallowsTheOwnCancel()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
            _rig.LogTime($"{outcome}");
            yield return Sleep(1);
            _rig.LogTime("goes on");
        }

        CoTask task = _rig.Start(Main());
        _rig.Scheduler.CallLater(2, () => task.Cancel());
        _rig.Scheduler.RunUntilComplete(task);

        task.IsCancelled.ShouldBeFalse();
        task.Cancelling.ShouldBe(1);
        _rig.ShouldHaveLogged("2 cancelled", "3 goes on");
    }

    [Test]
    public void Settle_Nested_GivesTheInnerOutcome_AndTheOuterSuccess()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Settle(Failing("inner"), out Outcome inner), out Outcome outer);
            _rig.Log($"{inner} / {outer}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("IOException: inner / success");
    }

    [Test]
    public void Settle_CostsNoIteration()
    {
        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 100; i++)
            {
                yield return Settle(_rig.Steps("x", 0), out _);
            }

            _rig.Log("main");
        }

        _rig.Start(Main());
        _rig.Iterate();

        _rig.ShouldHaveLogged([.. Enumerable.Repeat("x end", 100), "main"]);
    }

    [Test]
    public void Settle_OfABareYield_Yields()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Yield(), out Outcome outcome);
            _rig.Log($"{outcome}");
        }

        _rig.Start(Main());
        _rig.Start(_rig.Steps("other", 0));
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("other end", "success");
    }

    [Test]
    public void Outcome_ReadTooEarly_IsAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable settle = Settle(CreateTask<int>(Returning(1)), out Outcome<int> outcome);
            outcome.ToString().ShouldBe("not known yet");
            Should.Throw<InvalidStateException>(() => outcome.IsSuccess);
            Should.Throw<InvalidStateException>(() => outcome.IsCancelled);
            Should.Throw<InvalidStateException>(() => outcome.Exception);
            Should.Throw<InvalidStateException>(() => outcome.Result);
            Should.Throw<InvalidStateException>(() => ((Outcome)outcome).Result);
            Should.Throw<InvalidStateException>(outcome.ThrowIfFailed);
            yield return settle;
            outcome.Result.ShouldBe(1);
            ((Outcome)outcome).Result.ShouldBe(1);
            outcome.ToString().ShouldBe("success");
        }

        _rig.Run(Main());
    }

    [Test]
    public void Settle_YieldedTwice_IsAnErrorThatNamesTheCoroutine()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable settle = Settle(_rig.Steps("x", 0), out _);
            yield return settle;
            yield return settle;
        }

        Should.Throw<InvalidOperationException>(() => _rig.Run(Main())).Message.ShouldContain("Main (task 'Task-1')");
    }

    private static IEnumerator<Awaitable> Returning(int value)
    {
        yield return null;
        yield return Return(value);
    }

    private static IEnumerator<Awaitable> Failing(string message)
    {
        yield return null;
        throw new IOException(message);
    }

    private static IEnumerator<Awaitable> Sleeping()
    {
        yield return Sleep(100);
    }
}

using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>Cancelling tasks: rules 13 to 18 and 28, and long chains.</summary>
public sealed class CancelTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Cancel_BeforeTheFirstStep_NeverRunsTheBody()
    {
        CoTask task = _rig.Start(WithFinally(Sleep(1)));
        task.Cancel("early").ShouldBeTrue();
        _rig.Iterate();

        task.IsCancelled.ShouldBeTrue();
        Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("early");
        _rig.ShouldHaveLogged();
    }

    [TestCase(1.0)]
    [TestCase(double.PositiveInfinity)]
    public void Cancel_OfASleeper_RunsItsFinally_AndLeavesOtherTimersAlone(double seconds)
    {
        CoTask task = _rig.Start(WithFinally(Sleep(seconds)));
        _rig.Iterate();
        _rig.Scheduler.CallLater(5, () => _rig.LogTime("timer"));
        task.Cancel();
        _rig.Run(SleepFor(6));

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("start", "finally", "5 timer");
    }

    [Test]
    public void Cancel_OfManyEndlessSleepers_LeavesOtherTimersAlone()
    {
        CoTask[] sleepers = [.. Enumerable.Range(0, 300).Select(_ => _rig.Start(SleepFor(double.PositiveInfinity)))];
        _rig.Iterate();
        Array.ForEach(sleepers, task => task.Cancel());
        _rig.Run(SleepFor(3));

        sleepers.ShouldAllBe(task => task.IsCancelled);
        _rig.Scheduler.Time.ShouldBe(3);
    }

    [Test]
    public void Cancel_AfterTheTimerHasFired_StillCancels()
    {
        CoTask task = null!;
        _rig.Scheduler.CallLater(1, () => task.Cancel("late"));
        task = _rig.Start(WithFinally(Sleep(1)));
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(task, out Outcome outcome, includeCancellation: true);
            _rig.LogTime($"{outcome}");
        }

        _rig.Run(Main());
        _rig.Iterate(3);

        _rig.ShouldHaveLogged("start", "finally", "1 cancelled");
    }

    [Test]
    public void Cancel_OfItself_LandsAtTheNextSuspension()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel("self");
            _rig.Log("still here");
            var done = new Future();
            done.SetResult();
            yield return done;
            _rig.Log("a done future is no suspension");
            yield return null;
            _rig.Log("never");
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main())).Message.ShouldBe("self");
        _rig.ShouldHaveLogged("still here", "a done future is no suspension");
    }

    [Test]
    public void Cancel_OfItself_EndsASleepAtOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel();
            yield return Sleep(1000);
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main()));
        _rig.Scheduler.Time.ShouldBe(0);
    }

    [Test]
    public void Cancel_OfItself_EndsAnEndlessSleepToo()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel();
            yield return Sleep(double.PositiveInfinity);
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main()));
    }

    [Test]
    public void Cancel_OfItself_IsForwardedToAPendingFutureAtOnce()
    {
        var future = new Future(_rig.Scheduler);
        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel("self");
            yield return future;
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        future.IsCancelled.ShouldBeTrue();
        _rig.Iterate();
        Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("self");
    }

    [Test]
    public void Cancel_OfItself_EndsAPredicateWait()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel("self");
            yield return WaitUntil(() => false);
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main())).Message.ShouldBe("self");
    }

    [Test]
    public void Cancel_WithoutASuspensionToLandAt_CostsTheResult()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel("lost");
            yield return Return(1);
        }

        Should.Throw<CancelledException>(() => _rig.Run<int>(Main())).Message.ShouldBe("lost");
    }

    [Test]
    public void Cancel_OfOneWhoseWaitIsOver_ReplacesTheResult()
    {
        var future = new Future<int>(_rig.Scheduler);
        CoTask task = _rig.Start(WithFinally(future));
        _rig.Iterate();
        future.SetResult(1);
        task.Cancel("first").ShouldBeTrue();
        _rig.Iterate();

        task.IsCancelled.ShouldBeTrue();
        future.IsCancelled.ShouldBeFalse();
        _rig.ShouldHaveLogged("start", "finally");
    }

    [Test]
    public void Cancel_Twice_DeliversOneCancel_WithTheFirstMessage()
    {
        var future = new Future(_rig.Scheduler);
        CoTask task = _rig.Start(WithFinally(future));
        _rig.Iterate();
        task.Cancel("first").ShouldBeTrue();
        task.Cancel("second").ShouldBeTrue();
        task.Cancelling.ShouldBe(2);
        _rig.Iterate();

        Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("first");
        task.Cancel().ShouldBeFalse();
        task.Cancelling.ShouldBe(2);
    }

    [Test]
    public void Uncancel_ToZero_WithdrawsARememberedCancel_AndNotAForwardedOne()
    {
        var future = new Future(_rig.Scheduler);
        CoTask fresh = _rig.Start(WithFinally(null));
        CoTask waiting = _rig.Start(WithFinally(future));
        fresh.Uncancel().ShouldBe(0);
        fresh.Cancel();
        fresh.Cancel();
        fresh.Uncancel().ShouldBe(1);
        fresh.Uncancel().ShouldBe(0);
        fresh.Uncancel().ShouldBe(0);
        _rig.Iterate();
        waiting.Cancel();
        waiting.Uncancel().ShouldBe(0);
        _rig.Iterate();

        fresh.State.ShouldBe(FutureState.Finished);
        waiting.State.ShouldBe(FutureState.Cancelled);
    }

    [Test]
    public void Cancel_SwallowedByAnAwaitedChild_LeavesTheParentAlone()
    {
        IEnumerator<Awaitable> Child()
        {
            yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
            _rig.Log($"child: {outcome}");
        }

        IEnumerator<Awaitable> Parent(CoTask child)
        {
            yield return child;
            _rig.Log("parent goes on");
        }

        CoTask child = _rig.Start(Child());
        CoTask parent = _rig.Start(Parent(child));
        _rig.Iterate();
        parent.Cancel();
        _rig.Scheduler.RunUntilComplete(parent);

        parent.Cancelling.ShouldBe(1);
        child.Cancelling.ShouldBe(1);
        _rig.ShouldHaveLogged("child: cancelled", "parent goes on");
    }

    [Test]
    public void CancelledException_RaisedByTheCoroutine_EndsTheTaskAsCancelled()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return null;
            throw new CancelledException("own");
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate(2);

        task.IsCancelled.ShouldBeTrue();
        task.Cancelling.ShouldBe(0);
    }

    private IEnumerator<Awaitable> WithFinally(Awaitable awaited)
    {
        _rig.Log("start");
        try
        {
            yield return awaited;
        }
        finally
        {
            _rig.Log("finally");
        }
    }

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }
}

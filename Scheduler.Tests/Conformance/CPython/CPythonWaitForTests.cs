using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_waitfor.</summary>
public sealed class CPythonWaitForTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // Goes on for so long, whatever cancels come.
    private IEnumerator<Awaitable> Slow(double seconds)
    {
        double end = Scheduler.Current.Time + seconds;
        while (Scheduler.Current.Time < end)
        {
            yield return Settle(Sleep(end - Scheduler.Current.Time), out _, includeCancellation: true);
        }

        _rig.LogTime("slow one ends");
    }

    // Sleeps, and says so in its finally.
    private IEnumerator<Awaitable> Watched(double seconds, Future? started = null)
    {
        using var cleanup = new Cleanup(() => _rig.LogTime("closed"));
        started?.SetResult();
        yield return Sleep(seconds);
        yield return Return("done");
    }

    private static IEnumerator<Awaitable> WaitForIt(Awaitable awaitable, Duration? timeout)
    {
        yield return WaitFor(awaitable, timeout);
    }

    private void ShouldTimeOut(Outcome outcome) => _rig.Log(outcome.Exception.ShouldBeOfType<TimeoutException>().GetType().Name);

    // test_asyncio_wait_for_cancelled
    [Test]
    public void Cancel_OfAWaitForWhatIgnoresIt_WaitsForThat()
    {
        CoTask waiting = _rig.Start(WaitForIt(Await(Slow(0.2)), 0.4));
        _rig.Iterate();
        waiting.Cancel();
        _rig.Scheduler.RunUntilComplete(waiting);

        _rig.ShouldHaveLogged("0.2 slow one ends");
    }

    // test_asyncio_wait_for_timeout
    [Test]
    public void Timeout_OfWhatIgnoresIt_WaitsForThat()
    {
        _rig.Run(WaitForIt(Await(Slow(0.2)), 0.1));

        _rig.ShouldHaveLogged("0.2 slow one ends");
    }

    // test_wait_for_timeout_less_then_0_or_0_future_done
    [Test]
    public void NoTime_ForADoneFuture_IsEnough()
    {
        Future<string> future = _rig.Scheduler.CreateFuture<string>();
        future.SetResult("done");
        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor(future, 0).Into(out Awaitable<string> result);
            yield return Return(result.Result);
        }

        _rig.Run<string>(Main()).ShouldBe("done");
    }

    // test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started
    [Test]
    public void NoTime_ForACoroutine_NeverStartsIt()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(Watched(1), 0), out Outcome outcome);
            ShouldTimeOut(outcome);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("TimeoutException");
    }

    // test_wait_for_timeout_less_then_0_or_0
    [TestCase(0)]
    [TestCase(-1)]
    public void NoTime_ForATaskThatRuns_CancelsIt(double timeout)
    {
        CoTask task = null!;
        IEnumerator<Awaitable> Main()
        {
            var started = new Future();
            task = CreateTask(Watched(10, started));
            yield return started;
            yield return Settle(WaitFor(task, timeout), out Outcome outcome);
            ShouldTimeOut(outcome);
        }

        _rig.Run(Main());

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 closed", "TimeoutException");
    }

    // test_wait_for
    [Test]
    public void Timeout_OfATask_CancelsIt()
    {
        CoTask task = null!;
        IEnumerator<Awaitable> Main()
        {
            task = CreateTask(Watched(1000));
            yield return Settle(WaitFor(task, 0.1), out Outcome outcome);
            ShouldTimeOut(outcome);
        }

        _rig.Run(Main());

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0.1 closed", "TimeoutException");
    }

    // test_wait_for_blocking
    [Test]
    public void WaitFor_WithoutATimeout_GivesTheResult()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor<string>(Give("done"), null).Into(out Awaitable<string> result);
            yield return Return(result.Result);
        }

        _rig.Run<string>(Main()).ShouldBe("done");
    }

    // test_wait_for_race_condition
    [Test]
    public void WaitFor_AFutureThatIsSetInTime_GivesTheResult()
    {
        Future<string> future = _rig.Scheduler.CreateFuture<string>();
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.CallSoon(() => future.SetResult("ok"));
            yield return WaitFor(future, 0.2).Into(out Awaitable<string> result);
            yield return Return(result.Result);
        }

        _rig.Run<string>(Main()).ShouldBe("ok");
        _rig.Scheduler.Time.ShouldBe(0);
    }

    // test_wait_for_cancellation_race_condition, test_wait_for_cancel_suppressed
    [Test]
    public void Timeout_SwallowedByWhatReturns_IsNone()
    {
        IEnumerator<Awaitable> Inner()
        {
            yield return Settle(Sleep(1), out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
            yield return Return(42);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor<int>(Inner(), 0.01).Into(out Awaitable<int> result);
            yield return Return(result.Result);
        }

        _rig.Run<int>(Main()).ShouldBe(42);
        _rig.Scheduler.Time.ShouldBe(0.01);
    }

    // test_wait_for_waits_for_task_cancellation, test_wait_for_waits_for_task_cancellation_w_timeout_0
    [TestCase(0.1)]
    [TestCase(0)]
    public void Timeout_OfATaskThatCleansUp_WaitsForThat_AndComesOfItsCancel(double timeout)
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask inner = CreateTask(SleepAndLinger(10, 5));
            yield return Sleep(1);
            yield return Settle(WaitFor(inner, timeout), out Outcome outcome);
            inner.IsCancelled.ShouldBeTrue();
            outcome.Exception.ShouldBeOfType<TimeoutException>().InnerException.ShouldBeOfType<CancelledException>();
            _rig.LogTime("over");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(FormattableString.Invariant($"{6 + timeout} over"));
    }

    // test_wait_for_reraises_exception_during_cancellation
    [Test]
    public void Timeout_OfATaskThatFailsInItsCleanup_IsThatFailure()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor(CreateTask(CrashInTheEnd(0.2, () => new FormatException())), 0.1);
        }

        Should.Throw<FormatException>(() => _rig.Run(Main()));
    }

    // test_cancel_blocking_wait_for, test_cancel_wait_for
    [TestCase(null)]
    [TestCase(60.0)]
    public void Cancel_OfAWaitForATask_CancelsTheTask(double? timeout)
    {
        CoTask task = null!;
        IEnumerator<Awaitable> Main()
        {
            task = CreateTask(WaitForIt(new Future(), null));
            CoTask waiting = CreateTask(WaitForIt(task, timeout));
            Scheduler.Current.CallSoon(() => waiting.Cancel());
            yield return waiting;
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main()));
        task.IsCancelled.ShouldBeTrue();
        _rig.Scheduler.Time.ShouldBe(0);
    }

    // test_wait_for_issue86296
    [Test]
    public void Cancel_WhenTheAwaitedTaskIsJustDone_IsNotLost()
    {
        CoTask<string> inner = null!;
        IEnumerator<Awaitable> Waiting()
        {
            yield return WaitFor(inner, 100);
            yield return Sleep(1);
            _rig.Log("never");
        }

        IEnumerator<Awaitable> Main()
        {
            inner = CreateTask<string>(Give("done"));
            CoTask task = CreateTask(Waiting());
            yield return Sleep(0);
            task.IsDone.ShouldBeFalse();
            task.Cancel();
            yield return task;
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main()));
        inner.Result.ShouldBe("done");
        _rig.ShouldHaveLogged();
    }

    // WaitForShieldTests.test_zero_timeout, test_shielded_timeout
    [TestCase(0)]
    [TestCase(0.01)]
    public void Timeout_OfAShieldedTask_EndsTheShieldOnly(double timeout)
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<string> task = CreateTask<string>(Give(0.1, "done"));
            Future shield = Shield((Awaitable)task);
            yield return Settle(WaitFor(shield, timeout), out Outcome outcome);
            ShouldTimeOut(outcome);
            task.IsDone.ShouldBeFalse();
            shield.IsCancelled.ShouldBeTrue();
            yield return task;
            _rig.LogTime(task.Result);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("TimeoutException", "0.1 done");
    }

    // WaitForShieldTests.test_none_timeout
    [Test]
    public void WaitFor_AShieldedTaskWithoutATimeout_GivesTheResult()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<string> task = CreateTask<string>(Give(0.1, "done"));
            yield return WaitFor(Shield(task), null).Into(out Awaitable<string> result);
            task.IsDone.ShouldBeTrue();
            yield return Return(result.Result);
        }

        _rig.Run<string>(Main()).ShouldBe("done");
    }
}

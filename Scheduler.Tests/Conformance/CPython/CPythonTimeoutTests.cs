using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_timeouts, TimeoutTests.</summary>
public sealed partial class CPythonTimeoutTests
{
    private Rig _rig = null!;
    private CoTimeout _timeout = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown()
    {
        _timeout?.Dispose();
        _rig.Dispose();
    }

    // async with timeout(...) as cm: await body
    private IEnumerator<Awaitable> Within(Duration? seconds, IEnumerator<Awaitable> body)
    {
        using (_timeout = Timeout(seconds))
        {
            yield return Await(body);
        }
    }

    // How a coroutine ends, run by itself.
    private Exception? EndOf(IEnumerator<Awaitable> coroutine)
    {
        Outcome? outcome = null;
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(coroutine, out outcome, includeCancellation: true);
        }

        _rig.Run(Main());
        return outcome!.Exception;
    }

    // test_timeout_basic
    [Test]
    public void Timeout_OfALongerSleep_EndsItWithATimeoutException()
    {
        EndOf(Within(0.01, SleepFor(10))).ShouldBeOfType<TimeoutException>();

        _timeout.IsExpired.ShouldBeTrue();
        _rig.Scheduler.Time.ShouldBe(0.01);
    }

    // test_timeout_at_basic
    [Test]
    public void TimeoutAt_OfALongerSleep_EndsItAtThatMoment()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(5);
            using (_timeout = TimeoutAt(Scheduler.Current.Time + 1))
            {
                yield return Sleep(10);
            }
        }

        EndOf(Main()).ShouldBeOfType<TimeoutException>();
        _timeout.IsExpired.ShouldBeTrue();
        _timeout.When.ShouldBe(6);
        _rig.Scheduler.Time.ShouldBe(6);
    }

    // test_nested_timeouts
    [Test]
    public void TimeoutsAtTheSameMoment_OnlyTheOuterOneThrows()
    {
        CoTimeout? inner = null;
        IEnumerator<Awaitable> Inner(double deadline)
        {
            using (inner = TimeoutAt(deadline))
            {
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> Outer()
        {
            double deadline = Scheduler.Current.Time + 0.01;
            using (_timeout = TimeoutAt(deadline))
            {
                yield return Try(Inner(deadline)).Catch<CancelledException>(cancel =>
                {
                    _rig.Log("inner cancelled");
                    throw cancel;
                });
            }
        }

        EndOf(Outer()).ShouldBeOfType<TimeoutException>();
        _timeout.IsExpired.ShouldBeTrue();
        inner!.IsExpired.ShouldBeTrue();
        _rig.ShouldHaveLogged("inner cancelled");
    }

    // test_waiter_cancelled
    [Test]
    public void WhatIsAwaited_WhenTheTimeIsUp_IsCancelled()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(SleepFor(10)).Catch<CancelledException>(cancel =>
            {
                _rig.Log("cancelled");
                throw cancel;
            });
        }

        EndOf(Within(0.01, Body())).ShouldBeOfType<TimeoutException>();
        _rig.ShouldHaveLogged("cancelled");
    }

    // test_timeout_not_called
    [Test]
    public void Timeout_OfAShorterSleep_LeavesItAlone()
    {
        EndOf(Within(10, SleepFor(0.01))).ShouldBeNull();

        _timeout.IsExpired.ShouldBeFalse();
        _timeout.When.ShouldNotBeNull().ShouldBeGreaterThan(_rig.Scheduler.Time);
    }

    // test_timeout_disabled, test_timeout_at_disabled
    [TestCase(true)]
    [TestCase(false)]
    public void Timeout_OfNull_NeverExpires(bool at)
    {
        IEnumerator<Awaitable> Main()
        {
            using (_timeout = at ? TimeoutAt(null) : Timeout(null))
            {
                yield return Sleep(0.01);
            }
        }

        EndOf(Main()).ShouldBeNull();
        _timeout.IsExpired.ShouldBeFalse();
        _timeout.When.ShouldBeNull();
    }

    // test_timeout_zero, test_timeout_zero_sleep_zero, test_timeout_in_the_past_sleep_zero
    [TestCase(0, 10)]
    [TestCase(0, 0)]
    [TestCase(-11, 0)]
    public void Timeout_OfNothingOrLess_EndsEvenABareSleep(double seconds, double sleep)
    {
        EndOf(Within(seconds, SleepFor(sleep))).ShouldBeOfType<TimeoutException>();

        _timeout.IsExpired.ShouldBeTrue();
        _timeout.When.ShouldBe(0);
        _rig.Scheduler.Time.ShouldBe(0);
    }

    // test_foreign_exception_passed
    [Test]
    public void Exception_OfTheBody_PassesAsItIs()
    {
        EndOf(Within(0.01, Crash(new KeyNotFoundException()))).ShouldBeOfType<KeyNotFoundException>();

        _timeout.IsExpired.ShouldBeFalse();
    }

    // test_timeout_exception_context
    [Test]
    public void Timeout_DuringTheCleanupAfterAnException_KeepsThatReachable()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(SleepFor(1));
            yield return Await(Crash(new DivideByZeroException()));
        }

        Exception cancel = EndOf(Within(0.01, Body())).ShouldBeOfType<TimeoutException>().InnerException!;
        cancel.ShouldBeOfType<CancelledException>().GetReplacedException().ShouldBeOfType<DivideByZeroException>();
    }

    // test_foreign_exception_on_timeout
    [Test]
    public void Exception_ThatTheCancelTurnsInto_TellsOfTheTimeout()
    {
        Exception error = EndOf(Within(0.01, CrashInTheEnd(1, () => new DivideByZeroException())))!;

        error.ShouldBeOfType<DivideByZeroException>().GetReplacedException()
            .ShouldBeOfType<TimeoutException>().InnerException.ShouldBeOfType<CancelledException>();
        _timeout.IsExpired.ShouldBeTrue();
    }

    // test_foreign_exception_on_timeout_2
    [Test]
    public void Exception_AtTheEndOfAChainOfThem_TellsOfTheTimeoutInItsPlace()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(Crash(new DivideByZeroException()));
            Defer(Crash(new KeyNotFoundException()));
            Defer(SleepFor(1));
            yield return Await(Crash(new FormatException()));
        }

        Exception error = EndOf(Within(0.01, Body())).ShouldBeOfType<DivideByZeroException>();
        error = error.GetReplacedException().ShouldBeOfType<KeyNotFoundException>();
        error = error.GetReplacedException().ShouldBeOfType<TimeoutException>();
        error.InnerException.ShouldBeOfType<CancelledException>().GetReplacedException().ShouldBeOfType<FormatException>();
    }

    // test_reschedule
    [Test]
    public void Reschedule_MovesTheDeadlineOrLiftsIt()
    {
        CoTask task = _rig.Start(Within(10, SleepFor(50)));
        _rig.Iterate();
        _timeout.When.ShouldBe(10);
        _timeout.Reschedule(30);
        _timeout.When.ShouldBe(30);
        _timeout.Reschedule(null);
        _timeout.When.ShouldBeNull();
        _rig.Run(SleepFor(40));
        task.Cancel();

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task));
        _timeout.IsExpired.ShouldBeFalse();
    }

    // test_repr_active, test_repr_disabled, test_repr_finished
    [TestCase(10.0, "timeout at 10 s of Body (task 'Task-1')")]
    [TestCase(null, "timeout of Body (task 'Task-1')")]
    public void ToString_NamesDeadlineAndState(double? seconds, string expected)
    {
        IEnumerator<Awaitable> Body()
        {
            using (_timeout = Timeout(seconds))
            {
                yield return Sleep(0);
                _rig.Log(_timeout.ToString());
            }
        }

        _rig.Run(Body());

        _rig.ShouldHaveLogged($"{expected} (Open)");
        _timeout.ToString().ShouldEndWith("(Closed)");
    }

    // test_repr_expired
    [Test]
    public void ToString_OfAnExpiredOne_SaysSo()
    {
        EndOf(Within(0.01, SleepFor(10))).ShouldNotBeNull();

        _timeout.ToString().ShouldEndWith("(Expired)");
    }

    // test_nested_timeout_in_finally
    [Test]
    public void Timeout_InTheCleanupAfterATimeout_ThrowsThereAndLeavesTheOuterOneAlone()
    {
        CoTimeout? inner = null;
        Outcome? ofInner = null;
        IEnumerator<Awaitable> Inner()
        {
            using (inner = Timeout(0.01))
            {
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> CleanUp()
        {
            yield return Settle(Inner(), out ofInner);
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(CleanUp());
            yield return Sleep(1);
        }

        Exception outer = EndOf(Within(0.01, Body())).ShouldBeOfType<TimeoutException>();
        outer.InnerException.ShouldBeOfType<CancelledException>().GetReplacedException().ShouldBeNull();
        ofInner!.Exception.ShouldBeOfType<TimeoutException>().InnerException.ShouldBeOfType<CancelledException>();
        inner!.IsExpired.ShouldBeTrue();
        _rig.Scheduler.Time.ShouldBe(0.02);
    }

    // test_timeout_after_cancellation
    [Test]
    public void Timeout_AfterASwallowedCancel_StillThrows()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel();
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            yield return Await(Within(0.0, SleepFor(1)));
        }

        EndOf(Main()).ShouldBeOfType<TimeoutException>();
    }

    // test_cancel_in_timeout_after_cancellation
    [Test]
    public void Cancel_InATimeoutAfterASwallowedCancel_PassesAsACancel()
    {
        IEnumerator<Awaitable> Body()
        {
            CoTask.Current!.Cancel();
            yield return Sleep(2);
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask.Current!.Cancel();
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            yield return Await(Within(1, Body()));
        }

        EndOf(Main()).ShouldBeOfType<CancelledException>();
    }

    // test_timeout_finished, test_timeout_expired
    [TestCase(10.0, "is closed")]
    [TestCase(0.01, "has expired")]
    public void Reschedule_AfterTheBlock_IsRefused(double seconds, string reason)
    {
        EndOf(Within(seconds, SleepFor(1)));

        Should.Throw<InvalidOperationException>(() => _timeout.Reschedule(20)).Message.ShouldContain(reason);
    }

    // test_timeout_expiring
    [Test]
    public void Reschedule_WhenTheTimeIsUp_IsRefused_AndWhoSwallowsTheCancelGoesOn()
    {
        IEnumerator<Awaitable> Main()
        {
            using (_timeout = Timeout(0.01))
            {
                yield return Settle(Sleep(1), out Outcome outcome, includeCancellation: true);
                outcome.IsCancelled.ShouldBeTrue();
                Should.Throw<InvalidOperationException>(() => _timeout.Reschedule(20)).Message.ShouldContain("has expired");
            }
        }

        EndOf(Main()).ShouldBeNull();
        _timeout.IsExpired.ShouldBeTrue();
    }

    // test_timeout_without_task
    [Test]
    public void Timeout_OutsideOfATask_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => Timeout(0.01));
        _rig.Scheduler.CallSoon(() => Should.Throw<InvalidOperationException>(() => Timeout(0.01)));
        _rig.Iterate();

        _rig.ShouldHaveReported();
    }

    // test_timeout_taskgroup
    [Test]
    public void Timeout_AroundAGroupWhoseChildFailsInItsCleanup_IsToldByTheGroupAndByItsError()
    {
        IEnumerator<Awaitable> Lingering()
        {
            Defer(SleepFor(1));
            yield return Await(Crash(new FormatException()));
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(CrashInTheEnd(2, () => new DivideByZeroException()));
            yield return Await(Lingering());
            yield return group;
        }

        var errors = EndOf(Within(0.01, Body())).ShouldBeOfType<AggregateException>();
        errors.GetReplacedException().ShouldBeOfType<TimeoutException>()
            .InnerException.ShouldBeOfType<CancelledException>()
            .GetReplacedException().ShouldBeOfType<FormatException>();
        Exception error = errors.InnerExceptions.ShouldHaveSingleItem().ShouldBeOfType<DivideByZeroException>();
        error.GetReplacedException().ShouldBeOfType<TimeoutException>()
            .InnerException.ShouldBeOfType<CancelledException>().GetReplacedException().ShouldBeNull();
    }
}

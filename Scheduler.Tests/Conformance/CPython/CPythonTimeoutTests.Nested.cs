using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>Timeouts among other cancels and timeouts.</summary>
public sealed partial class CPythonTimeoutTests
{
    // test_foreign_cancel_doesnt_timeout_if_not_expired
    [Test]
    public void Cancel_OfSomebodyElse_PassesAsACancel()
    {
        IEnumerator<Awaitable> Body()
        {
            CoTask.Current!.Cancel();
            yield return Sleep(10);
        }

        EndOf(Within(10, Body())).ShouldBeOfType<CancelledException>();
        _timeout.IsExpired.ShouldBeFalse();
    }

    // test_outer_task_is_not_cancelled
    [Test]
    public void TaskWithATimeout_IsNotCancelledByIt()
    {
        IEnumerator<Awaitable> Outer()
        {
            yield return Settle(Within(0.001, SleepFor(10)), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
        }

        CoTask task = _rig.Start(Outer());
        _rig.Scheduler.RunUntilComplete(task);

        task.State.ShouldBe(FutureState.Finished);
        task.Cancelling.ShouldBe(0);
    }

    // test_nested_timeouts_concurrent
    [Test]
    public void OuterTimeout_ThatIsOverWhileTheInnerOneIsNot_Throws()
    {
        IEnumerator<Awaitable> Busy()
        {
            _rig.Clock.Advance(0.01);
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Within(0.1, Busy()), out _);
            _rig.Log("never");
        }

        EndOf(Within(0.002, Body())).ShouldBeOfType<TimeoutException>();
        _rig.Scheduler.Time.ShouldBe(0.01);
        _rig.ShouldHaveLogged();
    }

    // test_nested_timeouts_loop_busy
    [TestCase(0.05, "inner TimeoutException")]
    [TestCase(0.1)]
    public void InnerTimeout_OfABusyLoop_ThrowsUnlessTheOuterOneIsDueAsWell(double busy, params string[] expected)
    {
        IEnumerator<Awaitable> Busy()
        {
            _rig.Clock.Advance(busy);
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Within(0.01, Busy()), out Outcome outcome);
            _rig.Log($"inner {outcome.Exception!.GetType().Name}");
            yield return Sleep(10);
        }

        EndOf(Within(0.1, Body())).ShouldBeOfType<TimeoutException>();
        _rig.Scheduler.Time.ShouldBe(0.1);
        _rig.ShouldHaveLogged(expected);
    }
}
